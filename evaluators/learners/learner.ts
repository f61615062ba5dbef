import type { FeatureMatrix } from './feature-matrix.ts';

/** A trained model that gives each row a probability of every class. */
export interface Classifier {
  readonly classes: number;
  /** Rows sum to 1. @returns `[rows, classes]`, row-major */
  probabilities(features: FeatureMatrix): Float64Array;
}

/** A trained model that gives each row a number. */
export interface Regressor {
  predict(features: FeatureMatrix): Float64Array; // [rows]
}

/** The probability of one class by row, out of `[rows, classes]`. */
export function classColumn(
  probabilities: Float64Array,
  classes: number,
  position: number,
): Float64Array {
  return Float64Array.from(
    { length: probabilities.length / classes },
    (_, row) => probabilities[row * classes + position] as number,
  );
}

/** The likeliest class of each row; the first of several alike. */
export function likeliestClasses(probabilities: Float64Array, classes: number): Int32Array {
  const rows = probabilities.length / classes;
  const likeliest = new Int32Array(rows);
  for (let row = 0; row < rows; row += 1) {
    let best = 0;
    for (let one = 1; one < classes; one += 1) {
      const base = row * classes;
      if ((probabilities[base + one] as number) > (probabilities[base + best] as number)) {
        best = one;
      }
    }
    likeliest[row] = best;
  }
  return likeliest;
}
