import { expect } from 'chai';
import { describe, it } from 'mocha';
import { IncomputableMetricError } from '../../../../engine/core/errors.ts';
import type { Cell, Frame } from '../../../../evaluators/columns/frame.ts';
import { fitRowEmbedding } from '../../../../evaluators/embeddings/row-embedding.ts';

describe('fitRowEmbedding', () => {
  it('should place numbers by their quantile less a half, in rows of length 1', () => {
    const frame = frameOf({ a: [0, 1, 2, 3, 4], b: [10, 10, 10, 20, 30] });

    const { values } = fitRowEmbedding(sides(frame)).embed(frame);

    // First row: quantiles 0 and 0, so -.5 and -.5 before scaling.
    expect(values[0]).to.be.closeTo(-Math.SQRT1_2, 1e-6);
    expect(values[1]).to.be.closeTo(-Math.SQRT1_2, 1e-6);
    for (let row = 0; row < 5; row += 1) {
      expect(Math.hypot(values[row * 2]!, values[row * 2 + 1]!)).to.be.closeTo(1, 1e-6);
    }
  });

  it('should flag missing numbers where the original misses some', () => {
    const frame = frameOf({ a: [1, null, 3], b: [1, 2, 3] });

    const { dimensions, groups, embed } = fitRowEmbedding(sides(frame));

    expect(dimensions).to.equal(3);
    expect(groups.map((group) => group.dimensions)).to.deep.equal([[0, 1], [2]]);
    const { values } = embed(frame);
    expect(values[3]).to.equal(0);
    expect(values[4]).to.be.greaterThan(0);
    expect(values[1]).to.be.below(0);
  });

  it('should not flag numbers that only the synthetic side misses', () => {
    const frame = frameOf({ a: [1, 2, 3], b: [1, 2, 4] });
    const synthetic = frameOf({ a: [null, 2, 3], b: [1, 2, 4] });

    const { dimensions, embed } = fitRowEmbedding({ ...sides(frame), synthetic });

    expect(dimensions).to.equal(2);
    expect(embed(synthetic).values[0]).to.equal(0);
  });

  it('should put numbers before labels and take 300 columns at most', () => {
    const columns = Object.fromEntries(
      Array.from({ length: 301 }, (_, at) => [`c${at}`, at === 0 ? ['x', 'y'] : [1, 2]]),
    );

    const { groups } = fitRowEmbedding(sides(frameOf(columns)));

    expect(groups.length).to.equal(300);
    expect(groups[0]!.name).to.equal('c1');
    expect(groups.at(-1)).to.deep.equal({ name: 'c0', dimensions: [299, 300] });
  });

  it('should refuse rows without columns', () => {
    expect(() => fitRowEmbedding(sides({ rows: 2, columns: [] }))).to.throw(
      IncomputableMetricError,
    );
  });
});

function sides(frame: Frame) {
  return { training: frame, holdout: frame, synthetic: frame };
}

function frameOf(columns: Readonly<Record<string, readonly Cell[]>>): Frame {
  return {
    rows: Object.values(columns)[0]!.length,
    columns: Object.entries(columns).map(([name, values]) => ({
      name,
      role: 'target',
      type: typeof values[0] === 'string' ? 'categorical' : 'numeric',
      values,
    })),
  };
}
