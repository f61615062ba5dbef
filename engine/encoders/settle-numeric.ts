import { type BinContent, binContents } from './bin-content.ts';
import { edgesOf, isFewValues } from './bin-edges.ts';
import { ALL_STEPS, stepOf, stepsDividing } from './number-grid.ts';
import type { NumberTally } from './number-tally.ts';

/** What a numeric column keeps of its data. */
export interface NumericStats {
  readonly type: 'numeric';
  /** Values kept exactly: at least k subjects share each, or they are no secret. */
  readonly exact: readonly number[];
  /** Bin edges; a bin is [edge, next edge). */
  readonly edges: readonly number[];
  /** Every value is a multiple of the step; 0 where there is none. */
  readonly step: number;
  /** What each bin holds; without it every place of a bin is alike. */
  readonly contents?: readonly BinContent[];
}

/** How to bin a column. */
export interface NumericOptions {
  /** Subjects that must share a value for it to be kept. */
  readonly k: number;
  /** Quantile bins; default 100. */
  readonly bins?: number;
  /** Integers below this are kept as they are, e.g. 1024 for ports. */
  readonly exactBelow?: number;
  /** Width of the bins instead of quantiles; such bins are not clipped. */
  readonly width?: number;
  /** No bin lies across these. */
  readonly barriers?: readonly number[];
  readonly maximum?: number;
  /** `exact`: shared values only; `binned`: never; default by the data. */
  readonly form?: 'auto' | 'exact' | 'binned';
}

const MAX_EXACT = 256;
const MAX_LOW = 1024;
const MAX_DISCRETE = 100;
/** Places in a bin of few values: more would make small counts larger than they are. */
const FEW_PLACES = 3;
const DISCRETE_SHARE = 0.999;

/**
 * Turns the counts of a column into what its encoder needs, with values of fewer than k subjects
 * protected.
 *
 * A column of fewer than 100 shared values that cover more than 99.9 % of its rows is exact: a rare
 * value becomes its nearest neighbour. Otherwise up to 256 frequent shared values are codes of their
 * own, and about 100 quantile bins take the rest.
 */
export function settleNumeric(tally: NumberTally, options: NumericOptions): NumericStats {
  const step = usualStep(tally);
  const isExact = options.form === 'exact' || isDiscrete(tally, options);
  const exact = isExact ? sharedCells(tally, options) : frequentCells(tally, options);
  const values = exact.map((at) => tally.lows[at] as number);
  const base: NumericStats = { type: 'numeric', exact: values, edges: [], step };
  if (isExact) return base;
  const own = new Set(exact);
  const rest = [...tally.lows.keys()].filter((at) => !own.has(at));
  const isFew = isFewValues(tally, rest, options.k);
  const places = isFew ? FEW_PLACES : options.k;
  const task = { tally, rest, exact: values, step, k: options.k, places };
  const edges = edgesOf({
    ...task,
    isFew,
    bins: options.bins ?? 100,
    width: options.width ?? 0,
    barriers: options.barriers ?? [],
    maximum: options.maximum ?? Number.POSITIVE_INFINITY,
  });
  if (edges.length === 0) return base;
  return { ...base, edges, contents: binContents({ ...task, edges }) };
}

/** Rows that may lie off the grid of all others, as planted or damaged ones do. */
const OFF_GRID = 0.001;

/** The largest power of ten that divides the values of nearly all rows; 0 where none does. */
function usualStep(tally: NumberTally): number {
  const strict = stepOf(tally.steps);
  const cells = [...tally.lows.keys()].filter((at) => tally.lows[at] === tally.highs[at]);
  const rows = cells.reduce((sum, at) => sum + (tally.rows[at] as number), 0);
  if (rows < tally.totalRows) return strict;
  const off = new Map<number, number>();
  for (const at of cells) {
    const mask = stepsDividing(ALL_STEPS, tally.lows[at] as number);
    off.set(mask, (off.get(mask) ?? 0) + (tally.rows[at] as number));
  }
  let left = ALL_STEPS;
  let dropped = 0;
  for (const [mask, count] of [...off].sort(([, a], [, b]) => a - b)) {
    if (dropped + count <= OFF_GRID * rows && (left & mask) !== left) dropped += count;
    else left &= mask;
  }
  return Math.max(strict, stepOf(left));
}

function isShared(tally: NumberTally, at: number, options: NumericOptions): boolean {
  if (tally.lows[at] !== tally.highs[at]) return false;
  return (tally.subjects[at] as number) >= options.k || isLow(tally.lows[at] as number, options);
}

function isLow(value: number, options: NumericOptions): boolean {
  return Number.isInteger(value) && value >= 0 && value < (options.exactBelow ?? 0);
}

/** Ascending positions of the values that may leave. */
function sharedCells(tally: NumberTally, options: NumericOptions): number[] {
  return [...tally.lows.keys()].filter((at) => isShared(tally, at, options));
}

/** Fewer than 100 shared values cover more than 99.9 % of the rows. */
export function isDiscrete(tally: NumberTally, options: NumericOptions): boolean {
  if (options.form === 'binned') return false;
  let [values, rows] = [0, 0];
  for (let at = 0; at < tally.lows.length; at += 1) {
    if (!isShared(tally, at, options)) continue;
    values += 1;
    rows += tally.rows[at] as number;
  }
  return values > 0 && values < MAX_DISCRETE && rows > DISCRETE_SHARE * tally.totalRows;
}

/** Ascending positions of the lowest values and of the most frequent shared ones. */
function frequentCells(tally: NumberTally, options: NumericOptions): number[] {
  const low: number[] = [];
  const heavy: number[] = [];
  for (let at = 0; at < tally.lows.length; at += 1) {
    if (!isShared(tally, at, options)) continue;
    if (isLow(tally.lows[at] as number, options)) low.push(at);
    else heavy.push(at);
  }
  heavy.sort((a, b) => (tally.rows[b] as number) - (tally.rows[a] as number) || a - b);
  return [...low.slice(0, MAX_LOW), ...heavy.slice(0, MAX_EXACT)].sort((a, b) => a - b);
}
