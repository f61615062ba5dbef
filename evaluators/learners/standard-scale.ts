import type { FeatureMatrix } from './feature-matrix.ts';

/** Brings features to mean 0 and deviation 1, as fitted. */
export interface StandardScale {
  /** Features that varied only; missing values are 0, which is the mean. */
  columns(features: FeatureMatrix): readonly Float64Array[];
}

interface ScaleLaw {
  readonly mean: number;
  /** 0 where the feature does not vary. */
  readonly deviation: number;
}

/** Fits mean and deviation (over n) of each feature, missing values left out. */
export function fitStandardScale(features: FeatureMatrix): StandardScale {
  const laws = features.columns.map(lawOf);
  return {
    columns: (asked) =>
      asked.columns.flatMap((column, at) => {
        const { mean, deviation } = laws[at] as ScaleLaw;
        if (deviation === 0) return [];
        return column.map((value) => (Number.isNaN(value) ? 0 : (value - mean) / deviation));
      }),
  };
}

function lawOf(column: Float64Array): ScaleLaw {
  const present = column.filter((value) => !Number.isNaN(value));
  if (present.length === 0) return { mean: 0, deviation: 0 };
  const mean = present.reduce((sum, value) => sum + value, 0) / present.length;
  const squares = present.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / present.length);
  // Rounding leaves a little where a large value never changes.
  return { mean, deviation: deviation > 1e-12 * Math.abs(mean) ? deviation : 0 };
}
