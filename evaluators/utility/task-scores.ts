import type { Random } from '../../engine/core/random.ts';
import { summaryOf } from '../ceiling/companions.ts';
import { likeliestClasses } from '../learners/learner.ts';
import {
  explainedVariance,
  macroAuc,
  macroF1,
  macroPrecision,
  meanSquaredError,
} from '../learners/learner-scores.ts';
import type { TaskRows } from './task-rows.ts';

/** A figure of what a model says against what is so. */
export interface TaskScore {
  readonly id: string;
  readonly name: string;
  score(said: Float64Array, actual: Float64Array, classes: number): number;
  /** What a coin reaches, so that no floor lies below; left out where that depends on the rows. */
  readonly chance?: number;
}

/** Scores of classes; the first is the one that the contract names. */
export const CLASS_SCORES: readonly TaskScore[] = [
  {
    id: 'auc',
    name: 'ROC AUC',
    score: (said, actual, classes) => macroAuc(said, Int32Array.from(actual), classes),
    chance: 0.5,
  },
  {
    id: 'average-precision',
    name: 'PR AUC',
    score: (said, actual, classes) => macroPrecision(said, Int32Array.from(actual), classes),
  },
  {
    id: 'macro-f1',
    name: 'macro-F1',
    score: (said, actual, classes) =>
      macroF1(likeliestClasses(said, classes), Int32Array.from(actual), classes),
  },
];

/** Scores of numbers; the first is the one that the contract names. */
export const NUMBER_SCORES: readonly TaskScore[] = [
  { id: 'r2', name: 'R²', score: (said, actual) => explainedVariance(said, actual) },
  { id: 'mse', name: 'MSE', score: (said, actual) => meanSquaredError(said, actual) },
];

/** A score over weighted rows; NaN where the rows with weight do not carry it. */
export type WeightedScore = (weights: Float64Array) => number;

/** The first score of the task's kind over weighted rows. */
export function weightedScore(
  said: Float64Array,
  actual: Float64Array,
  classes: number,
): WeightedScore {
  return classes > 0 ? weightedAuc(said, actual, classes) : weightedR2(said, actual);
}

/** Resamples of subjects behind an interval. */
const RESAMPLES = 200;

/** Fewest subjects that may be resampled. */
const LEAST_SUBJECTS = 10;

/** Intervals of a figure on real training, and of what synthetic training adds to it. */
export interface ScoreIntervals {
  readonly trtr: readonly [number, number];
  readonly delta: readonly [number, number];
}

/**
 * Resamples the judged subjects with replacement, models fixed; null below 10 subjects.
 *
 * @param real the score by real training over weighted rows, @param synthetic by synthetic training
 */
export function resampledIntervals(
  { real, synthetic }: { readonly real: WeightedScore; readonly synthetic: WeightedScore },
  { subject }: Pick<TaskRows, 'subject'>,
  random: Random,
): ScoreIntervals | null {
  const subjects = [...new Set(subject)];
  if (subjects.length < LEAST_SUBJECTS) return null;
  const places = new Map(subjects.map((one, at) => [one, at] as const));
  const place = Int32Array.from(subject, (one) => places.get(one) ?? 0);
  const [trtr, delta]: [number[], number[]] = [[], []];
  for (let draw = 0; draw < RESAMPLES; draw += 1) {
    const stream = random.split('resample', draw);
    const times = new Float64Array(subjects.length);
    for (let one = 0; one < subjects.length; one += 1) {
      const drawn = stream.integer(subjects.length);
      times[drawn] = (times[drawn] as number) + 1;
    }
    const weights = Float64Array.from(place, (at) => times[at] as number);
    const own = real(weights);
    const difference = synthetic(weights) - own;
    if (Number.isNaN(difference)) continue;
    trtr.push(own);
    delta.push(difference);
  }
  if (delta.length < RESAMPLES / 2) return null;
  return { trtr: summaryOf(trtr).interval, delta: summaryOf(delta).interval };
}

/** As `macroAuc`; each class is sorted once. */
function weightedAuc(said: Float64Array, actual: Float64Array, classes: number): WeightedScore {
  const asked = Array.from({ length: classes }, (_, label) => label).slice(classes === 2 ? 1 : 0);
  const scores = asked.map((label) => {
    const own = Float64Array.from(actual, (_, row) => said[row * classes + label] as number);
    const order = Int32Array.from(own.keys());
    order.sort((one, other) => (own[one] as number) - (own[other] as number));
    return (weights: Float64Array) => orderedAuc({ own, order, actual, label }, weights);
  });
  return (weights) => {
    const values = scores.map((score) => score(weights)).filter((value) => !Number.isNaN(value));
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
}

interface OrderedClass {
  readonly own: Float64Array;
  readonly order: Int32Array;
  readonly actual: Float64Array;
  readonly label: number;
}

function orderedAuc({ own, order, actual, label }: OrderedClass, weights: Float64Array): number {
  let [below, ones, area] = [0, 0, 0];
  for (let from = 0; from < order.length; ) {
    const score = own[order[from] as number];
    let [tiedOnes, tiedZeros] = [0, 0];
    for (; from < order.length && own[order[from] as number] === score; from += 1) {
      const row = order[from] as number;
      if (actual[row] === label) tiedOnes += weights[row] as number;
      else tiedZeros += weights[row] as number;
    }
    area += tiedOnes * (below + tiedZeros / 2);
    below += tiedZeros;
    ones += tiedOnes;
  }
  return ones > 0 && below > 0 ? area / (ones * below) : Number.NaN;
}

function weightedR2(said: Float64Array, actual: Float64Array): WeightedScore {
  return (weights) => {
    let [whole, sum, squares, errors] = [0, 0, 0, 0];
    for (let row = 0; row < actual.length; row += 1) {
      const [weight, value] = [weights[row] as number, actual[row] as number];
      whole += weight;
      sum += weight * value;
      squares += weight * value * value;
      errors += weight * ((said[row] as number) - value) ** 2;
    }
    const variance = squares - (sum * sum) / whole;
    return variance > 1e-9 * squares ? 1 - errors / variance : Number.NaN;
  };
}
