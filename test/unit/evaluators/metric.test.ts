import { expect } from 'chai';
import { describe, it } from 'mocha';
import { IncomputableMetricError } from '../../../engine/core/errors.ts';
import { judged, judgedOrNull, meanOf } from '../../../evaluators/metric.ts';

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

describe('judgedOrNull', () => {
  it('should give the value, or null for a refusal', () => {
    expect(judgedOrNull(() => meanOf([1, 3], 'x'))).to.equal(2);
    expect(judgedOrNull(() => meanOf([], 'x'))).to.equal(null);
  });
});

describe('meanOf', () => {
  it('should refuse an empty list rather than answer 0', () => {
    expect(() => meanOf([], 'x')).to.throw(IncomputableMetricError);
  });
});
