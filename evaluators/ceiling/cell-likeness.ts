import { IncomputableMetricError } from '../../engine/core/errors.ts';
import { likenessOf } from '../pairs/distribution-accuracy.ts';

/** Accuracy of two count vectors. @throws IncomputableMetricError if a side is empty */
export function accuracyOf(one: Float64Array, other: Float64Array): number {
  return likenessOf(one, other).value;
}

/** One less KS, for cells in ascending order. @throws IncomputableMetricError if a side is empty */
export function ksLikeness(one: Float64Array, other: Float64Array): number {
  const [oneSum, otherSum] = nonEmptySums(one, other);
  let [difference, greatest] = [0, 0];
  for (let cell = 0; cell < one.length; cell += 1) {
    difference += (one[cell] as number) / oneSum - (other[cell] as number) / otherSum;
    greatest = Math.max(greatest, Math.abs(difference));
  }
  return 1 - greatest;
}

/** One less the difference of the first cell's shares. @throws IncomputableMetricError if empty */
export function firstShareLikeness(one: Float64Array, other: Float64Array): number {
  const [oneSum, otherSum] = nonEmptySums(one, other);
  return 1 - Math.abs((one[0] ?? 0) / oneSum - (other[0] ?? 0) / otherSum);
}

/**
 * Accuracy of b given a, over cells a · width + b: 1 less the sum over a of p(a) TVD(p(b|a), q(b|a)).
 *
 * Unlike the joint accuracy it cannot hide behind marginals that fit. Where the other side lacks an
 * a, the two laws are as far apart as can be.
 *
 * @throws IncomputableMetricError if a side is empty
 * @see docs/methods/links-and-pace.md, conditional accuracy
 */
export function conditionalLikeness(width: number) {
  return (one: Float64Array, other: Float64Array): number => {
    const [oneSum] = nonEmptySums(one, other);
    let gap = 0;
    for (let from = 0; from < one.length; from += width) {
      const given = sumOf(one, from, from + width);
      if (given > 0) gap += (given / oneSum) * distanceWithin([one, other], from, from + width);
    }
    return 1 - gap;
  };
}

/** Sums of pairs (x, y) that a correlation is made of, a cell each. */
export const PAIR_SUMS = ['n', 'x', 'y', 'xx', 'yy', 'xy'] as const;

/**
 * One less half the difference of two correlations, over `PAIR_SUMS`.
 *
 * @throws IncomputableMetricError where a side has no correlation
 */
export function correlationLikeness(one: Float64Array, other: Float64Array): number {
  return 1 - Math.abs(correlationOf(one) - correlationOf(other)) / 2;
}

/** Pearson correlation of `PAIR_SUMS`. @throws IncomputableMetricError if a side does not vary */
export function correlationOf(sums: Float64Array): number {
  const [n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0] = sums;
  const spread = Math.sqrt(Math.max(0, n * xx - x * x) * Math.max(0, n * yy - y * y));
  if (n < 2 || spread <= 1e-9 * (n * Math.sqrt(xx * yy) + 1e-300)) {
    throw new IncomputableMetricError(
      `correlation: a side does not vary: ${n} pairs; give pairs that differ`,
      { pairs: n },
    );
  }
  return Math.max(-1, Math.min(1, (n * xy - x * y) / spread));
}

function distanceWithin(
  [one, other]: readonly [Float64Array, Float64Array],
  from: number,
  to: number,
): number {
  const [oneSum, otherSum] = [sumOf(one, from, to), sumOf(other, from, to)];
  if (otherSum === 0) return 1;
  let distance = 0;
  for (let cell = from; cell < to; cell += 1) {
    distance += Math.abs((one[cell] as number) / oneSum - (other[cell] as number) / otherSum);
  }
  return distance / 2;
}

function nonEmptySums(one: Float64Array, other: Float64Array): readonly [number, number] {
  const sums = [sumOf(one, 0, one.length), sumOf(other, 0, other.length)] as const;
  if (sums[0] > 0 && sums[1] > 0) return sums;
  throw new IncomputableMetricError('likeness: a side is empty: 0 counted; give both sides rows', {
    one: sums[0],
    other: sums[1],
  });
}

function sumOf(counts: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let cell = from; cell < to; cell += 1) sum += counts[cell] as number;
  return sum;
}
