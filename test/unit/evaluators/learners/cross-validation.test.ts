import { expect } from 'chai';
import { IncomputableMetricError } from '../../../../engine/core/errors.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import {
  crossValidatedScores,
  stratifiedFolds,
} from '../../../../evaluators/learners/cross-validation.ts';
import {
  HIST_GRADIENT_BOOSTING,
  trainBoostedClassifier,
} from '../../../../evaluators/learners/gradient-boosting.ts';
import { rocAuc } from '../../../../evaluators/learners/learner-scores.ts';
import { crossedRows } from './made-features.ts';

const random = createRandom(8, 'folds');

describe('stratifiedFolds', () => {
  it('should spread every class evenly', () => {
    const labels = Int32Array.from({ length: 103 }, (_, row) => (row < 23 ? 1 : 0));

    const folds = stratifiedFolds(labels, 5, random);

    for (let fold = 0; fold < 5; fold += 1) {
      const ones = labels.filter((label, row) => label === 1 && folds[row] === fold);
      const all = folds.filter((own) => own === fold);
      expect(ones.length).to.be.within(4, 5);
      expect(all.length).to.be.within(20, 21);
    }
  });

  it('should refuse a class with fewer rows than folds', () => {
    const fold = () => stratifiedFolds(Int32Array.of(0, 0, 0, 1), 3, random);

    expect(fold).to.throw(IncomputableMetricError);
  });
});

describe('crossValidatedScores', () => {
  it('should never let a row score itself', () => {
    const { features } = crossedRows(300);
    const noise = Int32Array.from({ length: 300 }, () => random.integer(2));
    const train = (own: typeof features, labels: Int32Array) =>
      trainBoostedClassifier(own, labels, { ...HIST_GRADIENT_BOOSTING, random });

    const scores = crossValidatedScores(features, noise, { folds: 5, random, train });

    expect(rocAuc(scores, noise)).to.be.within(0.35, 0.65);
  });
});
