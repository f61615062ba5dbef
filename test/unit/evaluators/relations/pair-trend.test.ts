import { expect } from 'chai';
import { describe, it } from 'mocha';
import { wholeOf } from '../../../../evaluators/relations/comparison.ts';
import type { FlatColumn, FlatSample } from '../../../../evaluators/relations/flat-sample.ts';
import {
  correlationOf,
  cramersV,
  isTrend,
  type PairedRows,
  pairAt,
  pairedColumn,
  pairTrend,
} from '../../../../evaluators/relations/pair-trend.ts';

const NAN = Number.NaN;

describe('pairTrend', () => {
  it('should take half the difference of correlations for two numbers', () => {
    const rising = paired(numbers([1, 2, 3]), numbers([2, 4, 6]));
    const falling = paired(numbers([1, 2, 3]), numbers([6, 4, 2]));

    expect(trendOf(rising, rising)).to.equal(1);
    expect(trendOf(rising, falling)).to.be.closeTo(0, 1e-12);
  });

  it('should compare two-way tables otherwise, missing being a value', () => {
    const one = paired(labels([0, 0, 1, 1]), labels([0, 0, 1, NAN]));
    const other = paired(labels([0, 0, 1, 1]), labels([0, 1, 1, NAN]));

    expect(trendOf(one, other)).to.be.closeTo(0.75, 1e-12);
  });

  it('should cut a number into ten bins between its own ends', () => {
    const one = paired(numbers([0, 1, 9, 10]), labels([0, 0, 1, 1]));
    const scaled = paired(numbers([0, 100, 900, 1000]), labels([0, 0, 1, 1]));

    expect(trendOf(one, scaled)).to.equal(1);
    expect([...one.left[0]!.codes]).to.deep.equal([1, 2, 10, 10]);
  });

  it('should have no value where a number is constant', () => {
    const constant = paired(numbers([1, 1, 1]), numbers([1, 2, 3]));

    expect(trendOf(constant, constant)).to.be.NaN;
  });

  it('should keep the correlation of times, which are large', () => {
    const start = 1_700_000_000_000_000;
    const times = [0, 5, 9, 20].map((at) => start + at);

    const pair = pairAt(paired(numbers(times), numbers([0, 5, 9, 20])), [0, 0]);

    expect(correlationOf(pair, null)).to.be.closeTo(1, 1e-9);
  });
});

describe('isTrend', () => {
  it('should tell related columns from unrelated ones', () => {
    const related = paired(labels([0, 0, 1, 1]), labels([1, 1, 0, 0]));
    const unrelated = paired(labels([0, 0, 1, 1]), labels([0, 1, 0, 1]));

    expect(isTrend(pairAt(related, [0, 0]))).to.equal(true);
    expect(isTrend(pairAt(unrelated, [0, 0]))).to.equal(false);
  });
});

describe('cramersV', () => {
  it('should be 1 for a bijection, 0 for independence, and as by hand between', () => {
    expect(cramersV(Float64Array.from([5, 0, 0, 5]), 2)).to.be.closeTo(1, 1e-12);
    expect(cramersV(Float64Array.from([2, 2, 3, 3]), 2)).to.be.closeTo(0, 1e-7);
    // NOTE: phi = (ad - bc) / root of the product of the margins = (9 - 1) / 16.
    expect(cramersV(Float64Array.from([3, 1, 1, 3]), 2)).to.be.closeTo(0.5, 1e-12);
  });

  it('should be 0 where a side has a single value', () => {
    expect(cramersV(Float64Array.from([4, 4]), 2)).to.equal(0);
  });
});

function trendOf(one: PairedRows, other: PairedRows): number {
  const [first, second] = [sideOf(), sideOf()];
  const rows = new Map([
    [first, one],
    [second, other],
  ]);
  const trend = pairTrend({ name: 'pair', group: 'rows' }, [0, 0], (side) => rows.get(side)!);
  return trend.compare(wholeOf(first), wholeOf(second));
}

function sideOf(): FlatSample {
  return { subjects: 1, tables: new Map(), relations: [] };
}

function paired(left: FlatColumn, right: FlatColumn): PairedRows {
  const rows = Int32Array.from(left.values.keys());
  const subject = new Int32Array(rows.length);
  return { left: [pairedColumn(left, rows)], right: [pairedColumn(right, rows)], subject };
}

function numbers(values: readonly number[]): FlatColumn {
  const column = { name: 'n', kind: 'integer' as const, continuous: true, labels: () => 0 };
  return { ...column, values: Float64Array.from(values) };
}

function labels(values: readonly number[]): FlatColumn {
  const column = { name: 'l', kind: 'category' as const, continuous: false, labels: () => 2 };
  return { ...column, values: Float64Array.from(values) };
}
