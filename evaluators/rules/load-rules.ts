import { z } from 'zod';
import { ScenarioError } from '../../engine/core/errors.ts';
import { compileCondition } from './compile-expression.ts';
import { type Expression, explainExpression, isExpressionError } from './expression.ts';
import { parseExpression } from './parse-expression.ts';
import { type RuleDocument, type RulePath, readRuleDocument } from './rule-document.ts';
import { ruleIssueError } from './rule-issue.ts';
import type { Rule, RuleSet } from './rule-set.ts';
import { type Suggest, suggestNothing } from './suggest.ts';

/** A rule file as it was read. */
export interface RuleText {
  /** Name for messages. */
  readonly path: string;
  readonly text: string;
}

const RULE = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/)
    .refine((name) => !isReserved(name)),
  title: z.string().min(1).max(200),
  source: z.string().min(1).max(200).optional(),
  table: z.string().min(1).optional(),
  when: z.string().min(1).optional(),
  holds: z.string().min(1),
});
const RULE_FILE = z.strictObject({ rules: z.array(RULE).min(1).max(500) });

/** The mean card has the name `overall`; the others stand in every object of the language. */
function isReserved(name: string): boolean {
  return name === 'overall' || name in Object.prototype;
}

/**
 * Reads rule files; kinds and functions are checked here, columns once a schema is known.
 *
 * @throws ScenarioError with file, line and column of the first mistake
 * @see docs/methods/domain-rules.md
 */
export function loadRules(texts: readonly RuleText[], suggest = suggestNothing): RuleSet {
  const rules = texts.flatMap((text) => openRuleFile(text, suggest).rules);
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

/** A rule file's rules, and where their parts stand. */
export interface RuleFile {
  readonly document: RuleDocument;
  readonly rules: readonly Rule[];
}

/**
 * Reads one rule file, whatever names others use.
 *
 * @throws ScenarioError with file, line and column of the first mistake
 */
export function openRuleFile({ path, text }: RuleText, suggest: Suggest): RuleFile {
  const document = readRuleDocument(path, text);
  const checked = RULE_FILE.safeParse(document.value, { reportInput: true });
  if (!checked.success) throw ruleIssueError(document, checked.error.issues, suggest);
  const condition = (source: string, part: RulePath) =>
    readCondition(document, { source, part }, suggest);
  const rules = checked.data.rules.map(({ name, title, source, table, when, holds }, at) => ({
    name,
    title,
    source: source ?? null,
    table: table ?? null,
    when: when === undefined ? null : condition(when, ['rules', at, 'when']),
    holds: condition(holds, ['rules', at, 'holds']),
    place: document.place(['rules', at]),
  }));
  return { document, rules };
}

/** A condition whose kinds and functions fit, whatever its columns hold. */
function readCondition(
  document: RuleDocument,
  { source, part }: { readonly source: string; readonly part: RulePath },
  suggest: Suggest,
): Expression {
  try {
    const expression = parseExpression(source);
    compileCondition(expression, () => ({ type: 'any', read: () => null }));
    return expression;
  } catch (error) {
    if (!isExpressionError(error)) throw error;
    const place = document.place(part, error.fault.at);
    const message = `${place}: ${explainExpression(error, suggest)}`;
    throw new ScenarioError(message, { ...error.details, place }, error);
  }
}
