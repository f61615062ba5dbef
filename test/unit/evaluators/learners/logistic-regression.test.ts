import { expect } from 'chai';
import { IncomputableMetricError } from '../../../../engine/core/errors.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import { trainLogisticRegression } from '../../../../evaluators/learners/logistic-regression.ts';
import { featuresOf } from './made-features.ts';

describe('trainLogisticRegression', () => {
  it('should find the law that drew the labels', () => {
    const random = createRandom(4, 'logistic');
    const x = Array.from({ length: 20_000 }, () => random.normal());
    const odds = (value: number) => 1 / (1 + Math.exp(-(0.5 + 1.5 * value)));
    const labels = Int32Array.from(x, (value) => (random.next() < odds(value) ? 1 : 0));

    const model = trainLogisticRegression(featuresOf({ x }), labels, { classes: 2 });
    const shares = model.probabilities(featuresOf({ x: [-1, 0, 1, Number.NaN] }));

    for (const [row, value] of [-1, 0, 1].entries()) {
      expect(shares[row * 2 + 1]).to.be.closeTo(odds(value), 0.02);
    }
    expect(shares[7], 'a missing value stands at the mean').to.be.closeTo(odds(0), 0.02);
  });

  it('should hold weights finite where classes are parted wholly', () => {
    const features = featuresOf({ x: [0, 1, 2, 3], constant: [5, 5, 5, 5] });

    const model = trainLogisticRegression(features, Int32Array.from([0, 0, 1, 1]), { classes: 2 });
    const shares = model.probabilities(features);

    expect(shares[1]).to.be.within(0.01, 0.5);
    expect(shares[7]).to.be.within(0.5, 0.99);
  });

  it('should tell several classes, with shares that sum to 1', () => {
    const x = Array.from({ length: 90 }, (_, row) => (row % 3) + (row % 5) / 20);
    const labels = Int32Array.from(x, Math.floor);
    const features = featuresOf({ x, square: x.map((value) => value ** 2) });

    const model = trainLogisticRegression(features, labels, { classes: 3, l2: 0.01 });
    const shares = model.probabilities(features);

    for (const [row, label] of labels.entries()) {
      const own = shares.slice(row * 3, row * 3 + 3);
      expect(own.reduce((sum, share) => sum + share)).to.be.closeTo(1, 1e-12);
      expect(own.indexOf(Math.max(...own))).to.equal(label);
    }
  });

  it('should refuse rows of one class', () => {
    const train = () =>
      trainLogisticRegression(featuresOf({ x: [1, 2] }), new Int32Array(2), { classes: 2 });

    expect(train).to.throw(IncomputableMetricError);
  });
});
