import { expect } from 'chai';
import { GraphBuilder } from '../../../../engine/compute/build-graph.ts';
import { differentiate } from '../../../../engine/compute/differentiate.ts';
import { gradientPenalty } from '../../../../engine/compute/layers/gradient-penalty.ts';
import { computeValues } from '../../../support/compute-values.ts';

describe('gradientPenalty', () => {
  it('should be the squared distance of a straight slope from 1, with its gradient', () => {
    const g = new GraphBuilder();
    const slope = g.state('slope', [2, 1], Float32Array.of(3, 4));
    const rows = { real: g.input('real', ['N', 2]), fake: g.input('fake', ['N', 2]) };
    const uniforms = g.input('uniforms', ['N', 1]);

    const penalty = gradientPenalty(g, (x) => g.matmul(x, slope), { ...rows, uniforms });

    const [value, pull] = computeValues(g, [penalty, ...differentiate(g, penalty, [slope])], {
      sizes: { N: 2 },
      feed: { real: [1, 2, 3, 4], fake: [0, 0, 1, 1], uniforms: [0.2, 0.9] },
    });
    expect(value![0]).to.be.closeTo(16, 1e-9);
    expect(pull![0]).to.be.closeTo(2 * 4 * (3 / 5), 1e-9);
    expect(pull![1]).to.be.closeTo(2 * 4 * (4 / 5), 1e-9);
  });

  it('should take slopes between the rows, as the uniforms say', () => {
    const g = new GraphBuilder();
    const rows = { real: g.input('real', ['N', 1]), fake: g.input('fake', ['N', 1]) };
    const uniforms = g.input('uniforms', ['N', 1]);

    const penalty = gradientPenalty(g, (x) => g.multiply(x, x), { ...rows, uniforms });

    const [value] = computeValues(g, [penalty], {
      sizes: { N: 1 },
      feed: { real: [3], fake: [1], uniforms: [0.25] },
    });
    expect(value![0]).to.be.closeTo((2 * 1.5 - 1) ** 2, 1e-9);
  });
});
