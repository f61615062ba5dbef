import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { openRuleCounter } from '../../evaluators/rules/count-rules.ts';
import { loadRules } from '../../evaluators/rules/load-rules.ts';
import type { RuleSet } from '../../evaluators/rules/rule-set.ts';
import { loadSigmaRules } from '../../evaluators/sigma/load-sigma-rules.ts';
import { readTextFiles } from '../../scenarios/report-files.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import type { DatabaseSchema } from '../schema/database-schema.ts';
import { PACKAGE_ROOT } from './version.ts';

const SHIPPED = join(PACKAGE_ROOT, 'scenarios', 'rules');

/**
 * The rules that ship with the package, then those of the given files and globs.
 *
 * @throws ScenarioError if a file cannot be read, or holds a mistake
 */
export function readRuleFiles(patterns: readonly string[] = []): RuleSet {
  const names = readdirSync(SHIPPED).filter((name) => name.endsWith('.yaml'));
  const shipped = readTextFiles(names.map((name) => join(SHIPPED, name)));
  return loadRules([
    ...shipped.map(({ path, text }) => ({ path: basename(path), text })),
    ...readTextFiles(patterns),
  ]);
}

/**
 * Checks the files that a scenario's report names, against its tables.
 *
 * @returns Sigma rules that cannot be evaluated, with their reasons
 * @throws ScenarioError if a file cannot be read, or a domain rule holds a mistake
 */
export function checkReportFiles(
  { report }: Pick<Scenario, 'report'>,
  schema: DatabaseSchema,
): readonly string[] {
  openRuleCounter(schema, readRuleFiles(report.rules));
  const { refusals } = loadSigmaRules(readTextFiles(report.sigma));
  return refusals.map(({ reason }) => reason);
}
