import { expect } from 'chai';
import { GraphBuilder } from '../../../../engine/compute/build-graph.ts';
import type { Node } from '../../../../engine/compute/graph.ts';
import { gatedRecurrence, gatedStep } from '../../../../engine/compute/layers/gated-recurrence.ts';
import { Weights } from '../../../../engine/compute/layers/weights.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import { computeValues } from '../../../support/compute-values.ts';

const LAYER = { name: 'recurrence', units: 2 };
const STEPS = 5;

describe('gatedRecurrence', () => {
  const g = new GraphBuilder();
  const weights = new Weights(g, createRandom(1));
  const x = g.input('x', ['S', STEPS, 3]);
  const elements = Array.from({ length: 2 * STEPS * 3 }, (_, index) => Math.sin(index * 1.7));
  const options = { sizes: { S: 2 }, feed: { x: elements } };

  it('should give what single steps give one after the other', () => {
    const states: Node[] = [];
    for (let step = 0; step < STEPS; step += 1) {
      const row = g.reshape(g.slice(x, { axis: 1, start: step, size: 1 }), ['S', 3]);
      const state = states.at(-1) ?? g.fill(['S', 2], 0);
      states.push(gatedStep(weights, { row, state }, LAYER));
    }

    const [all, ...each] = computeValues(
      g,
      [gatedRecurrence(weights, x, LAYER), ...states],
      options,
    );

    each.forEach((state, step) => {
      [0, 1].forEach((series) => {
        const start = (series * STEPS + step) * 2;
        expect(state.slice(series * 2, series * 2 + 2)).to.deep.equal(all!.slice(start, start + 2));
      });
    });
  });

  it('should not let a step see those after it', () => {
    const later = { sizes: { S: 2 }, feed: { x: elements.with(STEPS * 3 - 1, 9) } };
    const all = gatedRecurrence(weights, x, LAYER);

    const [before] = computeValues(g, [all], options);
    const [after] = computeValues(g, [all], later);

    const changed = before!.flatMap((value, index) => (value === after![index] ? [] : [index]));
    expect(changed).to.deep.equal([8, 9]);
  });

  it('should go on from a given state', () => {
    const first = g.input('first', ['S', 2]);
    const state = gatedRecurrence(weights, x, { ...LAYER, first });
    const feed = (value: number) => ({ ...options.feed, first: new Array(4).fill(value) });

    const [plain, zero, one] = [
      computeValues(g, [gatedRecurrence(weights, x, LAYER)], options)[0],
      computeValues(g, [state], { ...options, feed: feed(0) })[0],
      computeValues(g, [state], { ...options, feed: feed(1) })[0],
    ];

    expect(zero).to.deep.equal(plain);
    expect(one).to.not.deep.equal(plain);
  });
});
