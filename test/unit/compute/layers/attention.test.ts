import { expect } from 'chai';
import { GraphBuilder } from '../../../../engine/compute/build-graph.ts';
import { attention } from '../../../../engine/compute/layers/attention.ts';
import { computeValues } from '../../../support/compute-values.ts';

describe('attention', () => {
  const g = new GraphBuilder();
  const [query, key] = [g.input('query', ['S', 2, 1]), g.input('key', ['S', 3, 1])];
  const value = g.input('value', ['S', 3, 1]);
  const feed = { query: [0, 100], key: [0, 1, 2], value: [3, 6, 30] };

  it('should weigh values by how keys fit the query', () => {
    const [seen] = computeValues(g, [attention(g, { query, key, value })], {
      ...{ sizes: { S: 1 }, feed },
    });

    expect(seen![0]).to.be.closeTo(13, 1e-9);
    expect(seen![1]).to.be.closeTo(30, 1e-9);
  });

  it('should look only where it may', () => {
    const mask = g.constant([1, 2, 3], [1, 1, 0, 1, 1, 0]);

    const [seen] = computeValues(g, [attention(g, { query, key, value, mask })], {
      ...{ sizes: { S: 1 }, feed },
    });

    expect(seen![0]).to.be.closeTo(4.5, 1e-9);
    expect(seen![1]).to.be.closeTo(6, 1e-9);
  });
});
