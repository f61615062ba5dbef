import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import { sumCells } from '../../../../evaluators/ceiling/subject-cells.ts';
import { lagBin, ZERO_LAG_BIN } from '../../../../evaluators/sequences/lag-bins.ts';
import type { PacedRows } from '../../../../evaluators/sequences/paced-rows.ts';
import {
  distinctLaw,
  gapLaw,
  hourLaw,
  orderViolations,
  tieLaw,
} from '../../../../evaluators/sequences/row-laws.ts';

describe('gapLaw', () => {
  it('should count gaps within subjects only', () => {
    const rows = pacedRows([0, 0, 0, 1], [0, 0, 30_000, 9_000_000]);

    const { original, size } = gapLaw({ original: rows, synthetic: rows, naive: rows });

    const counts = sumCells(original, size);
    expect(counts[ZERO_LAG_BIN]).to.equal(1);
    expect(counts[lagBin(30)]).to.equal(1);
    expect(counts.reduce((sum, count) => sum + count, 0)).to.equal(2);
  });
});

describe('tieLaw', () => {
  it('should compare shares of neighbours with equal stamps', () => {
    const ties = pacedRows([0, 0, 0, 1, 1], [5, 5, 5, 7, 7]);
    const none = pacedRows([0, 0, 0, 1, 1], [1, 2, 4, 5, 8]);
    const { original, synthetic, size, likeness } = tieLaw({
      original: ties,
      synthetic: none,
      naive: none,
    });

    expect(likeness(sumCells(original, size), sumCells(synthetic, size))).to.equal(0);
  });
});

describe('hourLaw', () => {
  it('should have an even day as its floor', () => {
    const noon = 12.5 * 3600e6;
    const days = Array.from({ length: 480 }, (_, day) => day * 24 * 3600e6 + noon);
    const rows = pacedRows(days.map((_, at) => at % 2).sort(), days);

    const law = hourLaw({ original: rows, synthetic: rows, naive: rows }, createRandom(1));

    expect(sumCells(law.original, 24)[12]).to.equal(480);
    expect(Math.max(...sumCells(law.naive ?? law.original, 24))).to.be.below(60);
  });
});

describe('distinctLaw', () => {
  it('should count the distinct addresses of each subject that has rows', () => {
    const rows = pacedRows([0, 0, 0, 2, 2], [1, 2, 3, 4, 5], 4);
    const codes = Int32Array.of(8, 9, 8, -1, -1);
    const column = { name: 'dst', original: codes, synthetic: codes, naive: codes };

    const law = distinctLaw(column, { original: rows, synthetic: rows, naive: rows });

    expect([...sumCells(law.original, law.size).slice(0, 4)]).to.deep.equal([1, 0, 1, 0]);
  });
});

describe('orderViolations', () => {
  it('should be the share of neighbours of a subject that run backwards', () => {
    expect(orderViolations(pacedRows([0, 0, 0, 1, 1], [5, 4, 6, 1, 1]))).to.be.closeTo(1 / 3, 1e-9);
    expect(orderViolations(pacedRows([0, 1], [5, 4]))).to.equal(0);
  });
});

function pacedRows(
  subject: readonly number[],
  timesUs: readonly number[],
  subjects = 2,
): PacedRows {
  return {
    subjects,
    subject: Int32Array.from(subject),
    timesUs: Float64Array.from(timesUs),
  };
}
