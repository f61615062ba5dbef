import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { loadRules } from '../../evaluators/rules/load-rules.ts';
import type { RuleSet } from '../../evaluators/rules/rule-set.ts';
import { readTextFiles } from '../../scenarios/report-files.ts';
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
