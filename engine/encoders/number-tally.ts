import { defined } from '../core/invariant.ts';
import type { Sample } from './encoder.ts';
import { ALL_STEPS, stepsDividing } from './number-grid.ts';
import { countValues } from './value-counter.ts';

/**
 * Counts of a numeric column, or of a partition of its subjects.
 *
 * A cell is one value as long as there are few; beyond that neighbours share a cell. Tallies are
 * private data: they stay in memory, only what `settleNumeric` makes of them is kept.
 */
export interface NumberTally {
  /** Smallest and largest value of each cell, ascending; equal where the cell is one value. */
  readonly lows: Float64Array;
  readonly highs: Float64Array;
  readonly rows: Float64Array;
  /** Distinct subjects of a cell of one value; pairs of subject and value else. */
  readonly subjects: Float64Array;
  /** Position in the list of precisions; 0 is exact. */
  readonly level: number;
  /** Smallest values of the subjects with the smallest ones, ascending; and the mirror image. */
  readonly smallest: readonly number[];
  readonly largest: readonly number[];
  /** How long these two lists may grow. */
  readonly extremes: number;
  /** Subjects that hold any value. */
  readonly holders: number;
  readonly totalRows: number;
  /** Powers of ten that divide every value, a bit each. */
  readonly steps: number;
}

/** How much a tally holds. */
export interface TallyOptions {
  /** Per-subject extremes kept at either end; more than k. Default 64. */
  readonly extremes?: number;
  /** Cells at most; default 2^19, about 17 MB. */
  readonly cells?: number;
}

const DEFAULT_EXTREMES = 64;
const DEFAULT_CELLS = 2 ** 19;
/** Bits of the mantissa that tell cells apart, by level: at 20 bits 1,048,577 is its own cell. */
const PRECISIONS = [52, 24, 20, 16, 12, 8, 5] as const;

/** Counts a partition; a subject's rows stand together and in one partition only. */
export function tallyNumbers(sample: Sample<number>, options: TallyOptions = {}): NumberTally {
  const extremes = options.extremes ?? DEFAULT_EXTREMES;
  const counted = countValues(sample);
  const { values, rows, subjects } = counted;
  let steps = ALL_STEPS;
  let totalRows = 0;
  for (let at = 0; at < values.length; at += 1) {
    steps = stepsDividing(steps, values[at] as number);
    totalRows += rows[at] as number;
  }
  const exact = { lows: values, highs: values, rows, subjects, level: 0, steps, totalRows };
  const tally: NumberTally = {
    ...exact,
    smallest: [...counted.lows].sort(ascending).slice(0, extremes),
    largest: [...counted.highs].sort(descending).slice(0, extremes),
    extremes,
    holders: counted.lows.length,
  };
  return fitted(tally, options.cells ?? DEFAULT_CELLS);
}

/**
 * Adds up tallies of partitions.
 *
 * The result is the same whatever the partitioning of the subjects and the order of the parts.
 */
export function mergeTallies(
  parts: readonly NumberTally[],
  options: TallyOptions = {},
): NumberTally {
  const [first, ...rest] = parts;
  const cells = options.cells ?? DEFAULT_CELLS;
  if (first === undefined) return tallyNumbers({ length: 0, value: () => null, subject: () => 0 });
  return rest.reduce((sum, one) => fitted(mergeTwo(sum, one), cells), first);
}

function mergeTwo(one: NumberTally, two: NumberTally): NumberTally {
  const level = Math.max(one.level, two.level);
  const extremes = Math.min(one.extremes, two.extremes);
  const cells = new CellList(one.lows.length + two.lows.length, level);
  let [left, right] = [0, 0];
  while (left < one.lows.length || right < two.lows.length) {
    const isLeft = !((one.lows[left] ?? Infinity) > (two.lows[right] ?? Infinity));
    if (isLeft && left < one.lows.length) left = cells.take(one, left);
    else right = cells.take(two, right);
  }
  return {
    ...cells.settle(),
    level,
    smallest: [...one.smallest, ...two.smallest].sort(ascending).slice(0, extremes),
    largest: [...one.largest, ...two.largest].sort(descending).slice(0, extremes),
    extremes,
    holders: one.holders + two.holders,
    totalRows: one.totalRows + two.totalRows,
    steps: one.steps & two.steps,
  };
}

/** Coarsens until the cells are few enough: the level depends on the set of values alone. */
function fitted(tally: NumberTally, most: number): NumberTally {
  let level = tally.level;
  while (level + 1 < PRECISIONS.length && countAt(tally, level) > most) level += 1;
  if (level === tally.level) return tally;
  const cells = new CellList(tally.lows.length, level);
  for (let at = 0; at < tally.lows.length; ) at = cells.take(tally, at);
  return { ...tally, ...cells.settle(), level };
}

/** Cells that a tally has at a level no finer than its own. */
function countAt(tally: NumberTally, level: number): number {
  if (level === tally.level) return tally.lows.length;
  const bits = defined(PRECISIONS[level], 'level is listed');
  let [count, key] = [0, Number.NaN];
  for (let at = 0; at < tally.lows.length; at += 1) {
    const next = truncated(tally.lows[at] as number, bits);
    if (next !== key) count += 1;
    key = next;
  }
  return count;
}

/** Takes cells in ascending order and joins those of the same precision. */
class CellList {
  readonly #lows: Float64Array;
  readonly #highs: Float64Array;
  readonly #rows: Float64Array;
  readonly #subjects: Float64Array;
  readonly #bits: number;
  #size = 0;
  #key = Number.NaN;

  constructor(most: number, level: number) {
    this.#lows = new Float64Array(most);
    this.#highs = new Float64Array(most);
    this.#rows = new Float64Array(most);
    this.#subjects = new Float64Array(most);
    this.#bits = defined(PRECISIONS[level], 'level is listed');
  }

  /** Adds a cell of a tally; gives the position of the next one. */
  take(tally: NumberTally, from: number): number {
    const key = truncated(tally.lows[from] as number, this.#bits);
    if (key !== this.#key) {
      this.#key = key;
      this.#lows[this.#size] = tally.lows[from] as number;
      this.#highs[this.#size] = tally.highs[from] as number;
      this.#size += 1;
    }
    const at = this.#size - 1;
    this.#highs[at] = Math.max(this.#highs[at] as number, tally.highs[from] as number);
    this.#rows[at] = (this.#rows[at] as number) + (tally.rows[from] as number);
    this.#subjects[at] = (this.#subjects[at] as number) + (tally.subjects[from] as number);
    return from + 1;
  }

  settle() {
    return {
      lows: this.#lows.slice(0, this.#size),
      highs: this.#highs.slice(0, this.#size),
      rows: this.#rows.slice(0, this.#size),
      subjects: this.#subjects.slice(0, this.#size),
    };
  }
}

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

/** The value with only the leading bits of its mantissa: a grid of equal ratios. */
export function truncated(value: number, bits: number): number {
  if (bits >= 52) return value;
  double[0] = value;
  const low = Math.max(0, 32 - (bits - 20));
  words[0] = bits > 20 ? ((words[0] as number) >>> low) << low : 0;
  if (bits < 20) words[1] = ((words[1] as number) >>> (20 - bits)) << (20 - bits);
  return double[0] as number;
}

function ascending(a: number, b: number): number {
  return a - b;
}

function descending(a: number, b: number): number {
  return b - a;
}
