import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import {
  type SubjectPoints,
  shareCeiling,
} from '../../../../evaluators/distances/share-ceiling.ts';

const groups = [{ name: 'all columns', dimensions: [0, 1, 2] }];

describe('shareCeiling', () => {
  it('should lie round a half for real rows, closer the more subjects there are', () => {
    const few = spread(shareCeiling(sidesOf(60), { groups, random: createRandom(1) }));
    const many = spread(shareCeiling(sidesOf(1_500), { groups, random: createRandom(1) }));

    expect(few.mean).to.be.closeTo(0.5, 0.1);
    expect(many.mean).to.be.closeTo(0.5, 0.02);
    expect(many.width).to.be.below(few.width);
  });

  it('should keep the rows of a subject together', () => {
    const copies = (seed: number) => cloud(seed, 600, (row) => Math.floor(row / 20));
    const sides = { training: copies(1), holdout: copies(2), synthetic: copies(3) };

    // Rows of one subject are equal: were they parted, half of the distances would be 0.
    const shares = shareCeiling(sides, { groups, random: createRandom(1) });

    expect(shares.length).to.equal(12);
    expect(spread(shares).mean).to.be.closeTo(0.5, 0.15);
  });

  it('should give nothing where there are too few rows', () => {
    expect(shareCeiling(sidesOf(40), { groups, random: createRandom(1) })).to.deep.equal([]);
  });
});

function sidesOf(rows: number) {
  const side = (seed: number) => cloud(seed, rows, (row) => row);
  return { training: side(1), holdout: side(2), synthetic: side(3) };
}

/** Points that depend on their subject alone. */
function cloud(seed: number, rows: number, subjectOf: (row: number) => number): SubjectPoints {
  const subject = Int32Array.from({ length: rows }, (_, row) => subjectOf(row));
  const values = new Float32Array(rows * 3);
  for (let row = 0; row < rows; row += 1) {
    const random = createRandom(seed, subject[row]!);
    for (let at = 0; at < 3; at += 1) values[row * 3 + at] = random.normal();
  }
  return { points: { rows, dimensions: 3, values }, subject };
}

function spread(shares: readonly number[]) {
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  return { mean, width: Math.max(...shares) - Math.min(...shares) };
}
