import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../engine/core/random.ts';
import type { ColumnTable } from '../../bench/generation-figures/column-table.ts';
import {
  autocorrelation,
  fanoFactor,
  gapsOf,
  logGapSums,
  windowSums,
  zeroGapSums,
  zeroShare,
} from '../../bench/generation-figures/gap-laws.ts';
import type { SubjectSums } from '../../bench/generation-figures/subject-sums.ts';

const SECOND = 1_000_000;

describe('gapsOf', () => {
  it('should not reach over from one subject to the next', () => {
    const gaps = gapsOf(
      tableOf([
        [0, 5, 5],
        [100, 103],
      ]),
    );

    expect([...gaps.values]).to.deep.equal([5, 0, 3]);
    expect([...gaps.subject]).to.deep.equal([0, 0, 1]);
  });

  it('should leave out missing times', () => {
    expect([...gapsOf(tableOf([[0, Number.NaN, 7, 9]])).values]).to.deep.equal([2]);
  });
});

describe('zeroShare', () => {
  it('should be the share of gaps that are zero, over all subjects', () => {
    const gaps = gapsOf(
      tableOf([
        [0, 0, 0],
        [4, 5, 5],
      ]),
    );

    expect(zeroShare(totalOf(zeroGapSums(gaps)))).to.equal(0.75);
  });
});

describe('fanoFactor', () => {
  it('should be 0 for a row in every window', () => {
    const times = Array.from({ length: 50 }, (_, at) => at * SECOND);

    expect(fano([times], SECOND)).to.equal(0);
  });

  it('should count the windows without rows', () => {
    // Windows hold 2, 0, 0, 2 rows: mean 1, variance 1.
    expect(fano([[0, 1, 3 * SECOND, 3 * SECOND + 1]], SECOND)).to.equal(1);
  });

  it('should pool subjects, not join them over the time between them', () => {
    expect(
      fano(
        [
          [0, 1],
          [1e6 * SECOND, 1e6 * SECOND + 1],
        ],
        SECOND,
      ),
    ).to.equal(0);
  });

  it('should be about 1 for rows at any time', () => {
    const random = createRandom(3);
    const times = Array.from({ length: 20_000 }, () => random.next() * 5000 * SECOND);

    expect(fano([times.sort((one, other) => one - other)], SECOND)).to.be.closeTo(1, 0.1);
  });
});

describe('autocorrelation', () => {
  it('should be 1 for gaps that keep to their subject', () => {
    const [slow, fast] = [paced(30, 5 * SECOND), paced(30, 1000)];

    expect(correlation([slow, fast], 1)).to.be.closeTo(1, 1e-9);
  });

  it('should be -1 for gaps that change at every row, and 1 two rows on', () => {
    const times = [0];
    for (let at = 0; at < 40; at += 1) times.push((times[at] as number) + (at % 2 ? 1000 : SECOND));

    expect(correlation([times], 1)).to.be.closeTo(-1, 1e-9);
    expect(correlation([times], 2)).to.be.closeTo(1, 1e-9);
  });

  it('should not be a number where gaps do not vary', () => {
    expect(correlation([paced(9, SECOND)], 1)).to.be.NaN;
  });
});

function fano(subjects: readonly (readonly number[])[], windowUs: number): number {
  return fanoFactor(totalOf(windowSums(tableOf(subjects), windowUs)));
}

function correlation(subjects: readonly (readonly number[])[], lag: number): number {
  return autocorrelation(totalOf(logGapSums(gapsOf(tableOf(subjects)), lag)));
}

function paced(rows: number, gapUs: number): readonly number[] {
  return Array.from({ length: rows }, (_, at) => at * gapUs);
}

function totalOf({ size, sums }: SubjectSums): Float64Array {
  const total = new Float64Array(size);
  for (const [at, sum] of sums.entries()) total[at % size] = (total[at % size] as number) + sum;
  return total;
}

function tableOf(subjects: readonly (readonly number[])[]): ColumnTable {
  const values = Float64Array.from(subjects.flat());
  return {
    name: 'rows',
    rows: values.length,
    subjects: subjects.length,
    subject: Int32Array.from(subjects.flatMap((times, position) => times.map(() => position))),
    columns: new Map([['time_us', { form: 'numbers', kind: 'time', values }]]),
    timeColumn: 'time_us',
  };
}
