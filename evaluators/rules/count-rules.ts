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
  const tallies = rules.map((): Tally => ({ rows: 0, broken: 0 }));
  const spoken = new Set<string>();
  const tables = [root, ...ownedTablesOf(schema)].map((table) => {
    const bound = rules.flatMap((rule, at): BoundRule[] => {
      const one = bindRule(rule, table, scope.columnsOf(table));
      if (one === null) return [];
      spoken.add(rule.name);
      return [{ ...one, tally: tallies[at] as Tally }];
    });
    return { name: table.name, groups: groupByWhen(bound) };
  });
  return {
    add: (subject) => {
      scope.enter(subject);
      for (const { name, groups } of tables) {
        const rows = rowsOf(subject, name, root.name);
        for (const group of groups) countRows(group, rows);
      }
    },
    counts: () =>
      Object.fromEntries(
        rules.flatMap(({ name }, at) =>
          spoken.has(name) ? [[name, { ...(tallies[at] as Tally) }]] : [],
        ),
      ),
  };
}

interface Tally {
  rows: number;
  broken: number;
}

interface BoundRule extends RuleTest {
  readonly tally: Tally;
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

function countRows({ when, rules }: RuleGroup, rows: readonly Row[]): void {
  for (const row of rows) {
    if (when !== null && when(row) !== true) continue;
    for (const { holds, tally } of rules) {
      const held = holds(row);
      if (held === null) continue;
      tally.rows += 1;
      if (held !== true) tally.broken += 1;
    }
  }
}
