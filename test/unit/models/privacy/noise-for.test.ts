import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ScenarioError } from '../../../../engine/core/errors.ts';
import { noiseFor } from '../../../../engine/models/privacy/noise-for.ts';

const TASK = { epsilon: 8, delta: 1e-5, samplingRate: 0.04, steps: 2250 };

describe('noiseFor', () => {
  /** Opacus stops within 0.01 of epsilon, above the least noise. */
  it('should come out just below what pytorch/opacus 4d0ebc84 finds in tests/accountants_test.py', () => {
    expect(noiseFor(TASK)).to.be.within(1.416 - 1e-3, 1.416);
    expect(noiseFor({ ...TASK, steps: 2000 })).to.be.within(1.3562 - 1e-3, 1.3562);
  });

  it('should need none where nothing is asked', () => {
    expect(noiseFor({ ...TASK, steps: 0 })).to.equal(0);
    expect(noiseFor({ ...TASK, samplingRate: 0 })).to.equal(0);
  });

  it('should refuse a budget that no noise keeps, naming it', () => {
    const task = { ...TASK, epsilon: 1e-9, delta: 1e-300, samplingRate: 1 };

    expect(() => noiseFor(task))
      .to.throw(ScenarioError)
      .with.property('details')
      .that.includes({ epsilon: 1e-9, steps: 2250 });
  });
});
