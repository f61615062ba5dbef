import { expect } from 'chai';
import { GraphBuilder } from '../../../../engine/compute/build-graph.ts';
import { embedding } from '../../../../engine/compute/layers/embedding.ts';
import { Weights } from '../../../../engine/compute/layers/weights.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import { computeValues } from '../../../support/compute-values.ts';

describe('embedding', () => {
  it('should look up the row of each code', () => {
    const g = new GraphBuilder();
    const weights = new Weights(g, createRandom(1));
    const codes = g.input('codes', ['B', 2], 'int32');

    const rows = embedding(weights, codes, { name: 'port', codes: 3, width: 2 });

    const table = [...g.states[0]!.initial];
    const [values] = computeValues(g, [rows], { sizes: { B: 1 }, feed: { codes: [2, 0] } });
    expect(rows.shape).to.deep.equal(['B', 2, 2]);
    expect(values).to.deep.equal([...table.slice(4, 6), ...table.slice(0, 2)]);
  });
});
