import type { Random } from '../../engine/core/random.ts';
import type { Points } from '../distances/points.ts';
import { stratifiedFolds } from '../learners/cross-validation.ts';
import { type FeatureMatrix, takeLabels } from '../learners/feature-matrix.ts';
import { HIST_GRADIENT_BOOSTING, trainBoostedClassifier } from '../learners/gradient-boosting.ts';
import { classColumn } from '../learners/learner.ts';
import { rocAuc } from '../learners/learner-scores.ts';

const FOLDS = 10;
const MOST_ROWS = 10_000;

/** What the discriminator changes of the preset. */
const DISCRIMINATOR = { iterations: 50, maxDepth: 10, leastLeaf: 5, maxFeatures: 0.5 } as const;

/** How the discriminator is cross-validated. */
export interface DiscriminatorOptions {
  readonly random: Random;
  /** Folds that are held out in turn, of ten; all if not given. */
  readonly heldOut?: number;
}

/**
 * How well boosted trees tell two sets of points apart: mean AUC over ten shuffled, stratified
 * folds, each rounded to 4 digits; ½ where they cannot.
 *
 * The first 10,000 rows of each set enter. Trees: 50, of depth 10, with at least 5 rows a leaf, each
 * split among half of the dimensions; else the preset.
 *
 * @throws IncomputableMetricError with fewer than 10 rows a set
 * @see docs/methods/similarity-and-distances.md, discriminator
 */
export function discriminatorAuc(
  one: Points,
  other: Points,
  { random, heldOut = FOLDS }: DiscriminatorOptions,
): number {
  const [first, second] = [one, other].map(({ rows }) => Math.min(rows, MOST_ROWS)) as [
    number,
    number,
  ];
  const labels = Int32Array.from({ length: first + second }, (_, row) => (row < first ? 0 : 1));
  const fold = stratifiedFolds(labels, FOLDS, random);
  const pick = (rows: Int32Array) => featuresOf(one, other, { rows, first });
  let sum = 0;
  for (let held = 0; held < heldOut; held += 1) {
    const inside = rowsWhere(fold, (of) => of === held);
    const outside = rowsWhere(fold, (of) => of !== held);
    const model = trainBoostedClassifier(pick(outside), takeLabels(labels, outside), {
      ...HIST_GRADIENT_BOOSTING,
      ...DISCRIMINATOR,
      random: random.split('fold', held),
    });
    const probabilities = model.probabilities(pick(inside));
    const scores = classColumn(probabilities, model.classes, 1);
    sum += Math.round(rocAuc(scores, takeLabels(labels, inside)) * 1e4) / 1e4;
  }
  return sum / heldOut;
}

function rowsWhere(fold: Int32Array, holds: (fold: number) => boolean): Int32Array {
  return Int32Array.from(fold.keys()).filter((row) => holds(fold[row] as number));
}

/** Rows of both sets by position; those of the second follow the `first` ones of the first. */
function featuresOf(
  one: Points,
  other: Points,
  { rows, first }: { readonly rows: Int32Array; readonly first: number },
): FeatureMatrix {
  const { dimensions } = one;
  const columns = Array.from({ length: dimensions }, () => new Float64Array(rows.length));
  for (let to = 0; to < rows.length; to += 1) {
    const row = rows[to] as number;
    const { values } = row < first ? one : other;
    const from = (row < first ? row : row - first) * dimensions;
    for (let at = 0; at < dimensions; at += 1) {
      (columns[at] as Float64Array)[to] = values[from + at] as number;
    }
  }
  return { rows: rows.length, names: columns.map((_, at) => `dimension ${at + 1}`), columns };
}
