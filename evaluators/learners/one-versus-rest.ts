import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { FeatureMatrix } from './feature-matrix.ts';
import type { Classifier } from './learner.ts';

/** How a classifier of two classes serves for several. */
export interface OneVersusRestOptions {
  readonly classes: number;
  /** Trains on labels 1 (the class) and 0 (the rest). */
  train(features: FeatureMatrix, labels: Int32Array, one: number): Classifier;
}

/**
 * A classifier of several classes out of one for two: each class against the rest, brought to a
 * sum of 1. A class without rows has no probability; two classes need one model only.
 *
 * @throws IncomputableMetricError if all rows are of one class
 */
export function trainOneVersusRest(
  features: FeatureMatrix,
  labels: Int32Array,
  { classes, train }: OneVersusRestOptions,
): Classifier {
  const present = [...new Set(labels)].sort((one, other) => one - other);
  if (present.length < 2) {
    throw new IncomputableMetricError(
      `one versus rest: rows of one class only: ${labels.length} rows; give rows of two classes`,
      { rows: labels.length },
    );
  }
  if (classes === 2) return train(features, labels, 1);
  const models = present.map((one) => ({
    one,
    model: train(
      features,
      labels.map((label) => (label === one ? 1 : 0)),
      one,
    ),
  }));
  const probabilities = (asked: FeatureMatrix) => {
    const scores = new Float64Array(asked.rows * classes); // [rows, classes]
    for (const { one, model } of models) {
      const own = model.probabilities(asked);
      for (let row = 0; row < asked.rows; row += 1) {
        scores[row * classes + one] = own[row * 2 + 1] as number;
      }
    }
    return sharesByRow(scores, classes);
  };
  return { classes, probabilities };
}

function sharesByRow(scores: Float64Array, classes: number): Float64Array {
  for (let from = 0; from < scores.length; from += classes) {
    const own = scores.subarray(from, from + classes);
    const sum = own.reduce((total, score) => total + score, 0);
    for (let at = 0; at < classes; at += 1) {
      own[at] = sum > 0 ? (own[at] as number) / sum : 1 / classes;
    }
  }
  return scores;
}
