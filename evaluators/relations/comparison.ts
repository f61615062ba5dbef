import type { FlatSample } from './flat-sample.ts';

/** Some subjects of a sample: all, or those whose mark in the mask is `half`. */
export interface Chosen {
  readonly side: FlatSample;
  readonly mask: Uint8Array | null; // [subjects]
  readonly half: 0 | 1;
}

/** A likeness of two sides that can be repeated over halves of their subjects. */
export interface Comparison {
  /** Unique among those averaged together. */
  readonly name: string;
  /** The part of the breakdown that it belongs to, e.g. a table. */
  readonly group: string;
  /** 1 where the sides are alike; NaN where a side has nothing to compare. */
  compare(one: Chosen, other: Chosen): number;
}

/** Values of rows with the subjects they belong to. */
export interface OwnedValues {
  readonly values: Float64Array; // [n]; NaN is left out
  readonly subject: Int32Array; // [n]
}

/** Codes of rows with the subjects they belong to; -1 is left out. */
export interface OwnedCodes {
  readonly codes: Int32Array; // [n]
  readonly subject: Int32Array; // [n]
}

/** All subjects of a side. */
export function wholeOf(side: FlatSample): Chosen {
  return { side, mask: null, half: 0 };
}

/** Keeps what is made of a side, as long as the holder lives. */
export function oncePerSide<T>(make: (side: FlatSample) => T): (side: FlatSample) => T {
  const made = new Map<FlatSample, T>();
  return (side) => {
    const known = made.get(side);
    if (known !== undefined) return known;
    const fresh = make(side);
    made.set(side, fresh);
    return fresh;
  };
}

/** Counts by code over the chosen subjects. */
export function countCodes(
  { codes, subject }: OwnedCodes,
  { mask, half }: Chosen,
  cells: number,
): Float64Array {
  const counts = new Float64Array(cells);
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row] as number;
    if (code < 0) continue;
    if (mask !== null && mask[subject[row] as number] !== half) continue;
    counts[code] = (counts[code] as number) + 1;
  }
  return counts;
}

/** Sum of a list. */
export function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < values.length; at += 1) sum += values[at] as number;
  return sum;
}

/** 1 less the total variation distance of two count vectors; NaN if a side is empty. */
export function tvdLikeness(one: Float64Array, other: Float64Array): number {
  const [first, second] = [sumOf(one), sumOf(other)];
  let distance = 0;
  for (let cell = 0; cell < one.length; cell += 1) {
    distance += Math.abs((one[cell] as number) / first - (other[cell] as number) / second);
  }
  return first === 0 || second === 0 ? Number.NaN : Math.max(0, 1 - distance / 2);
}
