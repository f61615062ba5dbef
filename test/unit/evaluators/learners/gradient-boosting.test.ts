import { expect } from 'chai';
import { IncomputableMetricError } from '../../../../engine/core/errors.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import {
  HIST_GRADIENT_BOOSTING,
  trainBoostedClassifier,
  trainBoostedRegressor,
  XGBOOST_DEFAULTS,
} from '../../../../evaluators/learners/gradient-boosting.ts';
import { classColumn } from '../../../../evaluators/learners/learner.ts';
import { logLoss, rocAuc } from '../../../../evaluators/learners/learner-scores.ts';
import { crossedRows, featuresOf } from './made-features.ts';

const random = createRandom(3, 'boosting');

describe('trainBoostedClassifier', () => {
  for (const [name, preset] of Object.entries({ HIST_GRADIENT_BOOSTING, XGBOOST_DEFAULTS })) {
    it(`should tell classes that only two features together part: ${name}`, () => {
      const learnt = crossedRows(800);
      const asked = crossedRows(400, 2);

      const model = trainBoostedClassifier(learnt.features, learnt.labels, { ...preset, random });
      const scores = classColumn(model.probabilities(asked.features), 2, 1);

      expect(rocAuc(scores, asked.labels)).to.be.above(0.98);
    });
  }

  it('should equal the closed form where a single split is allowed', () => {
    const features = featuresOf({ x: [0, 0, 0, 0, 1, 1, 1, 1] });
    const labels = Int32Array.from([0, 0, 0, 1, 1, 1, 1, 0]);
    const one = { ...XGBOOST_DEFAULTS, iterations: 1, maxDepth: 1, leastHessian: 0, random };

    const model = trainBoostedClassifier(features, labels, one);
    const share = model.probabilities(featuresOf({ x: [0, 1] }));

    // Gradient of each side is 1 (3 of 4 against 1/2), hessian 4 / 4 = 1, penalty 1.
    const step = (0.3 * 1) / (1 + 1);
    expect(share[1]).to.be.closeTo(1 / (1 + Math.exp(step)), 1e-12);
    expect(share[3]).to.be.closeTo(1 / (1 + Math.exp(-step)), 1e-12);
  });

  it('should send missing values to the side that they are like', () => {
    const x = Array.from({ length: 400 }, (_, row) => (row % 4 === 0 ? Number.NaN : row % 4));
    const labels = Int32Array.from(x, (value) => (Number.isNaN(value) || value === 3 ? 1 : 0));

    const model = trainBoostedClassifier(featuresOf({ x }), labels, {
      ...HIST_GRADIENT_BOOSTING,
      random,
    });
    const share = classColumn(model.probabilities(featuresOf({ x: [Number.NaN, 1, 3] })), 2, 1);

    expect(share[0]).to.be.above(0.99);
    expect(share[1]).to.be.below(0.01);
    expect(share[2]).to.be.above(0.99);
  });

  it('should stop early where the rows held back gain no more', () => {
    const { features } = crossedRows(600);
    const noise = Int32Array.from({ length: 600 }, (_, row) => (row * 7919) % 2);
    const options = { ...XGBOOST_DEFAULTS, random };
    const lossOf = (earlyStopping: boolean) => {
      const model = trainBoostedClassifier(features, noise, { ...options, earlyStopping });
      return logLoss(model.probabilities(features), noise, 2);
    };

    expect(lossOf(true)).to.be.above(lossOf(false) + 0.1);
  });

  it('should draw features anew in each node, the same ones for a seed', () => {
    const { features, labels } = crossedRows(400);
    const train = (seed: number) =>
      trainBoostedClassifier(features, labels, {
        ...HIST_GRADIENT_BOOSTING,
        maxFeatures: 0.5,
        random: createRandom(seed),
      }).probabilities(features);

    expect(train(1)).to.deep.equal(train(1));
    expect(train(1)).to.not.deep.equal(train(2));
  });

  it('should refuse rows of one class', () => {
    const { features } = crossedRows(20);
    const train = () =>
      trainBoostedClassifier(features, new Int32Array(20), { ...XGBOOST_DEFAULTS, random });

    expect(train).to.throw(IncomputableMetricError);
  });
});

describe('trainBoostedRegressor', () => {
  it('should follow a smooth law', () => {
    const stream = createRandom(2, 'law');
    const x = Array.from({ length: 2_000 }, () => stream.next() * 6);
    const targets = Float64Array.from(x, Math.sin);

    const model = trainBoostedRegressor(featuresOf({ x }), targets, {
      ...HIST_GRADIENT_BOOSTING,
      random,
    });

    for (const value of [0.5, 2, 4, 5.5]) {
      const [said] = model.predict(featuresOf({ x: [value] }));
      expect(said).to.be.closeTo(Math.sin(value), 0.05);
    }
  });

  it('should keep to the number of leaves', () => {
    const x = Array.from({ length: 200 }, (_, row) => row);
    const limits = { ...HIST_GRADIENT_BOOSTING, iterations: 1, maxLeaves: 4, leastLeaf: 1 };

    const model = trainBoostedRegressor(featuresOf({ x }), Float64Array.from(x), {
      ...limits,
      random,
    });

    expect(new Set(model.predict(featuresOf({ x }))).size).to.equal(4);
  });
});
