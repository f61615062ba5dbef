import { ScenarioError } from '../../engine/core/errors.ts';
import type { TableSchema } from '../../engine/schema/table-schema.ts';
import { compileCondition } from './compile-expression.ts';
import type { Read, ResolveColumn } from './compiled.ts';
import { ExpressionError } from './expression.ts';
import type { Rule } from './rule-set.ts';

/** A rule bound to a table. */
export interface RuleTest {
  /** The text of `when`, equal for rules that share it. */
  readonly group: string;
  readonly when: Read | null;
  readonly holds: Read;
}

/**
 * The rule with its columns looked up; null where it does not speak about the table.
 *
 * @throws ScenarioError if the rule names this table, which lacks what it needs
 */
export function bindRule(
  { name, table: wanted, when, holds, place }: Rule,
  table: TableSchema,
  resolve: ResolveColumn,
): RuleTest | null {
  if (wanted !== null && wanted !== table.name) return null;
  try {
    return {
      group: JSON.stringify(when, (name, value) => (name === 'at' ? undefined : value)),
      when: when === null ? null : compileCondition(when, resolve),
      holds: compileCondition(holds, resolve),
    };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    if (wanted === null) return null;
    throw new ScenarioError(`${place}: ${name}: ${error.message}`, error.details, error);
  }
}
