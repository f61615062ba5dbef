import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { Random } from '../../engine/core/random.ts';
import { concatFrames, type Frame } from '../columns/frame.ts';
import { fitFeatures } from '../learners/feature-encoder.ts';
import { type FeatureMatrix, takeLabels, takeRows } from '../learners/feature-matrix.ts';
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

/** Rows of one side with the subject of each. */
export interface OwnedRows {
  readonly frame: Frame;
  readonly subject: Int32Array; // [rows]
}

export const FOLD_UNITS = ['subjects', 'rows'] as const;

/** What is held out together: all rows of a subject, or each row by itself. */
export type FoldUnit = (typeof FOLD_UNITS)[number];

/**
 * Classifier two-sample test: boosted trees guess the side of each row in 5 folds.
 *
 * By rows, as the reference has it, a subject's own habits tell its held-out rows apart; by
 * subjects only what holds beyond a subject does, and the error counts subjects, too.
 *
 * @param sides as many rows of each
 * @throws IncomputableMetricError below 50 rows or 5 subjects a side, or if no feature varies
 * @see SyntheRela, DetectionBaseMetric
 */
export function twoSampleTest(
  sides: readonly [OwnedRows, OwnedRows],
  by: FoldUnit,
  random: Random,
): TwoSampleResult {
  const [one, other] = sides;
  refuseFew('rows', one.frame.rows, LEAST_ROWS);
  const both = concatFrames(one.frame, other.frame);
  const features = varying(fitFeatures(both).encode(both));
  const labels = Int32Array.from({ length: both.rows }, (_, row) => (row < one.frame.rows ? 0 : 1));
  const folds = sides.map((side, at) => foldsOf(side, by, random.split('folds', at)));
  const fold = Int32Array.from(folds.flatMap((list) => [...list]));
  const scores = heldOutScores({ features, labels, fold }, random);
  const isRight = Uint8Array.from(scores, (score, row) => +(score > 0.5 === (labels[row] === 1)));
  const units = sides.flatMap((side, at) => [...unitsOf(side, by)].map((unit) => 2 * unit + at));
  return {
    rows: one.frame.rows,
    features: features.columns.length,
    ...guessesOf(isRight, units),
    auc: rocAuc(scores, labels),
  };
}

/**
 * Accuracy with its standard error over units, and the fair coin's chances of as many right
 * guesses; the throws are as many as independent rows with that error would be.
 */
function guessesOf(isRight: Uint8Array, units: readonly number[]) {
  const rows = isRight.length;
  const accuracy = isRight.reduce((sum, one) => sum + one, 0) / rows;
  const apart = new Map<number, number>();
  for (const [row, unit] of units.entries()) {
    apart.set(unit, (apart.get(unit) ?? 0) + (isRight[row] as number) - accuracy);
  }
  const squares = [...apart.values()].reduce((sum, one) => sum + one * one, 0);
  const effect = squares / Math.max(1e-9, rows * accuracy * (1 - accuracy));
  const throws = Math.max(1, Math.round(rows / Math.max(1, effect)));
  const { atLeast, atMost } = fairTails(Math.round(accuracy * throws), throws);
  return { accuracy, error: Math.sqrt(squares) / rows, pDetected: atLeast, pCopied: atMost };
}

/** What a row is held out with. */
function unitsOf({ frame, subject }: OwnedRows, by: FoldUnit): Int32Array {
  return by === 'subjects' ? subject : Int32Array.from({ length: frame.rows }, (_, row) => row);
}

/** The fold of each row of a side; units are dealt at random, so that each fold has some of both. */
function foldsOf(side: OwnedRows, by: FoldUnit, random: Random): Int32Array {
  const unit = unitsOf(side, by);
  const units = random.shuffle([...new Set(unit)]);
  refuseFew(by, units.length, FOLDS);
  const places = new Map(units.map((one, at) => [one, at % FOLDS]));
  return unit.map((one) => places.get(one) as number);
}

interface FoldedRows {
  readonly features: FeatureMatrix;
  readonly labels: Int32Array;
  readonly fold: Int32Array;
}

function heldOutScores({ features, labels, fold }: FoldedRows, random: Random): Float64Array {
  const scores = new Float64Array(labels.length);
  const rows = Int32Array.from(fold.keys());
  for (let held = 0; held < FOLDS; held += 1) {
    const inside = rows.filter((row) => fold[row] === held);
    const outside = rows.filter((row) => fold[row] !== held);
    const options = { ...XGBOOST_DEFAULTS, random: random.split('trees', held) };
    const model = trainImputed(takeRows(features, outside), (filled) =>
      trainBoostedClassifier(filled, takeLabels(labels, outside), options),
    );
    const probabilities = model.probabilities(takeRows(features, inside));
    for (const [at, row] of inside.entries()) scores[row] = probabilities[2 * at + 1] as number;
  }
  return scores;
}

function refuseFew(what: string, count: number, least: number): void {
  if (count >= least) return;
  throw new IncomputableMetricError(
    `two-sample test: too few ${what}: ${count}; give at least ${least} a side`,
    { [what]: count },
  );
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
