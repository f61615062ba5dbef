import {
  type Cell,
  type Frame,
  type FrameColumn,
  matchingColumn,
  prefixedName,
} from '../columns/frame.ts';
import type { FeatureMatrix } from './feature-matrix.ts';

/** How a frame becomes numbers. */
export interface FeatureOptions {
  /** Most categories with a feature (or a rank) of their own; the rest is `other`. */
  readonly mostCategories?: number;
  /** `one-hot` (if not given): a feature a category; `ranks`: one feature, which trees may cut. */
  readonly categories?: 'one-hot' | 'ranks';
}

/** Turns frames of the fitted frame's columns into features, always the same ones. */
export interface FeatureEncoder {
  readonly names: readonly string[];
  /** @throws IncomputableMetricError if the frame lacks a column */
  encode(frame: Frame): FeatureMatrix;
}

interface ColumnEncoder {
  readonly column: FrameColumn;
  readonly names: readonly string[];
  encode(values: readonly Cell[]): Float64Array[];
}

const OTHER = 'other';
const MOST_ONE_HOT = 20;
const MOST_RANKS = 250;

/**
 * Fits the features of a frame: numbers and times as they are, NaN where missing; a feature for
 * each of the most frequent categories (ties by name), for the rest and for missing ones; or, for
 * trees, one feature of the category's rank by frequency.
 *
 * Features that are the same in all rows of the fitted frame stay: other frames may differ.
 */
export function fitFeatures(frame: Frame, options: FeatureOptions = {}): FeatureEncoder {
  const isRanked = options.categories === 'ranks';
  const { mostCategories = isRanked ? MOST_RANKS : MOST_ONE_HOT } = options;
  const fitLabels = isRanked ? fitRanks : fitCategories;
  const encoders = frame.columns.map((column) =>
    column.type === 'categorical' ? fitLabels(column, mostCategories) : fitNumbers(column),
  );
  const names = encoders.flatMap((encoder) => encoder.names);
  return {
    names,
    encode: (other) => ({
      rows: other.rows,
      names,
      columns: encoders.flatMap(({ column, encode }) =>
        encode(matchingColumn(other, column).values),
      ),
    }),
  };
}

function fitNumbers(column: FrameColumn): ColumnEncoder {
  return {
    column,
    names: [prefixedName(column)],
    encode: (values) => [
      Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value))),
    ],
  };
}

function fitCategories(column: FrameColumn, most: number): ColumnEncoder {
  const kept = commonest(column.values, most);
  const positions = new Map(kept.map((label, at) => [label, at] as const));
  const labels = [...kept, OTHER, 'missing'];
  return {
    column,
    names: labels.map((label) => `${prefixedName(column)}=${label}`),
    encode: (values) => {
      const features = labels.map(() => new Float64Array(values.length));
      for (const [row, value] of values.entries()) {
        const at = value === null ? kept.length + 1 : (positions.get(String(value)) ?? kept.length);
        (features[at] as Float64Array)[row] = 1;
      }
      return features;
    },
  };
}

function fitRanks(column: FrameColumn, most: number): ColumnEncoder {
  const kept = commonest(column.values, most);
  const ranks = new Map(kept.map((label, at) => [label, at] as const));
  return {
    column,
    names: [prefixedName(column)],
    encode: (values) => [
      Float64Array.from(values, (value) =>
        value === null ? Number.NaN : (ranks.get(String(value)) ?? kept.length),
      ),
    ],
  };
}

function commonest(values: readonly Cell[], most: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const value of values) {
    if (value !== null) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  }
  return [...counts]
    .sort(([one, n], [other, m]) => m - n || (one < other ? -1 : 1))
    .slice(0, most)
    .map(([label]) => label);
}
