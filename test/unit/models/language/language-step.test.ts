import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import {
  batchesOf,
  type LanguageItem,
} from '../../../../engine/models/language/language-batches.ts';
import { languageProgram } from '../../../../engine/models/language/language-program.ts';
import {
  type LanguageShape,
  weightShapes,
} from '../../../../engine/models/language/language-sizes.ts';
import { openStepper } from '../../../../engine/models/language/language-step.ts';
import { referenceEngine } from '../../../support/reference-engine.ts';

const SHAPE: LanguageShape = { tokens: 23, templates: 3, deciders: 2 };

describe('openStepper', () => {
  it("should give the engine's logits, one token at a time", async () => {
    const weights = randomWeights();
    const item: LanguageItem = { tokens: [4, 7, 7, 22, 1, 9], template: 2, decider: 1, count: 1 };
    const [batch] = batchesOf([item]);
    const runner = await referenceEngine.open(languageProgram(SHAPE, weights), { threads: 1 });
    const [result] = await runner.run('logits', [batch!.feed]);
    const { data } = result!.logits!;
    const size = batch!.feed.template!.shape[0] as number;
    const stepper = openStepper(weights, SHAPE);
    const condition = stepper.condition(item.template, item.decider);

    let state = stepper.start();
    for (const [step, token] of [...item.tokens, 0].entries()) {
      const logits = stepper.logits(state, condition);
      for (let at = 0; at < SHAPE.tokens; at += 1) {
        expect(logits[at]).to.be.closeTo(data[step * size * SHAPE.tokens + at] as number, 1e-4);
      }
      state = stepper.after(state, token);
    }
  });

  it('should not change a state that goes on in two ways', () => {
    const stepper = openStepper(randomWeights(), SHAPE);
    const condition = stepper.condition(0, 0);
    const start = stepper.start();
    const before = stepper.logits(start, condition).slice();

    stepper.after(stepper.after(start, 3), 5);

    expect([...stepper.logits(start, condition)]).to.deep.equal([...before]);
  });
});

function randomWeights() {
  const random = createRandom(5);
  return new Map(
    Object.entries(weightShapes(SHAPE)).map(([name, size]) => {
      const length = size.reduce((product, one) => product * one, 1);
      return [name, Float32Array.from({ length }, () => 0.4 * random.normal())] as const;
    }),
  );
}
