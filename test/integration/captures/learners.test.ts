/** Our random forest against figures of scikit-learn 1.9.1 on the same rows and splits. */
import { expect } from 'chai';
import { createRandom } from '../../../engine/core/random.ts';
import { classColumn } from '../../../evaluators/learners/learner.ts';
import { rocAuc } from '../../../evaluators/learners/learner-scores.ts';
import { trainForestClassifier } from '../../../evaluators/learners/random-forest.ts';
import {
  hasLabelledSets,
  type LabelledSetName,
  readLabelledSplit,
} from './learners-labelled-sets.ts';

/** Mean ROC AUC of 100 trees over splits 0 to 3, four forests each (`random_state` 0 to 3). */
const REFERENCES: readonly (readonly [LabelledSetName, ports: boolean, auc: number])[] = [
  ['zeek', true, 0.99976],
  ['zeek', false, 0.99056],
  ['bot-iot', true, 0.99999],
  ['bot-iot', false, 0.99737],
  ['ugr16', true, 0.96773],
  ['ugr16', false, 0.9623],
];

const SPLITS = 4;
const FORESTS = 2;

describe('random forest on labelled flows', () => {
  before(function () {
    if (!hasLabelledSets()) this.skip();
  });

  for (const [name, ports, auc] of REFERENCES) {
    const what = `${name}${ports ? '' : ' without ports'}`;
    it(`should reach the AUC of scikit-learn within .005: ${what}`, async () => {
      expect(await meanAuc(name, ports)).to.be.closeTo(auc, 0.005);
    });
  }
});

async function meanAuc(name: LabelledSetName, ports: boolean): Promise<number> {
  let sum = 0;
  for (let seed = 0; seed < SPLITS; seed += 1) {
    const split = readLabelledSplit(name, { ports, seed });
    for (let forest = 0; forest < FORESTS; forest += 1) {
      const random = createRandom(seed, 'forest', forest);
      const options = { classes: 2, random };
      const model = await trainForestClassifier(split.training, split.trainingLabels, options);
      const scores = classColumn(model.probabilities(split.holdout), 2, 1);
      sum += rocAuc(scores, split.holdoutLabels);
    }
  }
  return sum / (SPLITS * FORESTS);
}
