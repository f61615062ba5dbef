import { expect } from 'chai';
import { GraphBuilder } from '../../../../engine/compute/build-graph.ts';
import { dense } from '../../../../engine/compute/layers/dense.ts';
import { Weights } from '../../../../engine/compute/layers/weights.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import { computeValues } from '../../../support/compute-values.ts';

describe('dense', () => {
  it('should map the last axis and leave the others', () => {
    const g = new GraphBuilder();
    const weights = new Weights(g, createRandom(1));
    const x = g.input('x', ['B', 2, 3]);

    const y = dense(weights, x, { name: 'map', units: 1, bias: 10 });

    const [a, b, c] = g.states.find(({ name }) => name === 'map.weight')!.initial;
    const [values] = computeValues(g, [y], {
      sizes: { B: 1 },
      feed: { x: [1, 2, 3, 0, 0, -1] },
    });
    expect(y.shape).to.deep.equal(['B', 2, 1]);
    expect(values![0]).to.be.closeTo(a! + 2 * b! + 3 * c! + 10, 1e-12);
    expect(values![1]).to.be.closeTo(10 - c!, 1e-12);
  });

  it('should share its weights with a second entry', () => {
    const g = new GraphBuilder();
    const weights = new Weights(g, createRandom(1));
    const x = g.input('x', ['B', 3]);

    const [first, second] = [0, 1].map(() => dense(weights, x, { name: 'map', units: 2 }));

    expect(first).to.equal(second);
    expect([...weights.nodes.keys()]).to.deep.equal(['map.weight', 'map.bias']);
  });
});

describe('Weights', () => {
  it('should draw the same first values whatever was declared before', () => {
    const [alone, late] = [new GraphBuilder(), new GraphBuilder()];
    new Weights(alone, createRandom(1)).matrix('b', [2, 3]);
    const weights = new Weights(late, createRandom(1));
    weights.matrix('a', [2, 3]);
    weights.matrix('b', [2, 3]);

    expect(late.states[1]).to.deep.equal(alone.states[0]);
    expect(late.states[0]!.initial).to.not.deep.equal(alone.states[0]!.initial);
  });

  it('should keep the variance that inputs and outputs ask for', () => {
    const g = new GraphBuilder();
    new Weights(g, createRandom(1)).matrix('w', [100, 50]);

    const { initial } = g.states[0]!;
    const variance = initial.reduce((sum, value) => sum + value * value, 0) / initial.length;
    expect(variance).to.be.closeTo(2 / 150, 0.001);
  });
});
