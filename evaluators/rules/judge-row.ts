import type { Row } from '../../engine/core/row.ts';
import { type DatabaseSchema, tableNamed } from '../../engine/schema/database-schema.ts';
import { bindRule } from './bind-rule.ts';
import { ExpressionError } from './expression.ts';
import { columnAt } from './row-scope.ts';
import type { RuleSet } from './rule-set.ts';

/** Names of the rules that a row of a table breaks. */
export type RowJudge = (table: string) => (row: Row) => readonly string[];

/** Judges single rows, by the rules that look at nothing but the row itself. */
export function openRowJudge(schema: DatabaseSchema, { rules }: RuleSet): RowJudge {
  return (name) => {
    const table = tableNamed(schema, name);
    const tests = rules.flatMap((rule) => {
      const test = bindRule({ ...rule, table: null }, table, ([column = '', ...more], at) => {
        if (more.length === 0) return columnAt(table, column, at);
        throw new ExpressionError('not of the row', { at, value: column, remedy: 'leave it out' });
      });
      const isOfTable = rule.table === null || rule.table === name;
      return test === null || !isOfTable ? [] : [{ ...test, name: rule.name }];
    });
    return (row) =>
      tests
        .filter(({ when, holds }) => (when === null || when(row) === true) && holds(row) === false)
        .map((test) => test.name);
  };
}
