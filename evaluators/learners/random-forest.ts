import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { Random } from '../../engine/core/random.ts';
import type { FeatureMatrix } from './feature-matrix.ts';
import { codeForestColumns } from './forest-columns.ts';
import type { ForestTarget } from './grow-trees.ts';
import type { Classifier, Regressor } from './learner.ts';
import { quickSeeds } from './quick-random.ts';
import { addLeaves, askedRows, type TreeNodes } from './tree-nodes.ts';
import { CALLING_THREAD, type TreePool } from './tree-pool.ts';

/** How a forest is grown. */
export interface ForestOptions {
  readonly random: Random;
  /** Trees; 100 if not given. */
  readonly trees?: number;
  /** Least number of drawn rows in a leaf; 1 if not given, so that leaves are pure. */
  readonly leastLeaf?: number;
  /** Share of the features that a node chooses from; root of their number, or all for numbers. */
  readonly maxFeatures?: number;
  /** Where the trees grow; the calling thread if not given. It never changes them. */
  readonly pool?: TreePool;
}

const MOST_CLASSES = 256;

/**
 * A random forest classifier: Gini, bootstrap samples, at each node the root of the number of features.
 *
 * The probability of a class is the mean of its share in the leaves that a row falls into.
 *
 * @param labels classes from 0 on, `[rows]`
 * @throws IncomputableMetricError without rows, or with more than 256 classes
 * @see docs/methods/learners.md
 */
export async function trainForestClassifier(
  features: FeatureMatrix,
  labels: Int32Array,
  options: ForestOptions & { readonly classes: number },
): Promise<Classifier> {
  const { classes } = options;
  refuseUnless(classes <= MOST_CLASSES, 'too many classes', classes);
  const all = features.columns.length;
  const tries = Math.max(1, Math.floor(all * (options.maxFeatures ?? 1 / Math.sqrt(all)) + 1e-9));
  const target = { kind: 'classes', labels: Uint8Array.from(labels), classes } as const;
  const means = await trainForest(features, { ...options, target, tries });
  return { classes, probabilities: (asked) => means(asked, classes) };
}

/**
 * A random forest regressor: variance, bootstrap samples, all features at every node.
 *
 * @param targets numbers, `[rows]`
 * @throws IncomputableMetricError without rows
 * @see docs/methods/learners.md
 */
export async function trainForestRegressor(
  features: FeatureMatrix,
  targets: Float64Array,
  options: ForestOptions,
): Promise<Regressor> {
  const tries = Math.max(1, Math.floor(features.columns.length * (options.maxFeatures ?? 1)));
  const target = { kind: 'numbers', targets } as const;
  const means = await trainForest(features, { ...options, target, tries });
  return { predict: (asked) => means(asked, 1) };
}

interface ForestPlan extends ForestOptions {
  readonly target: ForestTarget;
  readonly tries: number;
}

type LeafMeans = (asked: FeatureMatrix, width: number) => Float64Array;

async function trainForest(features: FeatureMatrix, plan: ForestPlan): Promise<LeafMeans> {
  const { random, trees = 100, leastLeaf = 1, pool = CALLING_THREAD, target, tries } = plan;
  refuseUnless(features.rows > 0, 'too few rows', features.rows);
  const work = { ...codeForestColumns(features), target, leastLeaf, tries };
  const grown = await pool.grow(work, quickSeeds(random.split('trees'), trees));
  return (asked, width) => meanLeaves(grown, asked, width);
}

function meanLeaves(grown: readonly TreeNodes[], asked: FeatureMatrix, width: number) {
  const rows = askedRows(asked);
  const sums = new Float64Array(asked.rows * width);
  for (const tree of grown) addLeaves(tree, rows, sums);
  return sums.map((sum) => sum / grown.length); // [rows, width]
}

function refuseUnless(holds: boolean, what: string, value: number): void {
  if (holds) return;
  throw new IncomputableMetricError(
    `random forest: ${what}: ${value}; give 1 row or more, at most ${MOST_CLASSES} classes`,
    { what, value },
  );
}
