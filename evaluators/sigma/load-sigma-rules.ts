import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { eventIdsOf, logSourceSchema } from './log-source.ts';
import { parseDetection } from './parse-detection.ts';
import { refuseRule, SigmaRuleError } from './sigma-problem.ts';
import {
  type Expression,
  SIGMA_LEVELS,
  type SigmaRefusal,
  type SigmaRule,
  type SigmaRules,
} from './sigma-rule.ts';

/** Longest text that is read; the longest public rules have a tenth of it. */
const LONGEST = 1_000_000;

/** Levels of nesting in a text; rules have five. */
const DEEPEST = 100;

/** A file with one rule, or with several as YAML documents. */
export interface SigmaFile {
  readonly path: string;
  readonly text: string;
}

const headSchema = z.object({
  title: z.string().min(1),
  id: z.string().nullish(),
  author: z.string().nullish(),
  license: z.string().nullish(),
  level: z.enum(SIGMA_LEVELS).nullish(),
  logsource: logSourceSchema,
  detection: z.record(z.string(), z.unknown()),
});

/**
 * Reads Sigma rules; what cannot be evaluated is refused by rule, with file, place and reason.
 *
 * Pure: the caller reads the files. Never throws on account of a file's text.
 */
export function loadSigmaRules(files: readonly SigmaFile[]): SigmaRules {
  const outcomes = files.flatMap(readFile);
  return {
    rules: outcomes.filter((one): one is SigmaRule => 'condition' in one),
    refusals: outcomes.filter((one): one is SigmaRefusal => 'reason' in one),
  };
}

function readFile({ path, text }: SigmaFile): readonly (SigmaRule | SigmaRefusal)[] {
  const documents = attempt(path, null, () => documentsOf(text));
  if ('reason' in documents) return [documents];
  return documents.values.map((document) =>
    attempt(path, titleOf(document), () => parseRule(path, document)),
  );
}

function documentsOf(text: string): { readonly values: readonly unknown[] } {
  const remedy = 'write a Sigma rule';
  if (text.length > LONGEST) {
    return refuseRule('file', { what: 'is too long', value: text.length, remedy });
  }
  if (isTooDeep(text)) {
    return refuseRule('file', { what: 'is nested too deeply', value: text.slice(0, 20), remedy });
  }
  const documents = [...parseAllDocuments(text)];
  const error = documents.flatMap((one) => one.errors)[0];
  if (error !== undefined) {
    const [what = ''] = error.message.split('\n');
    return refuseRule('file', { what: 'is not YAML', value: what, remedy });
  }
  const values = documents.map((one) => one.toJS() as unknown).filter((one) => one !== null);
  if (values.length === 0) {
    return refuseRule('file', { what: 'holds no rule', value: text, remedy });
  }
  return { values };
}

/** NOTE: the parser's time grows with the square of the depth, so it never sees such a text. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const letter of text) {
    if (letter === '[' || letter === '{') depth += 1;
    else if (letter === ']' || letter === '}') depth = Math.max(0, depth - 1);
    if (depth > DEEPEST) return true;
  }
  return new RegExp(`^ *(?:[-?:] +){${DEEPEST}}`, 'm').test(text);
}

function parseRule(path: string, document: unknown): SigmaRule {
  refuseOtherKinds(document);
  const head = headSchema.safeParse(document, { reportInput: true });
  if (!head.success) {
    return refuseHead(head.error.issues[0]);
  }
  const { title, id, author, license, level, logsource, detection } = head.data;
  const eventIds = eventIdsOf(logsource);
  const condition = parseDetection(detection);
  return {
    path,
    id: id ?? null,
    title,
    level: level ?? 'informational',
    author: author ?? null,
    license: license ?? null,
    eventIds,
    condition,
    fields: [...new Set(fieldsOf(condition))].sort(),
  };
}

function refuseHead(issue: z.core.$ZodIssue | undefined): never {
  const remedy = 'write title, logsource and detection';
  const place = issue?.path.join('.') || 'rule';
  const value = issue?.input;
  if (issue?.code === 'invalid_value') {
    const words = issue.values.join(', ');
    return refuseRule(place, {
      what: 'is an unknown word',
      value,
      remedy: `write one of ${words}`,
    });
  }
  const what = value === undefined ? 'is missing' : 'is not of the expected type';
  return refuseRule(place, { what, value, remedy });
}

/** Documents that change or join other rules would be half understood if read alone. */
function refuseOtherKinds(document: unknown): void {
  if (typeof document !== 'object' || document === null) return;
  for (const kind of ['action', 'correlation', 'filter'] as const) {
    if (!(kind in document)) continue;
    const remedy = 'only single rules are evaluated';
    refuseRule(kind, { what: 'makes this no rule of its own', value: kind, remedy });
  }
}

function fieldsOf(expression: Expression): readonly string[] {
  if (expression.kind === 'not') return fieldsOf(expression.of);
  if (expression.kind !== 'item') return expression.of.flatMap(fieldsOf);
  const { field, tests } = expression.item;
  const others = tests.flatMap((test) => (test.kind === 'field' ? [test.name] : []));
  return field === null ? others : [field, ...others];
}

function titleOf(document: unknown): string | null {
  if (typeof document !== 'object' || document === null || !('title' in document)) return null;
  return typeof document.title === 'string' ? document.title : null;
}

function attempt<T>(path: string, title: string | null, parse: () => T): T | SigmaRefusal {
  const refusal = (problem: string): SigmaRefusal => {
    const reason = title === null ? `${path}: ${problem}` : `${path}: ${title}: ${problem}`;
    return { path, title, reason };
  };
  try {
    return parse();
  } catch (error) {
    if (error instanceof SigmaRuleError) return refusal(error.message);
    if (error instanceof RangeError || error instanceof ReferenceError) {
      return refusal('file: cannot be read: too many levels or aliases; write it flatter');
    }
    throw error;
  }
}
