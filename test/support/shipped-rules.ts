import { readdirSync, readFileSync } from 'node:fs';
import type { RowSource } from '../../engine/core/row.ts';
import type { DatabaseSchema } from '../../engine/schema/database-schema.ts';
import { walkSubjects } from '../../evaluators/relations/subject-walk.ts';
import { openRuleCounter } from '../../evaluators/rules/count-rules.ts';
import { loadRules } from '../../evaluators/rules/load-rules.ts';
import type { RuleCounts } from '../../evaluators/rules/rule-set.ts';

const FOLDER = new URL('../../scenarios/rules/', import.meta.url);

/** The rules that ship with the package. */
export const SHIPPED_RULES = loadRules(
  readdirSync(FOLDER)
    .sort()
    .map((path) => ({ path, text: readFileSync(new URL(path, FOLDER), 'utf8') })),
);

/** Counts the shipped rules over a database. */
export async function countShippedRules(database: {
  readonly schema: DatabaseSchema;
  readonly rows: RowSource;
}): Promise<RuleCounts> {
  const counter = openRuleCounter(database.schema, SHIPPED_RULES);
  for await (const subject of walkSubjects(database)) counter.add(subject);
  return counter.counts();
}
