import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { createRandom } from '../../engine/core/random.ts';
import { binCount, encodeBins, fitBins } from '../../evaluators/columns/column-bins.ts';
import { labelShares } from '../../evaluators/columns/common-labels.ts';
import type { Cell, ColumnType, Frame } from '../../evaluators/columns/frame.ts';
import { histogramOf } from '../../evaluators/columns/histogram.ts';
import { likenessOf } from '../../evaluators/pairs/distribution-accuracy.ts';
import { frameAccuracy } from '../../evaluators/pairs/table-accuracy.ts';

const RUNS = { numRuns: 200, seed: 42 };

const counts = fc.array(fc.nat(50), { minLength: 1, maxLength: 20 }).map((list) => [...list, 1]);
const numbers = fc.array(
  fc.oneof(
    fc.constant(null),
    fc.integer({ min: -1000, max: 1000 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  ),
  { maxLength: 80 },
);
const labels = fc.array(
  fc.oneof(fc.constant(null), fc.constantFrom('', 'a', 'b', '(other)', '(n/a)'), fc.string()),
  { maxLength: 80 },
);
const typed: fc.Arbitrary<{ type: ColumnType; values: readonly Cell[] }> = fc.oneof(
  numbers.map((values) => ({ type: 'numeric' as const, values })),
  labels.map((values) => ({ type: 'categorical' as const, values })),
);

describe('accuracy', () => {
  it('should be 1 for a law with itself, and lie in 0..1 otherwise', () => {
    fc.assert(
      fc.property(counts, counts, (one, other) => {
        const size = Math.max(one.length, other.length);
        const { value, max } = likenessOf(padded(one, size), padded(other, size));

        expect(likenessOf(one, one).value).to.equal(1);
        expect(value).to.be.within(0, 1);
        expect(max).to.be.at.most(1);
      }),
      RUNS,
    );
  });

  it('should be symmetric in its value', () => {
    fc.assert(
      fc.property(counts, counts, (one, other) => {
        const size = Math.max(one.length, other.length);
        const [first, second] = [padded(one, size), padded(other, size)];

        expect(likenessOf(first, second).value).to.equal(likenessOf(second, first).value);
      }),
      RUNS,
    );
  });

  it('should not fall when columns are left out', () => {
    fc.assert(
      fc.property(frames(), ([original, synthetic]) => {
        const { univariate, bivariate } = frameAccuracy(original, synthetic, createRandom(1));
        const alone = new Map(univariate.map(({ columns, value }) => [columns[0], value]));

        for (const { columns, value } of bivariate) {
          for (const column of columns)
            expect(value).to.be.at.most((alone.get(column) ?? 0) + 1e-5);
        }
      }),
      { ...RUNS, numRuns: 60 },
    );
  });
});

describe('bins', () => {
  it('should code every cell, on both sides, below their number', () => {
    fc.assert(
      fc.property(typed, typed, fc.constantFrom(10, 30), ({ type, values }, other, bins) => {
        const fitted = fitBins(type, values, bins);
        const codes = [...encodeBins(fitted, values), ...encodeBins(fitted, other.values)];

        for (const code of codes) expect(code).to.be.below(binCount(fitted));
      }),
      RUNS,
    );
  });

  it('should keep the order of numbers', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const fitted = fitBins('numeric', values, 10);
        const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
        const codes = [...encodeBins(fitted, sorted)];

        expect(codes).to.deep.equal([...codes].sort((a, b) => a - b));
      }),
      RUNS,
    );
  });
});

describe('pictures of a column', () => {
  it('should name only what more than 7 rows and k subjects hold', () => {
    const few = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 60 });
    fc.assert(
      fc.property(few, few, fc.integer({ min: 1, max: 20 }), (original, synthetic, k) => {
        const subjects = original.map((_, at) => at % 9);
        const shares = labelShares({ values: original, subjects }, synthetic, { k });

        for (const { label } of shares.filter(({ label }) => label.length === 1)) {
          const at = [...original.keys()].filter((row) => original[row] === label);
          expect(at.length).to.be.greaterThan(7);
          expect(new Set(at.map((row) => subjects[row])).size).to.be.at.least(k);
        }
      }),
      RUNS,
    );
  });

  it('should share out every number exactly once', () => {
    const finite = fc.array(fc.double({ min: -1e12, max: 1e12, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(finite, finite, (original, synthetic) => {
        const histogram = histogramOf(original, synthetic, false);

        const sum = (list: readonly number[] = []) => list.reduce((one, other) => one + other, 0);
        expect(sum(histogram?.original)).to.be.closeTo(1, 1e-9);
        expect(sum(histogram?.synthetic)).to.be.closeTo(1, 1e-9);
      }),
      RUNS,
    );
  });
});

function padded(list: readonly number[], size: number): number[] {
  return Array.from({ length: size }, (_, at) => list[at] ?? 0);
}

function frames(): fc.Arbitrary<[Frame, Frame]> {
  const row = fc.tuple(fc.constantFrom('x', 'y', 'z'), fc.nat(20), fc.constantFrom('p', null));
  const frame = fc.array(row, { minLength: 1, maxLength: 60 }).map(
    (rows): Frame => ({
      rows: rows.length,
      columns: (['a', 'b', 'c'] as const).map((name, at) => ({
        name,
        role: 'target',
        type: at === 1 ? 'numeric' : 'categorical',
        values: rows.map((cells) => cells[at] ?? null),
      })),
    }),
  );
  return fc.tuple(frame, frame);
}
