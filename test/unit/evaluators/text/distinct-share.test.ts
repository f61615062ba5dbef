import { expect } from 'chai';
import { describe, it } from 'mocha';
import { IncomputableMetricError } from '../../../../engine/core/errors.ts';
import { distinctLikeness, expectedDistinct } from '../../../../evaluators/text/distinct-share.ts';

describe('expectedDistinct', () => {
  it('should expect what all draws give on average', () => {
    const values = [0, 0, 0, 1, 1, 2];
    let [sum, draws] = [0, 0];
    for (let a = 0; a < 6; a += 1) {
      for (let b = a + 1; b < 6; b += 1) {
        sum += new Set([values[a], values[b]]).size;
        draws += 1;
      }
    }

    expect(expectedDistinct(Float64Array.of(3, 2, 1), 2)).to.be.closeTo(sum / draws, 1e-9);
  });

  it('should expect every value where all rows are drawn', () => {
    expect(expectedDistinct(Float64Array.of(300, 20, 1, 0), 321)).to.be.closeTo(3, 1e-9);
  });
});

describe('distinctLikeness', () => {
  it('should not mind a larger side of the same law', () => {
    const [small, large] = [new Float64Array(50).fill(10), new Float64Array(50).fill(1000)];

    expect(distinctLikeness(small, large)).to.be.above(0.99);
  });

  it('should see rows that are all different', () => {
    const [one, other] = [new Float64Array(10).fill(10), new Float64Array(100).fill(1)];

    expect(distinctLikeness(one, other)).to.be.closeTo(0.1, 1e-3);
  });

  it('should refuse an empty side', () => {
    expect(() => distinctLikeness(new Float64Array(2), Float64Array.of(1, 1))).to.throw(
      IncomputableMetricError,
    );
  });
});
