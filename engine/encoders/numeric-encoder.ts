import { FIRST, MISSING } from '../sequences/codes.ts';
import { countBelow } from './bin-edges.ts';
import type { Encoder, Sample } from './encoder.ts';
import { multipleOf } from './number-grid.ts';
import { type NumberTally, tallyNumbers } from './number-tally.ts';
import { type BinDecoder, binDecoder } from './numeric-decoder.ts';
import { openOnce } from './open-once.ts';
import { type NumericOptions, type NumericStats, settleNumeric } from './settle-numeric.ts';

export type { NumericOptions, NumericStats } from './settle-numeric.ts';

const DEFAULT_EXTREMES = 64;
/** Integers below this have their code in a table. */
const SMALL = 2048;

/** Learns the exact values and the bins of a column in one go. */
export function analyzeNumeric(sample: Sample<number>, options: NumericOptions): NumericStats {
  return settleNumeric(tallyFor(sample, options.k), options);
}

/** Counts a column so that the values of k subjects can be told at its ends, too. */
export function tallyFor(sample: Sample<number>, k: number): NumberTally {
  return tallyNumbers(sample, { extremes: Math.max(DEFAULT_EXTREMES, k + 1) });
}

/** The codes of values in the order of their size. */
export function codesBySize(stats: NumericStats): number[] {
  const values = valuesByCode(stats).map((value, code) => ({ value, code }));
  const placed = values.slice(FIRST);
  return placed.sort((a, b) => a.value - b.value).map((one) => one.code);
}

/** A value of each code: the exact one, or the middle of its bin; 0 where there is none. */
export function valuesByCode({ exact, edges }: NumericStats): number[] {
  const middles = edges.slice(0, -1).map((low, index) => low / 2 + (edges[index + 1] ?? low) / 2);
  return [...new Array<number>(FIRST).fill(0), ...exact, ...middles];
}

/**
 * Opens the encoder of a numeric column.
 *
 * Encoding what a code was decoded to gives that code again, for every code.
 */
export const numericEncoder: (stats: NumericStats) => Encoder<number> = openOnce(openNumeric);

function openNumeric(stats: NumericStats): Encoder<number> {
  const bins = Math.max(0, stats.edges.length - 1);
  const base = FIRST + stats.exact.length;
  let codeOf: ((value: number) => number) | null = null;
  let draw: BinDecoder | null = null;
  return {
    cardinality: base + Math.max(bins, stats.exact.length === 0 ? 1 : 0),
    encode: (value) => {
      if (value === null || Number.isNaN(value)) return MISSING;
      codeOf ??= coder(stats);
      return codeOf(value);
    },
    decode: (code, random) => {
      if (code < FIRST) return null;
      if (code < base) return stats.exact[code - FIRST] ?? null;
      if (bins === 0) return 0;
      draw ??= binDecoder(stats);
      return draw(code - base, random);
    },
  };
}

/** Finds codes: small integers in a table, others by one search among all bounds. */
function coder(stats: NumericStats): (value: number) => number {
  const search = searcher(stats);
  const small = Int32Array.from({ length: SMALL }, (_, value) => search(value));
  return (value) =>
    value >= 0 && value < SMALL && value === (value | 0) ? (small[value] as number) : search(value);
}

/** Exact values and edges in one ascending list, with the code at each and above it. */
function searcher(stats: NumericStats): (value: number) => number {
  const { exact, edges } = stats;
  const base = FIRST + exact.length;
  const last = Math.max(0, edges.length - 2);
  const inBin = (value: number) => {
    const found = countBelow(edges, value);
    return base + Math.max(0, Math.min(last, edges[found] === value ? found : found - 1));
  };
  const isBinned = edges.length > 0;
  const halves = isBinned
    ? edges
    : exact.slice(1).map((high, at) => high / 2 + (exact[at] ?? 0) / 2);
  const bounds = Float64Array.from(new Set([...exact, ...halves])).sort();
  const nearest = (value: number) => FIRST + countBelow(halves, value);
  const codeOf = (value: number) => {
    const known = countBelow(exact, value);
    if (exact[known] === value) return FIRST + known;
    return isBinned ? inBin(value) : nearest(value);
  };
  const at = Int32Array.from(bounds, codeOf);
  const above = Int32Array.from(bounds, (low, index) =>
    isBinned ? inBin(low) : nearest(bounds[index + 1] ?? Number.POSITIVE_INFINITY),
  );
  const below = isBinned ? base : FIRST;
  const size = bounds.length;
  return (value) => {
    let [from, to] = [0, size];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((bounds[middle] as number) <= value) from = middle + 1;
      else to = middle;
    }
    if (from === 0) return below;
    return (bounds[from - 1] === value ? at[from - 1] : above[from - 1]) as number;
  };
}

/** The nearest integer that a double holds exactly. */
export function withinSafe(value: number): number {
  return multipleOf(1, value);
}
