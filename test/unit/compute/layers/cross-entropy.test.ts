import { expect } from 'chai';
import { GraphBuilder } from '../../../../engine/compute/build-graph.ts';
import {
  crossEntropy,
  groupedCrossEntropy,
} from '../../../../engine/compute/layers/cross-entropy.ts';
import { computeValues } from '../../../support/compute-values.ts';

describe('crossEntropy', () => {
  it('should be minus the log probability of each label', () => {
    const g = new GraphBuilder();
    const logits = g.input('logits', ['N', 3]);
    const labels = g.input('labels', ['N'], 'int32');

    const [losses] = computeValues(g, [crossEntropy(g, logits, labels)], {
      sizes: { N: 2 },
      feed: { logits: [0, Math.log(2), 0, 500, 0, 0], labels: [1, 0] },
    });

    expect(losses![0]).to.be.closeTo(Math.log(2), 1e-12);
    expect(losses![1]).to.be.closeTo(0, 1e-12);
  });
});

describe('groupedCrossEntropy', () => {
  it('should judge each head by its own logits', () => {
    const g = new GraphBuilder();
    const labels = g.input('labels', ['N', 3], 'int32');
    const logits = g.input('logits', ['N', 6]);

    const grouped = groupedCrossEntropy(g, logits, { labels, sizes: [2, 1, 3] });

    const ln = Math.log;
    const [losses] = computeValues(g, [grouped], {
      sizes: { N: 1 },
      feed: { logits: [ln(1), ln(3), 7, ln(2), ln(2), ln(4)], labels: [0, 0, 2] },
    });
    const wanted = [ln(4), 0, ln(2)];
    losses!.forEach((loss, head) => {
      expect(loss).to.be.closeTo(wanted[head]!, 1e-12);
    });
  });
});
