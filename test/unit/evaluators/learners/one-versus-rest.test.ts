import { expect } from 'chai';
import { IncomputableMetricError } from '../../../../engine/core/errors.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import {
  HIST_GRADIENT_BOOSTING,
  trainBoostedClassifier,
} from '../../../../evaluators/learners/gradient-boosting.ts';
import { likeliestClasses } from '../../../../evaluators/learners/learner.ts';
import { trainOneVersusRest } from '../../../../evaluators/learners/one-versus-rest.ts';
import { featuresOf } from './made-features.ts';

const random = createRandom(1, 'rest');
const train = (features: ReturnType<typeof featuresOf>, labels: Int32Array) =>
  trainBoostedClassifier(features, labels, { ...HIST_GRADIENT_BOOSTING, iterations: 20, random });

describe('trainOneVersusRest', () => {
  it('should tell several classes, and give none to a class without rows', () => {
    const x = Array.from({ length: 300 }, (_, row) => row % 3);
    const labels = Int32Array.from(x, (value) => (value === 2 ? 3 : value));

    const model = trainOneVersusRest(featuresOf({ x }), labels, { classes: 4, train });
    const shares = model.probabilities(featuresOf({ x: [0, 1, 2] }));

    expect([...likeliestClasses(shares, 4)]).to.deep.equal([0, 1, 3]);
    expect([shares[2], shares[6], shares[10]]).to.deep.equal([0, 0, 0]);
    expect(shares.reduce((sum, share) => sum + share)).to.be.closeTo(3, 1e-9);
  });

  it('should refuse rows of one class', () => {
    const refused = () =>
      trainOneVersusRest(featuresOf({ x: [1, 2] }), new Int32Array(2), { classes: 3, train });

    expect(refused).to.throw(IncomputableMetricError);
  });
});
