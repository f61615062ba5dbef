import { ScenarioError } from '../../engine/core/errors.ts';
import type { DatabaseSchema } from '../../engine/schema/database-schema.ts';
import type { TableSchema } from '../../engine/schema/table-schema.ts';
import { ownedTablesOf, subjectTableOf } from '../relations/subject-walk.ts';
import { compileCondition } from './compile-expression.ts';
import type { ResolveColumn } from './compiled.ts';
import { type ExpressionError, explainExpression, isExpressionError } from './expression.ts';
import { openRuleFile, type RuleText } from './load-rules.ts';
import { openRowScope } from './row-scope.ts';
import type { RuleDocument } from './rule-document.ts';
import type { Rule } from './rule-set.ts';
import type { Suggest } from './suggest.ts';

/**
 * Refuses rules that speak about no table of a schema.
 *
 * Rules that ship may do so, since they are for many schemas; rules that a user gave are mistyped.
 *
 * @throws ScenarioError with file, line and column of the first part that fits nowhere
 */
export function checkRules(
  texts: readonly RuleText[],
  schema: DatabaseSchema,
  suggest: Suggest,
): void {
  const tables = [subjectTableOf(schema), ...ownedTablesOf(schema)];
  const scope = openRowScope(schema);
  for (const text of texts) {
    const { document, rules } = openRuleFile(text, suggest);
    for (const [at, rule] of rules.entries()) {
      const wanted = tables.filter(({ name }) => rule.table === null || rule.table === name);
      if (wanted.length === 0) throw unknownTable({ rule, document, at }, tables, suggest);
      const misfits = wanted.map((table) => misfitOf(rule, table, scope.columnsOf(table)));
      const found = misfits.filter((misfit) => misfit !== null);
      if (found.length === wanted.length) throw fitsNowhere({ rule, document, at }, found, suggest);
    }
  }
}

interface PlacedRule {
  readonly rule: Rule;
  readonly document: RuleDocument;
  readonly at: number;
}

/** Why a rule does not fit a table. */
interface Misfit {
  readonly table: string;
  readonly part: 'when' | 'holds';
  /** The first mistake. */
  readonly error: ExpressionError;
  /** Columns that the table lacks. */
  readonly lacking: number;
}

function misfitOf(rule: Rule, { name }: TableSchema, resolve: ResolveColumn): Misfit | null {
  const mistakes = (['when', 'holds'] as const).flatMap((part) =>
    mistakesIn(rule[part], resolve).map((one) => ({ ...one, part })),
  );
  const [first] = mistakes;
  if (first === undefined) return null;
  const lacking = mistakes.filter(({ isColumn }) => isColumn).length;
  return { table: name, part: first.part, error: first.error, lacking };
}

interface Mistake {
  readonly error: ExpressionError;
  readonly isColumn: boolean;
}

/** Every column that is lacking, then what else is wrong with a condition. */
function mistakesIn(condition: Rule['when'], resolve: ResolveColumn): readonly Mistake[] {
  if (condition === null) return [];
  const mistakes: Mistake[] = [];
  const lenient: ResolveColumn = (path, at) => {
    try {
      return resolve(path, at);
    } catch (error) {
      if (!isExpressionError(error)) throw error;
      mistakes.push({ error, isColumn: true });
      return { type: 'any', read: () => null };
    }
  };
  try {
    compileCondition(condition, lenient);
  } catch (error) {
    if (!isExpressionError(error)) throw error;
    mistakes.push({ error, isColumn: false });
  }
  return mistakes;
}

function unknownTable(
  { rule, document, at }: PlacedRule,
  tables: readonly TableSchema[],
  suggest: Suggest,
): ScenarioError {
  const place = document.place(['rules', at, 'table']);
  const names = tables.map(({ name }) => name);
  const table = rule.table ?? '';
  const remedy = `${suggest(table, names)}use one of ${names.join(', ')}`;
  const message = `${place}: rule ${rule.name} names no table that rules speak about: ${table}; ${remedy}`;
  return new ScenarioError(message, { place, name: rule.name, table });
}

/** Tells about the table that lacks least, and of these about one with a near name. */
function fitsNowhere(
  { rule, document, at }: PlacedRule,
  misfits: readonly Misfit[],
  suggest: Suggest,
): ScenarioError {
  const isStrange = ({ error }: Misfit) => explainExpression(error, suggest) === error.message;
  const [nearest] = [...misfits].sort(
    (one, other) =>
      one.lacking - other.lacking || Number(isStrange(one)) - Number(isStrange(other)),
  );
  const { table = '', part = 'holds', error } = nearest ?? {};
  const place = document.place(['rules', at, part], error?.fault.at ?? 0);
  const what =
    misfits.length === 1
      ? `rule ${rule.name} does not fit ${table}`
      : `rule ${rule.name} fits no table, ${table} comes nearest`;
  const why = error === undefined ? '' : explainExpression(error, suggest);
  return new ScenarioError(`${place}: ${what}: ${why}`, { place, name: rule.name, table }, error);
}
