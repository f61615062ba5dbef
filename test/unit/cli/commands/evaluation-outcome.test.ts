import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { evaluationOutcome } from '../../../../engine/cli/commands/evaluation-outcome.ts';
import { EXIT } from '../../../../engine/cli/exit.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

describe('evaluationOutcome', () => {
  it('should tell accuracy beside what real data reach and what noise leaves', async () => {
    const { lines, exitCode } = await outcomeOf([]);

    expect(lines).to.include('accuracy 0.904, ceiling not computable, noise bound 0.955');
    expect(exitCode).to.equal(EXIT.ok);
  });

  it('should fail with the gates that were not met', async () => {
    const gate = {
      name: 'overall.accuracy',
      value: 0.904,
      threshold: { min: 0.95 },
      passed: false,
    };

    const { lines, exitCode } = await outcomeOf([gate, { ...gate, name: 'met', passed: true }]);

    expect(lines.filter((line) => line.startsWith('gate failed'))).to.deep.equal([
      'gate failed: overall.accuracy is 0.904, asked {"min":0.95}',
    ]);
    expect(exitCode).to.equal(EXIT.gateFailed);
  });
});

function outcomeOf(gates: readonly object[]) {
  const folder = temporaryFolder();
  const report = {
    rows: { original: { flows: 7 }, synthetic: { flows: 9 } },
    integrity: { orphans: 0 },
    overall: { accuracy: 0.9041, ceiling: null, max: 0.9552 },
    gates,
  };
  writeFileSync(join(folder, 'report.json'), JSON.stringify(report));
  return evaluationOutcome(folder, 'report.html');
}
