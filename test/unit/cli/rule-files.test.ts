import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { checkReportFiles } from '../../../engine/cli/rule-files.ts';
import { scenarioSchema } from '../../../engine/cli/run-context.ts';
import { loadScenario } from '../../../scenarios/load-scenario.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const BAD_SIGMA = `title: odd
logsource: { product: windows, category: process_creation }
detection:
  selection: { CommandLine|odd: a }
  condition: selection
`;

describe('checkReportFiles', () => {
  it('should let shipped rules fit no table', () => {
    const scenario = scenarioWith(temporaryFolder(), 'rules: []');

    expect(checkReportFiles(scenario, scenarioSchema(scenario))).to.deep.equal({
      refusals: [],
      unmatched: [],
    });
  });

  it('should name refused Sigma rules once, and globs that match nothing', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'bad.yml'), BAD_SIGMA);
    const scenario = scenarioWith(folder, 'rules: ["none/*.yaml"]\n  sigma: [bad.yml]');

    const { refusals, unmatched } = checkReportFiles(scenario, scenarioSchema(scenario));

    expect(unmatched).to.deep.equal([join(folder, 'none/*.yaml')]);
    expect(refusals).to.have.length(1);
    expect(refusals[0]).to.equal(
      `${join(folder, 'bad.yml')}: odd: selection, CommandLine|odd: ` +
        'modifier is not evaluated: odd; use a rule without it',
    );
  });

  it('should refuse an own rule that fits no table', () => {
    const folder = temporaryFolder();
    const rule = 'rules:\n  - { name: mine, title: t, holds: src_byte > 0 }\n';
    writeFileSync(join(folder, 'mine.yaml'), rule);
    const scenario = scenarioWith(folder, 'rules: [mine.yaml]');

    expect(() => checkReportFiles(scenario, scenarioSchema(scenario))).to.throw(
      `${join(folder, 'mine.yaml')}:2:36: rule mine fits no table`,
    );
  });
});

/** Flows only, so that shipped rules about processes fit no table. */
function scenarioWith(folder: string, report: string) {
  const file = join(folder, 'scenario.yaml');
  const head = 'name: t\nsubject: { kind: source_ip }\nsources: { flows: { path: flows.csv } }\n';
  writeFileSync(file, `${head}report:\n  ${report}\n`);
  return loadScenario(file, { environment: {} });
}
