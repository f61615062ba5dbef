import {
  type Chosen,
  type Comparison,
  countCodes,
  type OwnedCodes,
  type OwnedValues,
  oncePerSide,
  sumOf,
} from './comparison.ts';
import type { FlatSample } from './flat-sample.ts';

/** Values as ranks among the distinct ones, so that any subjects are compared without sorting. */
export interface RankedValues extends OwnedCodes {
  /** Ascending. */
  readonly distinct: Float64Array;
}

/** Ranks values; missing ones (NaN) get the rank -1. */
export function rankValues({ values, subject }: OwnedValues): RankedValues {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const distinct = sorted.filter((value, at) => at === 0 || value !== sorted[at - 1]);
  const codes = new Int32Array(values.length);
  for (let row = 0; row < values.length; row += 1) {
    codes[row] = Number.isNaN(values[row]) ? -1 : placeOf(distinct, values[row] as number);
  }
  return { distinct, codes, subject };
}

/** A comparison by 1 less the Kolmogorov-Smirnov distance. */
export function orderedComparison(
  named: { readonly name: string; readonly group: string },
  read: (side: FlatSample) => OwnedValues,
): Comparison {
  const ranked = oncePerSide((side) => rankValues(read(side)));
  return {
    ...named,
    compare: (one, other) => ksOfRanks(ranked(one.side), one, ranked(other.side), other),
  };
}

function ksOfRanks(first: RankedValues, one: Chosen, second: RankedValues, other: Chosen): number {
  const [left, right] = [
    { distinct: first.distinct, counts: countCodes(first, one, first.distinct.length) },
    { distinct: second.distinct, counts: countCodes(second, other, second.distinct.length) },
  ];
  return ksLikeness(left, right);
}

/** Counts by ascending distinct value. */
export interface CountedValues {
  readonly distinct: Float64Array;
  readonly counts: Float64Array;
}

/** 1 less the greatest distance of the two cumulative distributions; NaN if a side is empty. */
export function ksLikeness(one: CountedValues, other: CountedValues): number {
  const [first, second] = [sumOf(one.counts), sumOf(other.counts)];
  if (first === 0 || second === 0) return Number.NaN;
  let [left, right, below, under, greatest] = [0, 0, 0, 0, 0];
  while (left < one.distinct.length || right < other.distinct.length) {
    const value = Math.min(one.distinct[left] ?? Infinity, other.distinct[right] ?? Infinity);
    if (one.distinct[left] === value) below += one.counts[left++] as number;
    if (other.distinct[right] === value) under += other.counts[right++] as number;
    greatest = Math.max(greatest, Math.abs(below / first - under / second));
  }
  return 1 - greatest;
}

function placeOf(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
