import { expect } from 'chai';
import { GraphBuilder } from '../../../../engine/compute/build-graph.ts';
import { Weights } from '../../../../engine/compute/layers/weights.ts';
import { windowConvolution } from '../../../../engine/compute/layers/window-convolution.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import { computeValues } from '../../../support/compute-values.ts';

describe('windowConvolution', () => {
  it('should slide each filter over rows and columns', () => {
    const [rows, columns, height, width, filters] = [6, 16, 3, 4, 2] as const;
    const g = new GraphBuilder();
    const weights = new Weights(g, createRandom(1));
    const x = g.input('x', ['N', rows, columns]);
    const elements = Array.from({ length: rows * columns }, (_, index) => Math.cos(index * 0.9));

    const y = windowConvolution(weights, x, { name: 'window', filters, height, width });

    const [values] = computeValues(g, [y], { sizes: { N: 1 }, feed: { x: elements } });
    const kernel = g.states[0]!.initial;
    const slid = (row: number, column: number, filter: number) => {
      let sum = 0;
      for (let down = 0; down < height; down += 1) {
        for (let right = 0; right < width; right += 1) {
          const cell = elements[(row + down) * columns + column + right]!;
          sum += cell * kernel[(down * width + right) * filters + filter]!;
        }
      }
      return sum;
    };
    expect(y.shape).to.deep.equal(['N', 4, 13, 2]);
    values!.forEach((value, at) => {
      const place = Math.floor(at / filters);
      const wanted = slid(Math.floor(place / 13), place % 13, at % filters);
      expect(value).to.be.closeTo(wanted, 1e-12);
    });
  });
});
