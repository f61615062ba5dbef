import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { Random } from '../../engine/core/random.ts';
import { BoostedTreeGrower, type BoostedTreeLimits } from './boosted-tree.ts';
import { type BoostingLoss, LOGISTIC_LOSS, logistic, SQUARED_LOSS } from './boosting-losses.ts';
import { BYTE_BINS, byteCodes, fitBinEdges } from './feature-bins.ts';
import { type FeatureMatrix, takeNumbers, takeRows } from './feature-matrix.ts';
import type { BoostedRows } from './gradient-histograms.ts';
import type { Classifier, Regressor } from './learner.ts';
import { createQuickRandom, quickSeeds } from './quick-random.ts';
import { addLeaves, askedRows, type TreeNodes } from './tree-nodes.ts';

/** How trees are boosted. */
export interface BoostingOptions extends BoostedTreeLimits {
  readonly iterations: number;
  /** Most bins of a feature, at most 255. */
  readonly bins: number;
  /** Stop once a tenth of the rows, held back, gains no more; `auto` above 10,000 rows. */
  readonly earlyStopping: boolean | 'auto';
  readonly random: Random;
}

/** Options without their stream of randomness. */
export type BoostingPreset = Omit<BoostingOptions, 'random'>;

/** Defaults of scikit-learn's `HistGradientBoostingClassifier`. */
export const HIST_GRADIENT_BOOSTING: BoostingPreset = {
  iterations: 100,
  learningRate: 0.1,
  maxLeaves: 31,
  maxDepth: Number.POSITIVE_INFINITY,
  leastLeaf: 20,
  leastHessian: 1e-3,
  l2: 0,
  maxFeatures: 1,
  bins: BYTE_BINS,
  earlyStopping: 'auto',
};

/** Defaults of XGBoost's `hist` trees. */
export const XGBOOST_DEFAULTS: BoostingPreset = {
  iterations: 100,
  learningRate: 0.3,
  maxLeaves: Number.POSITIVE_INFINITY,
  maxDepth: 6,
  leastLeaf: 1,
  leastHessian: 1,
  l2: 1,
  maxFeatures: 1,
  bins: BYTE_BINS,
  earlyStopping: false,
};

const AUTO_ROWS = 10_000;
const HELD_BACK = 0.1;
const PATIENCE = 10;
const TOLERANCE = 1e-7;

/**
 * Gradient boosting of two classes: the log odds are a sum of trees.
 *
 * @param labels 0 or 1, `[rows]`
 * @throws IncomputableMetricError if one class has no row
 * @see docs/methods/learners.md
 */
export function trainBoostedClassifier(
  features: FeatureMatrix,
  labels: Int32Array,
  options: BoostingOptions,
): Classifier {
  const ones = labels.reduce((sum, label) => sum + label, 0);
  if (ones === 0 || ones === labels.length) {
    throw new IncomputableMetricError(
      `gradient boosting: rows of one class only: ${ones} of ${labels.length}; give rows of both`,
      { ones, rows: labels.length },
    );
  }
  const targets = Float64Array.from(labels);
  const predict = boost({ features, targets }, LOGISTIC_LOSS, { ...options, strata: labels });
  return {
    classes: 2,
    probabilities: (asked) => {
      const raw = predict(asked);
      return Float64Array.from({ length: raw.length * 2 }, (_, at) => {
        const probability = logistic(raw[at >> 1] as number);
        return at % 2 === 1 ? probability : 1 - probability;
      });
    },
  };
}

/**
 * Gradient boosting of numbers under squared loss.
 *
 * @throws IncomputableMetricError without rows
 * @see docs/methods/learners.md
 */
export function trainBoostedRegressor(
  features: FeatureMatrix,
  targets: Float64Array,
  options: BoostingOptions,
): Regressor {
  if (targets.length === 0) {
    throw new IncomputableMetricError('gradient boosting: no rows: 0; give rows to learn from');
  }
  return { predict: boost({ features, targets }, SQUARED_LOSS, { ...options, strata: null }) };
}

interface LearntRows {
  readonly features: FeatureMatrix;
  readonly targets: Float64Array;
}

interface BoostingPlan extends BoostingOptions {
  /** Classes that the rows held back keep in proportion. */
  readonly strata: Int32Array | null;
}

type RawPredictor = (asked: FeatureMatrix) => Float64Array;

function boost(learnt: LearntRows, loss: BoostingLoss, plan: BoostingPlan): RawPredictor {
  const { training, held } = holdBack(learnt, plan);
  const rows = boostedRows(training.features, plan.bins);
  const seed = quickSeeds(plan.random.split('features'), 1);
  const grower = new BoostedTreeGrower(rows, plan, createQuickRandom(seed));
  const baseline = loss.baseline(training.targets);
  const raw = new Float64Array(rows.rows).fill(baseline);
  const watch = held === null ? null : watchLoss(held, loss, baseline);
  const trees: TreeNodes[] = [];
  for (let round = 0; round < plan.iterations; round += 1) {
    loss.derive(raw, training.targets, rows);
    const tree = grower.grow(raw);
    trees.push(tree);
    if (watch?.isDone(tree)) break;
  }
  return (asked) => {
    const sums = new Float64Array(asked.rows).fill(baseline);
    const values = askedRows(asked);
    for (const tree of trees) addLeaves(tree, values, sums);
    return sums;
  };
}

function boostedRows(features: FeatureMatrix, mostBins: number): BoostedRows {
  const edges = fitBinEdges(features, mostBins);
  const room = () => new Float64Array(features.rows);
  const coded = byteCodes(edges, features);
  const varies = coded.columns.map((codes) => codes.some((code) => code !== codes[0]));
  return {
    ...coded,
    edges,
    varies: Uint8Array.from(varies, Number),
    gradients: room(),
    hessians: room(),
    gradientsHeld: room(),
    hessiansHeld: room(),
  };
}

/** Stops once none of the last ten rounds was better than the one before them. */
function watchLoss(held: LearntRows, loss: BoostingLoss, baseline: number) {
  const values = askedRows(held.features);
  const raw = new Float64Array(held.features.rows).fill(baseline);
  const losses = [loss.mean(raw, held.targets)];
  return {
    isDone: (tree: TreeNodes): boolean => {
      addLeaves(tree, values, raw);
      losses.push(loss.mean(raw, held.targets));
      if (losses.length <= PATIENCE) return false;
      const before = losses.at(-PATIENCE - 1) as number;
      return losses.slice(-PATIENCE).every((own) => own >= before - TOLERANCE);
    },
  };
}

function holdBack(
  learnt: LearntRows,
  { earlyStopping, strata, random }: BoostingPlan,
): { training: LearntRows; held: LearntRows | null } {
  const { rows } = learnt.features;
  const stops = earlyStopping === 'auto' ? rows > AUTO_ROWS : earlyStopping;
  if (!stops || rows < 2 / HELD_BACK) return { training: learnt, held: null };
  const order = random.split('held back').shuffle([...Array(rows).keys()]);
  if (strata !== null) order.sort((one, other) => (strata[one] ?? 0) - (strata[other] ?? 0));
  const every = Math.round(1 / HELD_BACK);
  const isHeld = (at: number) => at % every === 0;
  const part = (positions: readonly number[]): LearntRows => {
    const own = Int32Array.from(positions);
    return { features: takeRows(learnt.features, own), targets: takeNumbers(learnt.targets, own) };
  };
  const training = part(order.filter((_, at) => !isHeld(at)).sort((one, other) => one - other));
  return { training, held: part(order.filter((_, at) => isHeld(at))) };
}
