import type { Random } from '../../engine/core/random.ts';
import type { Frame } from '../columns/frame.ts';
import { fitFeatures } from '../learners/feature-encoder.ts';
import type { FeatureMatrix } from '../learners/feature-matrix.ts';
import {
  HIST_GRADIENT_BOOSTING,
  trainBoostedClassifier,
  trainBoostedRegressor,
  XGBOOST_DEFAULTS,
} from '../learners/gradient-boosting.ts';
import type { Classifier, Regressor } from '../learners/learner.ts';
import { trainLogisticRegression } from '../learners/logistic-regression.ts';
import { trainOneVersusRest } from '../learners/one-versus-rest.ts';
import { trainForestClassifier, trainForestRegressor } from '../learners/random-forest.ts';
import type { TreePool } from '../learners/tree-pool.ts';
import { firstRows, type TaskRows } from './task-rows.ts';

/** What a model says of rows: `[rows, classes]`, or `[rows]` numbers. */
export type TaskModel = (frame: Frame) => Float64Array;

/** What learners need besides rows. */
export interface LearnerOptions {
  readonly random: Random;
  /** 0 where a number is asked. */
  readonly classes: number;
  readonly pool?: TreePool;
}

/** A way to learn a task. */
export interface TaskLearner {
  readonly id: string;
  readonly name: string;
  /** True where it can only tell classes. */
  readonly classesOnly: boolean;
  /** @throws IncomputableMetricError if the rows cannot be learnt from */
  train(rows: TaskRows, options: LearnerOptions): Promise<TaskModel>;
}

const TREES = 100;

/** For numbers: pure leaves only learn noise by heart, and trees of all features are too alike. */
const COARSE = { trees: 50, leastLeaf: 5, maxFeatures: 1 / 3 };

/** Rows are in random order; so many settle the weights of a line. */
const MOST_LINEAR_ROWS = 2_500;

// The penalty on leaves matters: without it rare classes make the log odds run away.
const CLASS_BOOSTING = { ...XGBOOST_DEFAULTS, iterations: 50 };
const NUMBER_BOOSTING = { ...HIST_GRADIENT_BOOSTING, iterations: 50 };

/** The learner whose figures go into the contract. */
export const FOREST: TaskLearner = {
  id: 'forest',
  name: 'random forest',
  classesOnly: false,
  train: (rows, { classes, random, pool }) =>
    withFeatures({ rows, categories: 'ranks' }, async (features, labels) => {
      const options = { random, trees: TREES, ...(pool === undefined ? {} : { pool }) };
      if (classes > 0) {
        return classModel(await trainForestClassifier(features, labels, { ...options, classes }));
      }
      return numberModel(
        await trainForestRegressor(features, rows.target, { ...options, ...COARSE }),
      );
    }),
};

const GRADIENT_BOOSTING: TaskLearner = {
  id: 'boosting',
  name: 'gradient boosting',
  classesOnly: false,
  train: (rows, { classes, random }) =>
    withFeatures({ rows, categories: 'ranks' }, async (features, labels) => {
      if (classes === 0) {
        return numberModel(
          trainBoostedRegressor(features, rows.target, { ...NUMBER_BOOSTING, random }),
        );
      }
      const train = (own: FeatureMatrix, binary: Int32Array, one: number) =>
        trainBoostedClassifier(own, binary, { ...CLASS_BOOSTING, random: random.split(one) });
      return classModel(trainOneVersusRest(features, labels, { classes, train }));
    }),
};

const LOGISTIC_REGRESSION: TaskLearner = {
  id: 'logistic',
  name: 'logistic regression',
  classesOnly: true,
  train: (rows, { classes }) =>
    withFeatures(
      { rows: firstRows(rows, MOST_LINEAR_ROWS), categories: 'one-hot' },
      async (features, labels) =>
        classModel(trainLogisticRegression(features, labels, { classes })),
    ),
};

/** All learners; the first is the one that the contract names. */
export const TASK_LEARNERS: readonly TaskLearner[] = [
  FOREST,
  GRADIENT_BOOSTING,
  LOGISTIC_REGRESSION,
];

interface LearntTask {
  readonly rows: TaskRows;
  /** Trees cut ranks; a line needs a feature for each category. */
  readonly categories: 'one-hot' | 'ranks';
}

type FeatureModel = (features: FeatureMatrix) => Float64Array;

/** Features are fitted on what is learnt from: who has synthetic rows only sees no other. */
async function withFeatures(
  { rows, categories }: LearntTask,
  train: (features: FeatureMatrix, labels: Int32Array) => Promise<FeatureModel>,
): Promise<TaskModel> {
  const encoder = fitFeatures(rows.frame, { categories });
  const model = await train(encoder.encode(rows.frame), Int32Array.from(rows.target));
  return (frame) => model(encoder.encode(frame));
}

function classModel(classifier: Classifier): FeatureModel {
  return (features) => classifier.probabilities(features);
}

function numberModel(regressor: Regressor): FeatureModel {
  return (features) => regressor.predict(features);
}
