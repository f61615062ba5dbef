import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkRules } from '../../evaluators/rules/check-rules.ts';
import { openRuleCounter } from '../../evaluators/rules/count-rules.ts';
import { loadRules } from '../../evaluators/rules/load-rules.ts';
import type { RuleSet } from '../../evaluators/rules/rule-set.ts';
import { loadSigmaRules } from '../../evaluators/sigma/load-sigma-rules.ts';
import { suggestion } from '../../scenarios/explain-issue.ts';
import { readTextFiles, unmatchedGlobs } from '../../scenarios/report-files.ts';
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
  return loadRules(
    [
      ...shipped.map(({ path, text }) => ({ path: basename(path), text })),
      ...readTextFiles(patterns),
    ],
    suggestion,
  );
}

/** What does not keep a report from being written, yet may be a mistake. */
export interface ReportFileFindings {
  /** Sigma rules that cannot be evaluated, with their reasons. */
  readonly refusals: readonly string[];
  /** Globs that match no file. */
  readonly unmatched: readonly string[];
}

/**
 * Checks the files that a scenario's report names, against its tables.
 *
 * @throws ScenarioError if a file cannot be read, or a domain rule holds a mistake or fits no table
 */
export function checkReportFiles(
  { report }: Pick<Scenario, 'report'>,
  schema: DatabaseSchema,
): ReportFileFindings {
  checkRules(readTextFiles(report.rules), schema, suggestion);
  openRuleCounter(schema, readRuleFiles(report.rules));
  const { refusals } = loadSigmaRules(readTextFiles(report.sigma));
  return {
    refusals: refusals.map(({ reason }) => reason),
    unmatched: unmatchedGlobs([...report.rules, ...report.sigma]),
  };
}
