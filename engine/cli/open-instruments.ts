import type { TreePool } from '../../evaluators/learners/tree-pool.ts';
import type { Instruments } from '../../evaluators/report/instruments.ts';
import { loadSigmaRules } from '../../evaluators/sigma/load-sigma-rules.ts';
import { createRelinker } from '../../linkers/relink-tables.ts';
import { readTextFiles } from '../../scenarios/report-files.ts';
import { loadCanaries } from './canary-file.ts';
import { readRuleFiles } from './rule-files.ts';
import type { RunContext } from './run-context.ts';

/**
 * What the run's judge works with: the scenario's rules, its linker, the planted records.
 *
 * @throws ScenarioError if a rule file cannot be read
 */
export async function openInstruments(
  { scenario, parts, workspace }: RunContext,
  trees: TreePool,
): Promise<Instruments> {
  const { rules, sigma } = scenario.report;
  return {
    relink: parts.events && parts.flows ? createRelinker(scenario.link) : null,
    rules: readRuleFiles(rules),
    sigma: loadSigmaRules(readTextFiles(sigma)),
    canaries: await loadCanaries(workspace.canaries),
    trees,
  };
}
