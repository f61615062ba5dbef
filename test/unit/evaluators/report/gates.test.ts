import { expect } from 'chai';
import { describe, it } from 'mocha';
import { judgeGates } from '../../../../evaluators/report/gates.ts';

const report = { overall: { accuracy: 0.9, max: null }, links: { lagAccuracy: { value: 0.8 } } };

describe('judgeGates', () => {
  it('should hold a figure against both ends of its demand', () => {
    const gates = judgeGates(
      [
        { metric: 'overall.accuracy', atLeast: 0.9 },
        { metric: 'overall.accuracy', atMost: 0.89 },
        { metric: 'overall.accuracy', atLeast: 0.8, atMost: 0.95 },
      ],
      report,
    );

    expect(gates.map(({ passed }) => passed)).to.deep.equal([true, false, true]);
    expect(gates[2]?.threshold).to.equal('>= 0.8 and <= 0.95');
  });

  it('should take the value of a score', () => {
    const [gate] = judgeGates([{ metric: 'links.lagAccuracy', atLeast: 0.5 }], report);

    expect(gate).to.include({ value: 0.8, passed: true });
  });

  it('should fail a gate on a figure that is missing', () => {
    for (const metric of ['overall.max', 'overall.none', 'nothing.at.all', 'constructor.name']) {
      const [gate] = judgeGates([{ metric, atMost: 1 }], report);

      expect(gate, metric).to.include({ value: null, passed: false });
    }
  });
});
