import { z } from 'zod';
import { ScenarioError } from '../../engine/core/errors.ts';
import { compileCondition } from './compile-expression.ts';
import { type Expression, ExpressionError } from './expression.ts';
import { parseExpression } from './parse-expression.ts';
import { type RuleDocument, type RulePath, readRuleDocument } from './rule-document.ts';
import type { Rule, RuleSet } from './rule-set.ts';

/** A rule file as it was read. */
export interface RuleText {
  /** Name for messages. */
  readonly path: string;
  readonly text: string;
}

const RULE = z.strictObject({
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, 'not letters, digits, _ and - only'),
  title: z.string().min(1).max(200),
  source: z.string().min(1).max(200).optional(),
  table: z.string().min(1).optional(),
  when: z.string().min(1).optional(),
  holds: z.string().min(1),
});
const RULE_FILE = z.strictObject({ rules: z.array(RULE).min(1).max(500) });

/**
 * Reads rule files; kinds and functions are checked here, columns once a schema is known.
 *
 * @throws ScenarioError with file, line and column of the first mistake
 * @see docs/methods/domain-rules.md
 */
export function loadRules(texts: readonly RuleText[]): RuleSet {
  const rules = texts.flatMap(readRules);
  const places = new Map<string, string>();
  for (const { name, place } of rules) {
    const before = places.get(name);
    if (before !== undefined) {
      throw new ScenarioError(
        `${place}: a rule's name stands twice: ${name}; rename it or the one at ${before}`,
        { name, place },
      );
    }
    places.set(name, place);
  }
  return { rules };
}

function readRules({ path, text }: RuleText): readonly Rule[] {
  const document = readRuleDocument(path, text);
  const checked = RULE_FILE.safeParse(document.value);
  if (!checked.success) throw issueError(document, checked.error.issues[0]);
  return checked.data.rules.map(({ name, title, source, table, when, holds }, at) => ({
    name,
    title,
    source: source ?? null,
    table: table ?? null,
    when: when === undefined ? null : readCondition(document, when, ['rules', at, 'when']),
    holds: readCondition(document, holds, ['rules', at, 'holds']),
    place: document.place(['rules', at]),
  }));
}

/** A condition whose kinds and functions fit, whatever its columns hold. */
function readCondition(document: RuleDocument, source: string, path: RulePath): Expression {
  try {
    const expression = parseExpression(source);
    compileCondition(expression, () => ({ type: 'any', read: () => null }));
    return expression;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const place = document.place(path, Number(error.details.at));
    throw new ScenarioError(`${place}: ${error.message}`, { ...error.details, place }, error);
  }
}

function issueError(document: RuleDocument, issue: z.core.$ZodIssue | undefined): ScenarioError {
  const path = (issue?.path ?? []).filter((part) => typeof part !== 'symbol');
  const place = document.place(path);
  const where = path.length === 0 ? 'the file' : path.join('.');
  const remedy =
    issue?.code === 'unrecognized_keys'
      ? `use ${path.length === 0 ? 'rules' : Object.keys(RULE.shape).join(', ')}`
      : 'see docs/methods/domain-rules.md';
  const what = `${where} is not as it should be`;
  return new ScenarioError(`${place}: ${what}: ${issue?.message ?? ''}; ${remedy}`, { place });
}
