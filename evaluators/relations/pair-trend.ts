import { type Chosen, type Comparison, tvdLikeness } from './comparison.ts';
import type { FlatColumn, FlatSample } from './flat-sample.ts';

const BINS = 10;
const LEAST_CORRELATION = 0.5;
const LEAST_CRAMER = 0.3;
/** Larger two-way tables hold fewer rows than cells: they say nothing. */
const MOST_CELLS = 250_000;

/** A column of paired rows, ready for both kinds of trend. */
export interface PairedColumn {
  readonly name: string;
  readonly continuous: boolean;
  readonly values: Float64Array; // [n]
  /** Labels, or equal-width bins between the rows' own least and greatest value; 0 is missing. */
  readonly codes: Int32Array; // [n]
  readonly cells: number;
}

/** Rows whose columns are paired: those of a table, or those that a path joins. */
export interface PairedRows {
  readonly left: readonly PairedColumn[];
  readonly right: readonly PairedColumn[];
  readonly subject: Int32Array; // [n]
}

/** The cells of a column at some rows. */
export function pairedColumn(column: FlatColumn, rows: Int32Array): PairedColumn {
  const values = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at += 1) {
    values[at] = column.values[rows[at] as number] as number;
  }
  const { name, continuous } = column;
  // NOTE: sums of squares of times lose all digits unless they are taken from some row's time.
  const first = continuous ? (values.find((value) => !Number.isNaN(value)) ?? 0) : 0;
  if (first !== 0)
    for (let at = 0; at < values.length; at += 1) values[at] = (values[at] as number) - first;
  const cells = 1 + (continuous ? BINS : column.labels());
  return { name, continuous, values, codes: continuous ? binned(values) : labelled(values), cells };
}

function labelled(values: Float64Array): Int32Array {
  const codes = new Int32Array(values.length);
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] as number;
    codes[at] = Number.isNaN(value) ? 0 : value + 1;
  }
  return codes;
}

function binned(values: Float64Array): Int32Array {
  let [least, greatest] = [Infinity, -Infinity];
  for (let at = 0; at < values.length; at += 1) {
    if ((values[at] as number) < least) least = values[at] as number;
    if ((values[at] as number) > greatest) greatest = values[at] as number;
  }
  const width = (greatest - least) / BINS || 1;
  const codes = new Int32Array(values.length);
  for (let at = 0; at < values.length; at += 1) {
    const bin = Math.min(BINS - 1, Math.floor(((values[at] as number) - least) / width));
    codes[at] = Number.isNaN(bin) ? 0 : bin + 1;
  }
  return codes;
}

/**
 * Likeness of the relation of two columns: 1 - |difference of Pearson's correlations| / 2 for two
 * numbers, else 1 - TVD of the two-way table, where missing is a value of its own.
 *
 * @param positions of the left and of the right column
 * @see SDMetrics, Column Pair Trends and Intertable Trends
 */
export function pairTrend(
  named: { readonly name: string; readonly group: string },
  positions: readonly [number, number],
  rowsOf: (side: FlatSample) => PairedRows,
): Comparison {
  const compare = (one: Chosen, other: Chosen) => {
    const [first, second] = [
      pairAt(rowsOf(one.side), positions),
      pairAt(rowsOf(other.side), positions),
    ];
    if (first.left.continuous && first.right.continuous) {
      return 1 - Math.abs(correlationOf(first, one) - correlationOf(second, other)) / 2;
    }
    if (first.left.cells * first.right.cells > MOST_CELLS) return Number.NaN;
    return tvdLikeness(countPairs(first, one), countPairs(second, other));
  };
  return { ...named, compare };
}

/** Two columns of the same rows. */
export interface ColumnPair {
  readonly left: PairedColumn;
  readonly right: PairedColumn;
  readonly subject: Int32Array; // [n]
}

/** The columns at two positions. */
export function pairAt(
  { left, right, subject }: PairedRows,
  positions: readonly [number, number],
): ColumnPair {
  return {
    left: left[positions[0]] as PairedColumn,
    right: right[positions[1]] as PairedColumn,
    subject,
  };
}

/** True where the columns are related: |Pearson| above .5, or Cramér's V above .3. */
export function isTrend(pair: ColumnPair): boolean {
  const { left, right } = pair;
  if (left.continuous && right.continuous) {
    return Math.abs(correlationOf(pair, null)) > LEAST_CORRELATION;
  }
  if (left.cells * right.cells > MOST_CELLS) return false;
  return cramersV(countPairs(pair, null), right.cells) > LEAST_CRAMER;
}

/** Pearson's correlation over rows that hold both; NaN where a column is constant. */
export function correlationOf({ left, right, subject }: ColumnPair, chosen: Chosen | null): number {
  const mask = chosen?.mask ?? null;
  let [n, x, y, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
  for (let row = 0; row < subject.length; row += 1) {
    if (mask !== null && mask[subject[row] as number] !== chosen?.half) continue;
    const [one, other] = [left.values[row] as number, right.values[row] as number];
    if (Number.isNaN(one) || Number.isNaN(other)) continue;
    n += 1;
    x += one;
    y += other;
    xx += one * one;
    yy += other * other;
    xy += one * other;
  }
  const spread = Math.sqrt((xx - (x * x) / n) * (yy - (y * y) / n));
  return spread > 0 ? Math.max(-1, Math.min(1, (xy - (x * y) / n) / spread)) : Number.NaN;
}

/** Two-way table, left by right. */
function countPairs({ left, right, subject }: ColumnPair, chosen: Chosen | null): Float64Array {
  const mask = chosen?.mask ?? null;
  const [first, second, width] = [left.codes, right.codes, right.cells];
  const counts = new Float64Array(left.cells * width);
  for (let row = 0; row < subject.length; row += 1) {
    if (mask !== null && mask[subject[row] as number] !== chosen?.half) continue;
    const cell = (first[row] as number) * width + (second[row] as number);
    counts[cell] = (counts[cell] as number) + 1;
  }
  return counts;
}

/** Cramér's V of a two-way table without bias correction; 0 where a side has a single value. */
export function cramersV(counts: Float64Array, width: number): number {
  const rows = new Float64Array(counts.length / width);
  const columns = new Float64Array(width);
  for (let cell = 0; cell < counts.length; cell += 1) {
    const [row, column] = [Math.floor(cell / width), cell % width];
    rows[row] = (rows[row] as number) + (counts[cell] as number);
    columns[column] = (columns[column] as number) + (counts[cell] as number);
  }
  let squares = 0;
  for (let cell = 0; cell < counts.length; cell += 1) {
    const count = counts[cell] as number;
    if (count === 0) continue;
    const expected = (rows[Math.floor(cell / width)] as number) * (columns[cell % width] as number);
    squares += (count * count) / expected;
  }
  const met = (sums: Float64Array) => sums.filter((sum) => sum > 0).length;
  const freedom = Math.min(met(rows), met(columns)) - 1;
  return freedom < 1 ? 0 : Math.sqrt(Math.max(0, squares - 1) / freedom);
}
