import { expect } from 'chai';
import { GraphBuilder } from '../../../../engine/compute/build-graph.ts';
import { dropout } from '../../../../engine/compute/layers/dropout.ts';
import { computeValues } from '../../../support/compute-values.ts';

describe('dropout', () => {
  it('should zero what the uniforms say and scale the rest', () => {
    const g = new GraphBuilder();
    const [x, uniforms] = [g.input('x', ['B']), g.input('uniforms', ['B'])];

    const [values] = computeValues(g, [dropout(g, x, { uniforms, chance: 0.75 })], {
      sizes: { B: 4 },
      feed: { x: [1, 2, 3, 4], uniforms: [0.1, 0.8, 0.75, 0.99] },
    });

    expect(values).to.deep.equal([0, 8, 0, 16]);
  });

  it('should leave the graph as it is where nothing is lost', () => {
    const g = new GraphBuilder();
    const x = g.input('x', ['B']);

    expect(dropout(g, x, { uniforms: x, chance: 0 })).to.equal(x);
  });
});
