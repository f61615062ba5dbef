import { expect } from 'chai';
import { GraphBuilder } from '../../../../engine/compute/build-graph.ts';
import { layerNorm } from '../../../../engine/compute/layers/layer-norm.ts';
import { mean } from '../../../../engine/compute/layers/mean.ts';
import { Weights } from '../../../../engine/compute/layers/weights.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import { computeValues } from '../../../support/compute-values.ts';

describe('layerNorm', () => {
  it('should bring each row to mean 0 and variance 1', () => {
    const g = new GraphBuilder();
    const weights = new Weights(g, createRandom(1));

    const y = layerNorm(weights, g.input('x', ['B', 4]), 'norm');

    const [values] = computeValues(g, [y], {
      sizes: { B: 2 },
      feed: { x: [1, 2, 3, 6, 100, 100, 100, 100] },
    });
    const scale = 1 / Math.sqrt(3.5 + 1e-5);
    const wanted = [-2 * scale, -scale, 0, 3 * scale, 0, 0, 0, 0];
    values!.forEach((value, index) => {
      expect(value).to.be.closeTo(wanted[index]!, 1e-9);
    });
  });
});

describe('mean', () => {
  it('should count axes whose size is known only when run', () => {
    const g = new GraphBuilder();
    const x = g.input('x', ['B', 2]);

    const values = computeValues(g, [mean(g, x, [0, 1]), mean(g, x, [0]), mean(g, x, [1])], {
      sizes: { B: 3 },
      feed: { x: [1, 2, 3, 4, 5, 9] },
    });

    expect(values).to.deep.equal([[4], [3, 5], [1.5, 3.5, 7]]);
  });
});
