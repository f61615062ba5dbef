import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { Random } from '../../engine/core/random.ts';
import { concatFrames, type Frame } from '../columns/frame.ts';
import { crossValidatedScores } from '../learners/cross-validation.ts';
import { fitFeatures } from '../learners/feature-encoder.ts';
import type { FeatureMatrix } from '../learners/feature-matrix.ts';
import { trainBoostedClassifier, XGBOOST_DEFAULTS } from '../learners/gradient-boosting.ts';
import type { Classifier } from '../learners/learner.ts';
import { rocAuc } from '../learners/learner-scores.ts';
import { fairTails } from './binomial-tails.ts';

const FOLDS = 5;
const LEAST_ROWS = 50;

/** How well a classifier tells two samples of rows apart. */
export interface TwoSampleResult {
  /** Rows of each side. */
  readonly rows: number;
  readonly features: number;
  /** Share of held-out rows of which the side was guessed; .5 where the sides are alike. */
  readonly accuracy: number;
  /** Standard error of the accuracy. */
  readonly error: number;
  readonly auc: number;
  /** Chance of guessing as well, and as badly, were the sides alike. */
  readonly pDetected: number;
  readonly pCopied: number;
}

/**
 * Classifier two-sample test: boosted trees guess the side of each row in 5 folds.
 *
 * @param one as many rows as `other`
 * @throws IncomputableMetricError below 50 rows a side, or without a feature that varies
 * @see SyntheRela, DetectionBaseMetric
 */
export function twoSampleTest(one: Frame, other: Frame, random: Random): TwoSampleResult {
  if (one.rows < LEAST_ROWS) {
    throw new IncomputableMetricError(
      `two-sample test: too few rows: ${one.rows}; give at least ${LEAST_ROWS} a side`,
      { rows: one.rows },
    );
  }
  const both = concatFrames(one, other);
  const features = varying(fitFeatures(both).encode(both));
  const labels = Int32Array.from({ length: both.rows }, (_, row) => (row < one.rows ? 0 : 1));
  const train = (rows: FeatureMatrix, sides: Int32Array, fold: number) =>
    trainImputed(rows, (filled) =>
      trainBoostedClassifier(filled, sides, { ...XGBOOST_DEFAULTS, random: random.split(fold) }),
    );
  const scores = crossValidatedScores(features, labels, { folds: FOLDS, random, train });
  const right = scores.filter((score, row) => (score > 0.5 ? 1 : 0) === labels[row]).length;
  const accuracy = right / both.rows;
  const { atLeast, atMost } = fairTails(right, both.rows);
  return {
    rows: one.rows,
    features: features.columns.length,
    accuracy,
    error: Math.sqrt((accuracy * (1 - accuracy)) / both.rows),
    auc: rocAuc(scores, labels),
    pDetected: atLeast,
    pCopied: atMost,
  };
}

/** Features with more than one value. @throws IncomputableMetricError if there is none */
function varying(features: FeatureMatrix): FeatureMatrix {
  const kept = features.columns.flatMap((column, at) =>
    column.some((value) => !Object.is(value, column[0])) ? [at] : [],
  );
  if (kept.length === 0) {
    throw new IncomputableMetricError(
      'two-sample test: every feature is constant: 0 vary; give more columns',
    );
  }
  return {
    rows: features.rows,
    names: kept.map((at) => features.names[at] ?? ''),
    columns: kept.map((at) => features.columns[at] as Float64Array),
  };
}

/** Fills missing values with the training rows' mean, as the reference does. */
function trainImputed(
  features: FeatureMatrix,
  train: (filled: FeatureMatrix) => Classifier,
): Classifier {
  const means = features.columns.map(meanOfPresent);
  const filled = (asked: FeatureMatrix): FeatureMatrix => ({
    ...asked,
    columns: asked.columns.map((column, at) =>
      column.map((value) => (Number.isNaN(value) ? (means[at] as number) : value)),
    ),
  });
  const model = train(filled(features));
  return { classes: model.classes, probabilities: (asked) => model.probabilities(filled(asked)) };
}

function meanOfPresent(column: Float64Array): number {
  let [sum, count] = [0, 0];
  for (const value of column) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}
