import type { FeatureMatrix } from './feature-matrix.ts';

/** The code of a missing value; others are below the number of bins, which is at most this. */
export const MISSING_CODE = 255;

/** Most bins of a feature beside the one for missing values. */
export const MOST_BINS = 255;

const MOST_VALUES = 200_000;

/** Where the bins of each feature end; fitted once, used for all rows that a model ever sees. */
export interface FeatureBins {
  /** Ascending; code c holds the values up to edge c that are above edge c - 1. */
  readonly edges: readonly Float64Array[]; // [features][bins - 1]
}

/** Rows as bin codes, column by column. */
export interface CodedFeatures {
  readonly rows: number;
  readonly columns: readonly Uint8Array[]; // [features][rows]
  /** Bins by feature, missing values not counted. */
  readonly bins: Int32Array;
}

/**
 * Bins by rank, as scikit-learn's `_BinMapper` cuts them, but heavy values take one bin only.
 *
 * With at most `mostBins` distinct values each has its own bin, with edges half way between. Else
 * a value as frequent as two bins stands alone, and the others share the bins that are left,
 * alike by rows. Of more than 200,000 rows every n-th is read.
 */
export function fitFeatureBins(features: FeatureMatrix, mostBins = MOST_BINS): FeatureBins {
  return { edges: features.columns.map((column) => edgesOf(sortedValues(column), mostBins)) };
}

/** Codes of all values; missing ones are 255. */
export function codeFeatures(bins: FeatureBins, features: FeatureMatrix): CodedFeatures {
  return {
    rows: features.rows,
    columns: features.columns.map((column, at) =>
      codeColumn(column, bins.edges[at] as Float64Array),
    ),
    bins: Int32Array.from(bins.edges, (edges) => edges.length + 1),
  };
}

/** Codes of all values, row by row: one row's codes lie side by side. */
export function codeRows(bins: FeatureBins, features: FeatureMatrix): Uint8Array {
  const width = features.columns.length;
  const codes = new Uint8Array(features.rows * width);
  for (const [at, column] of codeFeatures(bins, features).columns.entries()) {
    for (let row = 0; row < column.length; row += 1) {
      codes[row * width + at] = column[row] as number;
    }
  }
  return codes; // [rows, features]
}

function sortedValues(column: Float64Array): Float64Array {
  const step = Math.ceil(column.length / MOST_VALUES);
  const present = column.filter((value, row) => row % step === 0 && !Number.isNaN(value));
  return present.sort();
}

function edgesOf(sorted: Float64Array, mostBins: number): Float64Array {
  const { values, counts } = distinctValues(sorted);
  if (values.length <= mostBins) return halfWays(values);
  return rankEdges(values, counts, { rows: sorted.length, mostBins });
}

function distinctValues(sorted: Float64Array): { values: Float64Array; counts: Int32Array } {
  const values = new Float64Array(sorted.length);
  const counts = new Int32Array(sorted.length);
  let last = -1;
  for (const value of sorted) {
    if (last < 0 || value !== values[last]) {
      last += 1;
      values[last] = value;
    }
    counts[last] = (counts[last] as number) + 1;
  }
  return { values: values.subarray(0, last + 1), counts: counts.subarray(0, last + 1) };
}

function halfWays(values: Float64Array): Float64Array {
  return Float64Array.from({ length: Math.max(0, values.length - 1) }, (_, at) =>
    between(values[at] as number, values[at + 1] as number),
  );
}

/** Half way, but never the upper value itself, so that rounding cannot merge two bins. */
function between(low: number, high: number): number {
  const middle = low + (high - low) / 2;
  return middle < high ? middle : low;
}

interface RankOptions {
  readonly rows: number;
  readonly mostBins: number;
}

/** Closes a bin once it holds its share of the rows that are left, and beside a heavy value. */
function rankEdges(values: Float64Array, counts: Int32Array, options: RankOptions): Float64Array {
  const isHeavy = (at: number) => (counts[at] ?? 0) * options.mostBins >= 2 * options.rows;
  let { light, bins } = lightShare(counts, { ...options, isHeavy });
  const edges: number[] = [];
  let held = 0;
  for (let at = 0; at < values.length - 1; at += 1) {
    const alone = isHeavy(at);
    if (!alone) held += counts[at] as number;
    const isFull = bins > 1 && held >= light / bins;
    if (!isFull && !alone && !isHeavy(at + 1)) continue;
    edges.push(between(values[at] as number, values[at + 1] as number));
    if (alone) continue;
    light -= held;
    held = 0;
    if (isFull) bins -= 1;
  }
  return Float64Array.from(edges);
}

/**
 * Rows of values that are not heavy, and the bins they may fill: heavy values are at most half of
 * the bins, and the runs between them end bins of their own, so that all fit.
 */
function lightShare(
  counts: Int32Array,
  { rows, mostBins, isHeavy }: RankOptions & { isHeavy(at: number): boolean },
): { light: number; bins: number } {
  let [light, bins] = [rows, mostBins];
  for (const [at, count] of counts.entries()) {
    if (!isHeavy(at)) continue;
    light -= count;
    bins -= isHeavy(at + 1) ? 1 : 2;
  }
  return { light, bins: Math.max(1, bins) };
}

function codeColumn(column: Float64Array, edges: Float64Array): Uint8Array {
  const codes = new Uint8Array(column.length);
  for (let row = 0; row < column.length; row += 1) {
    const value = column[row] as number;
    codes[row] = Number.isNaN(value) ? MISSING_CODE : binOf(value, edges);
  }
  return codes;
}

/** Edges below the value. */
function binOf(value: number, edges: Float64Array): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
