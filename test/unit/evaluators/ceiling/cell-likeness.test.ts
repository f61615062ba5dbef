import { expect } from 'chai';
import { describe, it } from 'mocha';
import { IncomputableMetricError } from '../../../../engine/core/errors.ts';
import {
  accuracyOf,
  conditionalLikeness,
  correlationLikeness,
  correlationOf,
  firstShareLikeness,
  ksLikeness,
} from '../../../../evaluators/ceiling/cell-likeness.ts';

describe('ksLikeness', () => {
  it('should be 1 less the greatest distance of the cumulative shares', () => {
    expect(ksLikeness(Float64Array.of(1, 1, 2), Float64Array.of(2, 0, 2))).to.equal(0.75);
    expect(ksLikeness(Float64Array.of(1, 0), Float64Array.of(0, 5))).to.equal(0);
  });
});

describe('firstShareLikeness', () => {
  it('should compare the shares of the first cell alone', () => {
    expect(firstShareLikeness(Float64Array.of(1, 3), Float64Array.of(3, 1))).to.equal(0.5);
  });
});

describe('conditionalLikeness', () => {
  it('should see what the marginals hide', () => {
    const tied = Float64Array.of(5, 0, 0, 5);
    const swapped = Float64Array.of(0, 5, 5, 0);
    const independent = Float64Array.of(2.5, 2.5, 2.5, 2.5);

    expect(conditionalLikeness(2)(tied, tied)).to.equal(1);
    expect(conditionalLikeness(2)(tied, independent)).to.equal(0.5);
    expect(conditionalLikeness(2)(tied, swapped)).to.equal(0);
  });

  it('should weigh by the first side’s shares and not mind the other’s', () => {
    const one = Float64Array.of(8, 0, 1, 1);
    const other = Float64Array.of(1, 0, 50, 50);

    expect(conditionalLikeness(2)(one, other)).to.equal(1);
    expect(accuracyOf(one, other)).to.be.below(0.3);
  });

  it('should count a condition that the other side lacks as wholly unlike', () => {
    const one = Float64Array.of(3, 0, 0, 1);

    expect(conditionalLikeness(2)(one, Float64Array.of(4, 0, 0, 0))).to.equal(0.75);
  });
});

describe('correlationOf', () => {
  it('should be Pearson’s correlation of the pairs behind the sums', () => {
    expect(correlationOf(sumsOf([1, 2, 3], [2, 4, 6]))).to.be.closeTo(1, 1e-12);
    expect(correlationOf(sumsOf([1, 2, 3, 4], [2, 1, 4, 3]))).to.be.closeTo(0.6, 1e-12);
  });

  it('should refuse a side that does not vary', () => {
    const constant = sumsOf([0.1, 0.1, 0.1], [1, 2, 3]);

    expect(() => correlationOf(constant)).to.throw(IncomputableMetricError);
  });

  it('should give half the difference away from 1', () => {
    const [up, down] = [sumsOf([1, 2], [1, 2]), sumsOf([1, 2], [2, 1])];

    expect(correlationLikeness(up, down)).to.equal(0);
    expect(correlationLikeness(up, up)).to.equal(1);
  });
});

describe('likenesses', () => {
  it('should refuse an empty side', () => {
    const [some, none] = [Float64Array.of(1, 0), new Float64Array(2)];
    for (const likeness of [ksLikeness, firstShareLikeness, conditionalLikeness(2), accuracyOf]) {
      expect(() => likeness(some, none)).to.throw(IncomputableMetricError);
      expect(() => likeness(none, some)).to.throw(IncomputableMetricError);
    }
  });
});

function sumsOf(x: readonly number[], y: readonly number[]): Float64Array {
  const sum = (of: (at: number) => number) => x.reduce((total, _, at) => total + of(at), 0);
  const [xAt, yAt] = [(at: number) => x[at] ?? 0, (at: number) => y[at] ?? 0];
  return Float64Array.of(
    x.length,
    sum(xAt),
    sum(yAt),
    sum((at) => xAt(at) ** 2),
    sum((at) => yAt(at) ** 2),
    sum((at) => xAt(at) * yAt(at)),
  );
}
