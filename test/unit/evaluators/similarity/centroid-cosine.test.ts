import { expect } from 'chai';
import { describe, it } from 'mocha';
import { IncomputableMetricError } from '../../../../engine/core/errors.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import type { Points } from '../../../../evaluators/distances/points.ts';
import { centroidCosine } from '../../../../evaluators/similarity/centroid-cosine.ts';
import { cosineCeiling } from '../../../../evaluators/similarity/cosine-ceiling.ts';

describe('centroidCosine', () => {
  it('should compare directions of means, not lengths or numbers of rows', () => {
    expect(centroidCosine(pairs([1, 0], [0, 1]), pairs([2, 2]))).to.be.closeTo(1, 1e-12);
    expect(centroidCosine(pairs([1, 0]), pairs([3, 4]))).to.be.closeTo(0.6, 1e-7);
  });

  it('should not fall below 0', () => {
    expect(centroidCosine(pairs([1, 0]), pairs([-1, 0]))).to.equal(0);
  });

  it('should refuse a mean without direction', () => {
    expect(() => centroidCosine(pairs([1, 0], [-1, 0]), pairs([1, 0]))).to.throw(
      IncomputableMetricError,
    );
  });
});

describe('cosineCeiling', () => {
  it('should draw 200 halves and stay near 1 for one law', () => {
    const random = createRandom(3);
    const rows = Array.from({ length: 80 }, (): [number, number] => [1, random.normal()]);
    const subject = Int32Array.from(rows, (_, row) => row >> 1);

    const draws = cosineCeiling([{ points: pairs(...rows), subject }], {
      wanted: { original: 40, synthetic: 40 },
      random: createRandom(1),
    });

    expect(draws.length).to.equal(200);
    expect(Math.min(...draws)).to.be.within(0.7, 1);
    expect(Math.max(...draws)).to.be.within(0.99, 1);
  });

  it('should give nothing for fewer than four subjects', () => {
    const side = { points: pairs([1, 0], [1, 1], [1, 0]), subject: Int32Array.of(0, 1, 2) };

    expect(
      cosineCeiling([side], { wanted: { original: 3, synthetic: 3 }, random: createRandom(1) }),
    ).to.deep.equal([]);
  });
});

function pairs(...rows: readonly (readonly [number, number])[]): Points {
  return { rows: rows.length, dimensions: 2, values: Float32Array.from(rows.flat()) };
}
