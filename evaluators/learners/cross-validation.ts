import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { Random } from '../../engine/core/random.ts';
import { type FeatureMatrix, takeLabels, takeRows } from './feature-matrix.ts';
import type { Classifier } from './learner.ts';

/** How rows are cross-validated. */
export interface CrossValidationOptions {
  readonly folds: number;
  readonly random: Random;
  train(features: FeatureMatrix, labels: Int32Array, fold: number): Classifier;
}

/**
 * The fold of each row, shuffled, every class spread evenly over the folds.
 *
 * @throws IncomputableMetricError if a class has fewer rows than folds
 */
export function stratifiedFolds(labels: Int32Array, folds: number, random: Random): Int32Array {
  const fold = new Int32Array(labels.length);
  let next = 0;
  for (const label of new Set([...labels].sort((one, other) => one - other))) {
    const rows = [...labels.keys()].filter((row) => labels[row] === label);
    if (rows.length < folds) {
      throw new IncomputableMetricError(
        `folds: too few rows of class ${label}: ${rows.length}; give at least ${folds}`,
        { label, rows: rows.length },
      );
    }
    for (const row of random.split('folds', label).shuffle(rows)) {
      fold[row] = next % folds;
      next += 1;
    }
  }
  return fold;
}

/**
 * Held-out probability of class 1 by row: each fold is scored by a model of the others.
 *
 * @throws IncomputableMetricError if a class has fewer rows than folds
 */
export function crossValidatedScores(
  features: FeatureMatrix,
  labels: Int32Array,
  { folds, random, train }: CrossValidationOptions,
): Float64Array {
  const fold = stratifiedFolds(labels, folds, random);
  const scores = new Float64Array(labels.length);
  for (let one = 0; one < folds; one += 1) {
    const inside = rowsWhere(fold, (other) => other === one);
    const outside = rowsWhere(fold, (other) => other !== one);
    const model = train(takeRows(features, outside), takeLabels(labels, outside), one);
    const probabilities = model.probabilities(takeRows(features, inside));
    for (const [at, row] of inside.entries()) {
      scores[row] = probabilities[at * model.classes + 1] ?? 0;
    }
  }
  return scores;
}

function rowsWhere(fold: Int32Array, holds: (fold: number) => boolean): Int32Array {
  return Int32Array.from(fold.keys()).filter((row) => holds(fold[row] as number));
}
