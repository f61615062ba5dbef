import type { FeatureMatrix } from './feature-matrix.ts';

/** Bins of a feature that fit a byte beside the one for missing values. */
export const BYTE_BINS = 255;

/** Bins of a feature that fit two bytes beside the one for missing values. */
export const WORD_BINS = 65_535;

const MOST_VALUES = 200_000;

/** Where the bins of a feature end: ascending; bin c holds values up to edge c, above edge c - 1. */
export type BinEdges = Float64Array; // [bins - 1]

/** Rows as bin codes, column by column; a missing value has the code after the last bin. */
export interface CodedFeatures<Codes extends Uint8Array | Uint16Array> {
  readonly rows: number;
  readonly columns: readonly Codes[]; // [features][rows]
  /** Bins by feature, the one for missing values not counted. */
  readonly bins: Int32Array;
}

/**
 * Bins by rank, as scikit-learn's `_BinMapper` cuts them, but heavy values take one bin only.
 *
 * With at most `mostBins` distinct values each has its own bin, with edges half way between. Else
 * a value as frequent as two bins stands alone, and the others share the bins that are left,
 * alike by rows. Of more than 200,000 rows every n-th is read.
 */
export function fitBinEdges(features: FeatureMatrix, mostBins: number): readonly BinEdges[] {
  return features.columns.map((column) => {
    const { values, counts } = distinctValues(sortedValues(column));
    return edgesOf(values, counts, mostBins);
  });
}

/** Codes in a byte each; at most 255 bins a feature. */
export function byteCodes(
  edges: readonly BinEdges[],
  features: FeatureMatrix,
): CodedFeatures<Uint8Array> {
  const codes = features.columns.map(() => new Uint8Array(features.rows));
  return codeInto(codes, edges, features);
}

/** Codes in two bytes each; at most 65,535 bins a feature. */
export function wordCodes(
  edges: readonly BinEdges[],
  features: FeatureMatrix,
): CodedFeatures<Uint16Array> {
  const codes = features.columns.map(() => new Uint16Array(features.rows));
  return codeInto(codes, edges, features);
}

/**
 * Edges by rank over distinct values.
 *
 * @param values ascending, `[distinct]`
 * @param counts rows of each value, `[distinct]`
 */
export function edgesOf(values: Float64Array, counts: Int32Array, mostBins: number): BinEdges {
  if (values.length <= mostBins) return halfWays(values);
  const rows = counts.reduce((sum, count) => sum + count, 0);
  return rankEdges(values, counts, { rows, mostBins });
}

function sortedValues(column: Float64Array): Float64Array {
  const step = Math.ceil(column.length / MOST_VALUES);
  const present = column.filter((value, row) => row % step === 0 && !Number.isNaN(value));
  return present.sort();
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

function codeInto<Codes extends Uint8Array | Uint16Array>(
  columns: readonly Codes[],
  edges: readonly BinEdges[],
  features: FeatureMatrix,
): CodedFeatures<Codes> {
  for (const [at, codes] of columns.entries()) {
    const own = edges[at] as BinEdges;
    const values = features.columns[at] as Float64Array;
    for (let row = 0; row < codes.length; row += 1) {
      const value = values[row] as number;
      codes[row] = Number.isNaN(value) ? own.length + 1 : binOf(value, own);
    }
  }
  return { rows: features.rows, columns, bins: Int32Array.from(edges, ({ length }) => length + 1) };
}

/** Edges below the value. */
function binOf(value: number, edges: BinEdges): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
