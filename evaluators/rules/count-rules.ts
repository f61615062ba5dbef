import type { Row } from '../../engine/core/row.ts';
import type { DatabaseSchema } from '../../engine/schema/database-schema.ts';
import { ownedTablesOf, type SubjectRows, subjectTableOf } from '../relations/subject-walk.ts';
import { rowsOf } from '../relations/table-frame.ts';
import { bindRule, type RuleTest } from './bind-rule.ts';
import type { Read } from './compiled.ts';
import { openRowScope } from './row-scope.ts';
import type { RuleCounts, RuleSet } from './rule-set.ts';

/** Counts while subjects stream by. */
export interface RuleCounter {
  add(subject: SubjectRows): void;
  /** Every rule that speaks about a table of the schema, in the order of the set. */
  counts(): RuleCounts;
  /** The same as numbers: rows at 2 r, broken rows at 2 r + 1, for rule r of the set. */
  totals(): Float64Array; // [2 * rules]
}

/**
 * Binds rules to a schema and counts, row by row, how often they speak and how often they are
 * broken; holds one subject's rows.
 *
 * A rule without a table speaks about every table that has all it names, of the kinds it needs. A
 * row is counted where `when` is true and `holds` is known.
 *
 * @throws ScenarioError if a rule names a table of the schema that lacks what the rule needs
 */
export function openRuleCounter(schema: DatabaseSchema, { rules }: RuleSet): RuleCounter {
  const root = subjectTableOf(schema);
  const scope = openRowScope(schema);
  const totals = new Float64Array(2 * rules.length);
  const spoken = new Set<string>();
  const tables = [root, ...ownedTablesOf(schema)].map((table) => {
    const bound = rules.flatMap((rule, at): BoundRule[] => {
      const one = bindRule(rule, table, scope.columnsOf(table));
      if (one === null) return [];
      spoken.add(rule.name);
      return [{ ...one, at: 2 * at }];
    });
    return { name: table.name, groups: groupByWhen(bound) };
  });
  return {
    add: (subject) => {
      scope.enter(subject);
      for (const { name, groups } of tables) {
        const rows = rowsOf(subject, name, root.name);
        for (const group of groups) countRows(group, rows, totals);
      }
    },
    totals: () => totals.slice(),
    counts: () =>
      Object.fromEntries(
        rules.flatMap(({ name }, at) => {
          const [rows = 0, broken = 0] = totals.slice(2 * at, 2 * at + 2);
          return spoken.has(name) ? [[name, { rows, broken }]] : [];
        }),
      ),
  };
}

interface BoundRule extends RuleTest {
  /** Where its rows are counted; its broken rows one further. */
  readonly at: number;
}

/** Rules of one condition; it is asked once a row for all of them. */
interface RuleGroup {
  readonly when: Read | null;
  readonly rules: readonly BoundRule[];
}

function groupByWhen(rules: readonly BoundRule[]): readonly RuleGroup[] {
  const groups = [...new Set(rules.map(({ group }) => group))];
  return groups.map((name) => {
    const own = rules.filter(({ group }) => group === name);
    return { when: own[0]?.when ?? null, rules: own };
  });
}

function countRows({ when, rules }: RuleGroup, rows: readonly Row[], totals: Float64Array): void {
  for (const row of rows) {
    if (when !== null && when(row) !== true) continue;
    for (const { holds, at } of rules) {
      const held = holds(row);
      if (held === null) continue;
      totals[at] = (totals[at] as number) + 1;
      if (held !== true) totals[at + 1] = (totals[at + 1] as number) + 1;
    }
  }
}
