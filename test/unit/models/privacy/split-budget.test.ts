import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ScenarioError } from '../../../../engine/core/errors.ts';
import { recordPrivacy, splitBudget } from '../../../../engine/models/privacy/split-budget.ts';

describe('splitBudget', () => {
  it('should give a fifth to values, and no more than all to both', () => {
    const { values, training } = splitBudget({ epsilon: 5, delta: 1e-6 });

    expect(values).to.deep.equal({ epsilon: 1, delta: 2e-7 });
    expect(values.epsilon + training.epsilon).to.be.at.most(5);
    expect(values.delta + training.delta).to.be.at.most(1e-6);
    expect(training.epsilon).to.be.closeTo(4, 1e-12);
  });

  for (const budget of [
    { epsilon: 0, delta: 1e-6 },
    { epsilon: Number.NaN, delta: 1e-6 },
    { epsilon: Number.POSITIVE_INFINITY, delta: 1e-6 },
    { epsilon: 1, delta: 0 },
    { epsilon: 1, delta: 1 },
  ]) {
    it(`should refuse epsilon ${budget.epsilon}, delta ${budget.delta}`, () => {
      expect(() => splitBudget(budget)).to.throw(ScenarioError);
    });
  }
});

describe('recordPrivacy', () => {
  it('should add up what was spent, not what was wanted', () => {
    const wanted = { epsilon: 5, delta: 1e-6 };
    const values = { epsilon: 1, delta: 2e-7, histograms: 3, deviation: 9, threshold: 60 };
    const steps = { noiseMultiplier: 1.1, clipNorm: 1, samplingRate: 0.02, steps: 70 };

    const record = recordPrivacy(wanted, values, { epsilon: 2.5, delta: 8e-7, ...steps });

    expect(record.total.epsilon).to.equal(3.5);
    expect(record.total.delta).to.be.closeTo(1e-6, 1e-18);
    expect(record).to.deep.include({ wanted, values });
  });
});
