import { expect } from 'chai';
import { IncomputableMetricError } from '../../../../engine/core/errors.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import { classColumn } from '../../../../evaluators/learners/learner.ts';
import { rocAuc } from '../../../../evaluators/learners/learner-scores.ts';
import { openTreePool } from '../../../../evaluators/learners/open-tree-pool.ts';
import {
  trainForestClassifier,
  trainForestRegressor,
} from '../../../../evaluators/learners/random-forest.ts';
import { crossedRows, featuresOf } from './made-features.ts';

const random = createRandom(5, 'forest');

describe('trainForestClassifier', () => {
  it('should tell classes that only two features together part', async () => {
    const learnt = crossedRows(800);
    const asked = crossedRows(400, 2);

    const forest = await trainForestClassifier(learnt.features, learnt.labels, {
      classes: 2,
      trees: 40,
      random,
    });
    const scores = classColumn(forest.probabilities(asked.features), 2, 1);

    expect(rocAuc(scores, asked.labels)).to.be.above(0.97);
  });

  it('should give probabilities that sum to 1 and follow pure leaves', async () => {
    const features = featuresOf({ x: [1, 2, 3, 4, 5, 6, 7, 8, 9] });
    const labels = Int32Array.from([0, 0, 0, 1, 1, 1, 2, 2, 2]);

    const forest = await trainForestClassifier(features, labels, { classes: 3, random });
    const shares = forest.probabilities(featuresOf({ x: [0, 5, 20] }));

    expect(shares[0]).to.be.above(0.8);
    expect(shares[4]).to.be.above(0.6);
    expect(shares[8]).to.be.above(0.8);
    for (const row of [0, 1, 2]) {
      expect(shares.slice(row * 3, row * 3 + 3).reduce((a, b) => a + b)).to.be.closeTo(1, 1e-9);
    }
  });

  it('should learn from what is missing', async () => {
    const values = Array.from({ length: 200 }, (_, row) => (row % 2 === 0 ? Number.NaN : row));
    const labels = Int32Array.from({ length: 200 }, (_, row) => (row % 2 === 0 ? 1 : 0));

    const forest = await trainForestClassifier(featuresOf({ values }), labels, {
      classes: 2,
      trees: 10,
      random,
    });
    const shares = forest.probabilities(featuresOf({ values: [Number.NaN, 7, 500] }));

    expect([shares[1], shares[3], shares[5]]).to.deep.equal([1, 0, 0]);
  });

  it('should give equal seeds equal forests, also on threads', async () => {
    const { features, labels } = crossedRows(2_500);
    const pool = openTreePool(2);
    const train = async (seed: number, options = {}) => {
      const own = { classes: 2, trees: 80, random: createRandom(seed), ...options };
      return (await trainForestClassifier(features, labels, own)).probabilities(features);
    };

    const [one, same, other] = [await train(1), await train(1, { pool }), await train(2)];
    await pool.close();

    expect(same).to.deep.equal(one);
    expect(other).to.not.deep.equal(one);
  });

  it('should keep leaves as heavy as asked', async () => {
    const { features, labels } = crossedRows(300);

    const forest = await trainForestClassifier(features, labels, {
      classes: 2,
      trees: 5,
      leastLeaf: 150,
      random,
    });
    const shares = classColumn(forest.probabilities(features), 2, 1);

    expect(new Set(shares).size).to.be.at.most(2 ** 5);
    expect(Math.max(...shares)).to.be.below(0.9);
  });

  it('should refuse no rows', async () => {
    const nothing = trainForestClassifier(featuresOf({ x: [] }), new Int32Array(0), {
      classes: 2,
      random,
    });

    const error = await nothing.catch((caught: unknown) => caught);

    expect(error).to.be.instanceOf(IncomputableMetricError);
  });
});

describe('trainForestRegressor', () => {
  it('should follow a law with a step and a slope', async () => {
    const stream = createRandom(9, 'law');
    const x = Array.from({ length: 1_500 }, () => stream.next() * 10);
    const law = (value: number) => (value > 5 ? 20 : 0) + value;

    const forest = await trainForestRegressor(featuresOf({ x }), Float64Array.from(x, law), {
      trees: 30,
      random,
    });
    const predicted = forest.predict(featuresOf({ x: [1, 4, 6, 9] }));

    for (const [at, value] of [1, 4, 6, 9].entries()) {
      expect(predicted[at]).to.be.closeTo(law(value), 0.1);
    }
  });

  it('should send rows with missing values where their targets are', async () => {
    const x = Array.from({ length: 600 }, (_, row) => (row % 3 === 0 ? Number.NaN : row % 7));
    const targets = Float64Array.from(x, (value) => (Number.isNaN(value) ? 100 : value));

    const forest = await trainForestRegressor(featuresOf({ x }), targets, { trees: 10, random });

    expect([...forest.predict(featuresOf({ x: [Number.NaN, 3] }))]).to.deep.equal([100, 3]);
  });

  it('should say one number where the target never changes', async () => {
    const { features } = crossedRows(60);

    const forest = await trainForestRegressor(features, new Float64Array(60).fill(4), {
      trees: 3,
      random,
    });

    expect(new Set(forest.predict(features))).to.deep.equal(new Set([4]));
  });
});
