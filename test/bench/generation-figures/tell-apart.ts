import type { Random } from '../../../engine/core/random.ts';
import { drawHalves } from '../../../evaluators/ceiling/halves.ts';
import {
  concatRows,
  type FeatureMatrix,
  takeLabels,
  takeRows,
} from '../../../evaluators/learners/feature-matrix.ts';
import { classColumn } from '../../../evaluators/learners/learner.ts';
import { rocAuc } from '../../../evaluators/learners/learner-scores.ts';
import { trainForestClassifier } from '../../../evaluators/learners/random-forest.ts';
import { ksDistance, median } from './laws.ts';

const FOLDS = 3;
const HALVES = 2;
const TREES = 50;
const LEAST_LEAF = 3;
/** Features that are named because they tell the sides apart by themselves. */
const NAMED = 4;

/** Rows of one side, in random order, with the subject of each. */
export interface OwnedFeatures {
  readonly features: FeatureMatrix;
  readonly subject: Int32Array; // [rows]
}

/** How well two sides are told apart, and halves of the original. */
export interface ToldApart {
  readonly auc: number;
  readonly halves: number;
  /** The features in which the sides differ most. */
  readonly telling: string;
}

/** AUC of a forest that guesses the side of each row, a subject's rows held out together. */
export async function tellApart(
  original: OwnedFeatures,
  synthetic: OwnedFeatures,
  random: Random,
): Promise<ToldApart> {
  const subjects = [...new Set(original.subject)];
  const places = new Map(subjects.map((position, at) => [position, at] as const));
  const halves: number[] = [];
  for (const mask of drawHalves(subjects.length, HALVES, random)) {
    const half = (bit: number) =>
      someRows(original, (position) => mask[places.get(position) ?? 0] === bit);
    halves.push(await heldOutAuc(half(1), half(0), random));
  }
  return {
    auc: await heldOutAuc(original, synthetic, random),
    halves: median(halves),
    telling: tellingFeatures(original.features, synthetic.features),
  };
}

/** Sides are cut to the same number of rows. */
async function heldOutAuc(
  one: OwnedFeatures,
  other: OwnedFeatures,
  random: Random,
): Promise<number> {
  const size = Math.min(one.subject.length, other.subject.length);
  const first = Int32Array.from({ length: size }, (_, row) => row);
  const features = concatRows(takeRows(one.features, first), takeRows(other.features, first));
  const labels = Int32Array.from({ length: 2 * size }, (_, row) => (row < size ? 0 : 1));
  const folds = [one, other].flatMap(({ subject }) => [...foldsOf(subject.subarray(0, size))]);
  const scores = new Float64Array(2 * size);
  const rows = Int32Array.from(labels.keys());
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const inside = rows.filter((row) => folds[row] === fold);
    const outside = rows.filter((row) => folds[row] !== fold);
    const options = { trees: TREES, leastLeaf: LEAST_LEAF, random: random.split('fold', fold) };
    const learnt = takeRows(features, outside);
    const answers = takeLabels(labels, outside);
    const forest = await trainForestClassifier(learnt, answers, { ...options, classes: 2 });
    const said = classColumn(forest.probabilities(takeRows(features, inside)), 2, 1);
    for (const [at, row] of inside.entries()) scores[row] = said[at] as number;
  }
  return rocAuc(scores, labels);
}

/** Subjects are dealt in the order in which they come first, which is random. */
function foldsOf(subject: Int32Array): Int32Array {
  const places = new Map<number, number>();
  return subject.map((position) => {
    const place = places.get(position) ?? places.size;
    places.set(position, place);
    return place % FOLDS;
  });
}

function someRows(rows: OwnedFeatures, takes: (position: number) => boolean): OwnedFeatures {
  const kept = Int32Array.from(rows.subject.keys()).filter((row) =>
    takes(rows.subject[row] as number),
  );
  return { features: takeRows(rows.features, kept), subject: takeLabels(rows.subject, kept) };
}

function tellingFeatures(one: FeatureMatrix, other: FeatureMatrix): string {
  const known = (column: Float64Array | undefined) =>
    (column ?? new Float64Array(0)).map((value) => (Number.isNaN(value) ? -1e9 : value));
  return one.names
    .map((name, at) => ({ name, ks: ksDistance(known(one.columns[at]), known(other.columns[at])) }))
    .sort((a, b) => b.ks - a.ks)
    .slice(0, NAMED)
    .map(({ name, ks }) => `${name} (KS ${ks.toFixed(2)})`)
    .join(', ');
}
