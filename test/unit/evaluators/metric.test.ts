import { expect } from 'chai';
import { describe, it } from 'mocha';
import { IncomputableMetricError } from '../../../engine/core/errors.ts';
import { ceilingAtSizes, judged, meanOf } from '../../../evaluators/metric.ts';

describe('judged', () => {
  it('should keep a refusal as its reason', () => {
    const outcome = judged(() => meanOf([], 'lags'));

    expect(outcome.ok).to.equal(false);
    expect(outcome.ok ? '' : outcome.reason).to.contain('lags');
  });

  it('should let other errors pass', () => {
    const broken = () =>
      judged(() => {
        throw new RangeError('defect');
      });

    expect(broken).to.throw(RangeError);
  });
});

describe('meanOf', () => {
  it('should refuse an empty list rather than answer 0', () => {
    expect(() => meanOf([], 'x')).to.throw(IncomputableMetricError);
  });
});

describe('ceilingAtSizes', () => {
  it('should leave the accuracy alone where the sizes are the same', () => {
    const sizes = { training: 100, holdout: 100, synthetic: 1e12 };

    const same = ceilingAtSizes(0.9, { training: 50, holdout: 50, synthetic: 100 });

    expect(same).to.be.closeTo(1 - 0.1 * Math.sqrt(0.02 / 0.04), 1e-12);
    expect(ceilingAtSizes(0.9, sizes)).to.be.closeTo(1 - 0.1 * Math.sqrt(0.005 / 0.02), 1e-6);
  });

  it('should never lower the measured accuracy', () => {
    expect(ceilingAtSizes(0.8, { training: 900, holdout: 900, synthetic: 3 })).to.equal(0.8);
  });
});
