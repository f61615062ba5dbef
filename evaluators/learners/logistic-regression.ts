import { IncomputableMetricError } from '../../engine/core/errors.ts';
import { logistic } from './boosting-losses.ts';
import type { FeatureMatrix } from './feature-matrix.ts';
import type { Classifier } from './learner.ts';
import { solveSymmetric } from './solve-symmetric.ts';
import { fitStandardScale, type StandardScale } from './standard-scale.ts';

/** How a logistic regression is fitted. */
export interface LogisticOptions {
  readonly classes: number;
  /** Penalty on half the squared weights, the intercept not counted; 1 if not given. */
  readonly l2?: number;
}

const MOST_STEPS = 50;
/** Fall of the loss, as a share of it, that ends the search. */
const TOLERANCE = 1e-7;
/** Keeps the second derivatives positive where no row is in doubt. */
const TINY = 1e-9;

/**
 * Logistic regression on standardised features, by Newton's method; no randomness.
 *
 * Missing values stand at the mean. More than two classes are fitted one against the rest, and
 * their probabilities are brought to a sum of 1.
 *
 * @param labels classes from 0 on, `[rows]`
 * @throws IncomputableMetricError if all rows are of one class
 * @see Hastie, Tibshirani, Friedman, Elements of Statistical Learning, 4.4.1
 */
export function trainLogisticRegression(
  features: FeatureMatrix,
  labels: Int32Array,
  { classes, l2 = 1 }: LogisticOptions,
): Classifier {
  if (new Set(labels).size < 2) {
    throw new IncomputableMetricError(
      `logistic regression: rows of one class only: ${labels.length} rows; give rows of two classes`,
      { rows: labels.length },
    );
  }
  const scale = fitStandardScale(features);
  const columns = scale.columns(features);
  const fitted = classes === 2 ? [1] : Array.from({ length: classes }, (_, label) => label);
  const weights = fitted.map((one) =>
    fitWeights(
      columns,
      labels.map((label) => (label === one ? 1 : 0)),
      l2,
    ),
  );
  return { classes, probabilities: (asked) => predict(scale, weights, asked) };
}

/** Weights of the features, then the intercept. */
function fitWeights(
  columns: readonly Float64Array[],
  labels: Int32Array,
  l2: number,
): Float64Array {
  const size = columns.length + 1;
  let weights: Float64Array = new Float64Array(size);
  let before = penalisedLoss(columns, labels, { weights, l2 });
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const { gradient, curvature } = derivatives(columns, labels, { weights, l2 });
    const towards = solveSymmetric(curvature, gradient);
    let share = 1;
    let next = moved(weights, towards, share);
    let loss = penalisedLoss(columns, labels, { weights: next, l2 });
    // Step halving: far from the optimum a whole Newton step may overshoot.
    while (!(loss <= before) && share > 1e-6) {
      share /= 2;
      next = moved(weights, towards, share);
      loss = penalisedLoss(columns, labels, { weights: next, l2 });
    }
    if (!(loss <= before)) break;
    weights = next;
    if (before - loss <= TOLERANCE * (1 + Math.abs(loss))) break;
    before = loss;
  }
  return weights;
}

interface PenalisedWeights {
  readonly weights: Float64Array;
  readonly l2: number;
}

function moved(weights: Float64Array, towards: Float64Array, share: number): Float64Array {
  return weights.map((weight, at) => weight - share * (towards[at] as number));
}

function rawOf(
  columns: readonly Float64Array[],
  weights: Float64Array,
  rows: number,
): Float64Array {
  const raw = new Float64Array(rows).fill(weights[columns.length] as number);
  for (const [at, column] of columns.entries()) {
    const weight = weights[at] as number;
    if (weight === 0) continue;
    for (let row = 0; row < rows; row += 1) {
      raw[row] = (raw[row] as number) + weight * (column[row] as number);
    }
  }
  return raw;
}

function penalisedLoss(
  columns: readonly Float64Array[],
  labels: Int32Array,
  { weights, l2 }: PenalisedWeights,
): number {
  const raw = rawOf(columns, weights, labels.length);
  let loss = 0;
  for (let row = 0; row < raw.length; row += 1) {
    const own = raw[row] as number;
    loss += Math.max(0, own) + Math.log1p(Math.exp(-Math.abs(own))) - (labels[row] as number) * own;
  }
  for (let at = 0; at < columns.length; at += 1) loss += (l2 / 2) * (weights[at] as number) ** 2;
  return loss;
}

/** Gradient and second derivatives of the penalised loss; the intercept comes last. */
function derivatives(
  columns: readonly Float64Array[],
  labels: Int32Array,
  { weights, l2 }: PenalisedWeights,
): { gradient: Float64Array; curvature: Float64Array } {
  const rows = labels.length;
  const size = columns.length + 1;
  const all = [...columns, new Float64Array(rows).fill(1)];
  const probability = rawOf(columns, weights, rows).map(logistic);
  const spread = probability.map((own) => own * (1 - own));
  const residual = probability.map((own, row) => own - (labels[row] as number));
  const penalties = all.map((_, at) => (at < columns.length ? l2 : TINY));
  const gradient = Float64Array.from(
    all,
    (column, at) => dot(column, residual) + (penalties[at] ?? 0) * (weights[at] ?? 0),
  );
  const curvature = new Float64Array(size * size);
  for (const [at, column] of all.entries()) {
    const weighted = column.map((value, row) => value * (spread[row] as number));
    for (let other = 0; other <= at; other += 1) {
      const value = dot(all[other] as Float64Array, weighted);
      curvature[at * size + other] = value + (other === at ? (penalties[at] ?? 0) : 0);
      curvature[other * size + at] = curvature[at * size + other] as number;
    }
  }
  return { gradient, curvature };
}

/** Sum of products; four sums at once, since an addition waits for the one before it. */
function dot(one: Float64Array, other: Float64Array): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = one.length & ~3;
  for (let at = 0; at < whole; at += 4) {
    a += (one[at] as number) * (other[at] as number);
    b += (one[at + 1] as number) * (other[at + 1] as number);
    c += (one[at + 2] as number) * (other[at + 2] as number);
    d += (one[at + 3] as number) * (other[at + 3] as number);
  }
  for (let at = whole; at < one.length; at += 1) a += (one[at] as number) * (other[at] as number);
  return a + b + (c + d);
}

function predict(
  scale: StandardScale,
  weights: readonly Float64Array[],
  asked: FeatureMatrix,
): Float64Array {
  const columns = scale.columns(asked);
  const scores = weights.map((own) => rawOf(columns, own, asked.rows).map(logistic));
  const classes = weights.length === 1 ? 2 : weights.length;
  const probabilities = new Float64Array(asked.rows * classes);
  for (let row = 0; row < asked.rows; row += 1) {
    const own = scores.map((score) => score[row] as number);
    const spread = own.length === 1 ? [1 - (own[0] as number), own[0] as number] : own;
    const sum = spread.reduce((total, value) => total + value, 0);
    for (const [label, value] of spread.entries()) {
      probabilities[row * classes + label] = sum > 0 ? value / sum : 1 / classes;
    }
  }
  return probabilities; // [rows, classes]
}
