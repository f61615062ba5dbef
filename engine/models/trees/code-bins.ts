import { FIRST } from '../../sequences/codes.ts';
import type { VariableSpec } from '../code-space.ts';

/** Bins of a variable's codes, as trees ask for them. */
export interface CodeBins {
  /** By code; special codes have the first bins. */
  readonly of: Uint8Array; // [cardinality]
  readonly bins: number;
  /** Bins of codes that have no place in the order; all of them where there is no order. */
  readonly specials: number;
}

/** Most bins of a variable; a tree asks again further down, so few are enough. */
export const MOST_BINS = 128;
const MOST_SPECIALS = 32;

/**
 * Bins codes for the search of splits: codes without order by frequency, each alone and the rest
 * together; the others as neighbours of about equal weight, frequent ones alone.
 *
 * @param counts rows by code
 */
export function binCodes(
  spec: VariableSpec,
  counts: Float64Array,
  most: number = MOST_BINS,
): CodeBins {
  const order = spec.order ?? [];
  const isOrdered = new Uint8Array(spec.cardinality);
  for (const code of order) isOrdered[code] = 1;
  const of = new Uint8Array(spec.cardinality);
  const special = [...of.keys()].filter((code) => isOrdered[code] === 0);
  const room = order.length === 0 ? most : Math.min(MOST_SPECIALS, most >> 1);
  const specials = binFrequent(of, { codes: special, counts, room });
  if (order.length === 0) return { of, bins: specials, specials };
  const bins = binNeighbours(of, { order, counts, from: specials, room: most - specials });
  return { of, bins, specials };
}

/** Absent and missing first, then by frequency. @returns how many bins */
function binFrequent(
  of: Uint8Array,
  by: {
    readonly codes: readonly number[];
    readonly counts: Float64Array;
    readonly room: number;
  },
): number {
  const weight = (code: number) =>
    code < FIRST ? Number.POSITIVE_INFINITY : (by.counts[code] as number);
  const sorted = [...by.codes].sort((a, b) => {
    const [one, other] = [weight(a), weight(b)];
    return one === other ? a - b : other - one;
  });
  for (const [rank, code] of sorted.entries()) of[code] = Math.min(rank, by.room - 1);
  return Math.min(sorted.length, by.room);
}

/** @returns the end of the bins */
function binNeighbours(
  of: Uint8Array,
  by: {
    readonly order: readonly number[];
    readonly counts: Float64Array;
    readonly from: number;
    readonly room: number;
  },
): number {
  const { order, counts, from, room } = by;
  if (order.length <= room) {
    for (const [rank, code] of order.entries()) of[code] = from + rank;
    return from + order.length;
  }
  const total = order.reduce((sum, code) => sum + (counts[code] as number), 0);
  let [before, bin, last] = [0, from - 1, -1];
  for (const code of order) {
    const middle = before + (counts[code] as number) / 2;
    const share = total === 0 ? 0 : Math.min(room - 1, Math.floor((middle / total) * room));
    if (share !== last) bin += 1;
    last = share;
    of[code] = bin;
    before += counts[code] as number;
  }
  return bin + 1;
}

/** Rows by code, of about half a million rows at most. */
export function countCodes(codes: Uint16Array, cardinality: number): Float64Array {
  const counts = new Float64Array(cardinality);
  const stride = Math.max(1, Math.floor(codes.length / 500_000));
  for (let row = 0; row < codes.length; row += stride) {
    const code = codes[row] as number;
    counts[code] = (counts[code] as number) + 1;
  }
  return counts;
}
