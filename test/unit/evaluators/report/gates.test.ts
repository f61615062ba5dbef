import { expect } from 'chai';
import { describe, it } from 'mocha';
import { absenceNotes, judgeGates } from '../../../../evaluators/report/gates.ts';

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

describe('absenceNotes', () => {
  const notes = [
    'tables.flows.accuracy is null: flows: too few subjects',
    'scores.utility.flows-label-forest is null: too few training rows: 0; give at least 50',
  ];
  const reasonOf = (metric: string) =>
    absenceNotes(judgeGates([{ metric, atLeast: 0.5 }], {}), notes)[0];

  it('should give the reason of the figure, or of what holds it', () => {
    expect(reasonOf('tables.flows.accuracy.overall')).to.contain('too few subjects');
    expect(reasonOf('utility.flows-label')).to.contain('too few training rows');
  });

  it('should say that nothing stands at a place that nobody knows', () => {
    expect(reasonOf('nothing.here')).to.equal(
      'gates.nothing.here fails without a figure: report.json has no number there',
    );
  });

  it('should be silent on gates with a figure', () => {
    const gates = judgeGates([{ metric: 'overall.accuracy', atLeast: 0.95 }], report);

    expect(absenceNotes(gates, notes)).to.deep.equal([]);
  });
});
