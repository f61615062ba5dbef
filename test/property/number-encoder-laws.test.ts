import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { createRandom } from '../../engine/core/random.ts';
import { mergeTallies, tallyNumbers } from '../../engine/encoders/number-tally.ts';
import {
  analyzeNumeric,
  type NumericOptions,
  type NumericStats,
  numericEncoder,
} from '../../engine/encoders/numeric-encoder.ts';
import { settleNumeric } from '../../engine/encoders/settle-numeric.ts';
import { FIRST } from '../../engine/sequences/codes.ts';
import { sampleOf } from '../support/encoder-battery.ts';

const RUNS = { numRuns: 100, seed: 20260811 };

type Rows = readonly (readonly [number, number])[];

/** Reals without a step; neighbouring doubles are left out: nothing lies between them. */
const real = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((one) => one / Math.PI);

/** Values that are often shared, sometimes lone, of one of several sorts. */
const value = fc.oneof(
  fc.integer({ min: 0, max: 12 }),
  fc.integer({ min: -3000, max: 100_000 }),
  fc.integer({ min: 0, max: 4000 }).map((one) => one / 100),
  real,
);

/** Rows of (subject, value), the rows of a subject together; one sort of number a column. */
const rows: fc.Arbitrary<Rows> = fc
  .tuple(fc.integer({ min: 1, max: 60 }), fc.constantFrom(0, 1, 2, 3))
  .chain(([subjects, sort]) => {
    const sorts = [fc.integer({ min: 0, max: 30 }), fc.integer({ min: -50, max: 20_000 }), value];
    const one = sorts[sort] ?? real;
    return fc.array(fc.tuple(fc.integer({ min: 1, max: subjects }), one), {
      minLength: 1,
      maxLength: 400,
      size: 'max',
    });
  })
  .map((list) => list.sort((a, b) => a[0] - b[0]));

const options: fc.Arbitrary<NumericOptions> = fc.record(
  {
    k: fc.integer({ min: 1, max: 6 }),
    bins: fc.constantFrom(3, 20),
    exactBelow: fc.constantFrom(1, 2, 10),
    barriers: fc.constantFrom<number[]>([0], [28, 40]),
    width: fc.constantFrom(0, 0, 100),
    form: fc.constantFrom('auto', 'binned'),
  },
  { requiredKeys: ['k'] },
);

describe('numeric encoders', () => {
  it('should give the code back that a value was decoded from, for every code', () => {
    fc.assert(
      fc.property(rows, options, (list, how) => {
        const stats = learn(list, how);
        const encoder = numericEncoder(stats);
        const random = createRandom(1);

        for (let code = FIRST; code < encoder.cardinality; code += 1) {
          const drawn = encoder.decode(code, random);
          expect(encoder.encode(drawn), `code ${code} gave ${drawn}`).to.equal(code);
        }
      }),
      RUNS,
    );
  });

  it('should draw from within the bin and in steps of the data', () => {
    fc.assert(
      fc.property(rows, options, (list, how) => {
        const stats = learn(list, how);
        const encoder = numericEncoder(stats);
        const random = createRandom(2);
        const base = FIRST + stats.exact.length;

        for (const bin of stats.edges.slice(1).keys()) {
          const drawn = encoder.decode(base + bin, random) ?? Number.NaN;
          expect(drawn).to.be.at.least(stats.edges[bin] as number);
          expect(drawn).to.be.below(stats.edges[bin + 1] as number);
          if (stats.step >= 1) expect(Math.abs(drawn % stats.step)).to.equal(0);
        }
      }),
      RUNS,
    );
  });

  it('should keep no value of fewer than k subjects, and draw one by chance only', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 5, max: 7 }), (list, k) => {
        const stats = learn(list, { k });
        const encoder = numericEncoder(stats);
        const rare = new Set(list.map(([, one]) => one).filter((one) => holders(list, one) < k));
        const kept = [...stats.exact, ...(stats.contents ?? []).flatMap((one) => one.values)];

        expect(kept.filter((one) => rare.has(one))).to.deep.equal([]);
        if (stats.edges.length === 0) return;
        for (const one of [...rare].slice(0, 3)) {
          const random = createRandom(3);
          const drawn = Array.from({ length: 200 }, () =>
            encoder.decode(encoder.encode(one), random),
          );
          expect(drawn.filter((other) => other === one).length).to.be.below(200 * 0.45);
        }
      }),
      RUNS,
    );
  });

  it('should learn the same whatever the partitioning and the order of the parts', () => {
    const parts = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 61, maxLength: 61 });
    fc.assert(
      fc.property(rows, parts, options, fc.constantFrom(8, 100, 10_000), (list, of, how, cells) => {
        const tally = (some: Rows) => tallyNumbers(sampleOf(some), { cells });
        const split = [3, 1, 4, 0, 2].map((part) => list.filter(([one]) => of[one] === part));

        const merged = mergeTallies(split.map(tally), { cells });

        expect(merged).to.deep.equal(tally(list));
        expect(settleNumeric(merged, how)).to.deep.equal(settleNumeric(tally(list), how));
      }),
      RUNS,
    );
  });

  it('should survive JSON', () => {
    fc.assert(
      fc.property(rows, options, (list, how) => {
        const stats = analyzeNumeric(sampleOf(list), how);

        expect(JSON.parse(JSON.stringify(stats))).to.deep.equal(stats);
      }),
      RUNS,
    );
  });
});

function learn(list: Rows, how: NumericOptions): NumericStats {
  return JSON.parse(JSON.stringify(analyzeNumeric(sampleOf(list), how))) as NumericStats;
}

function holders(list: Rows, wanted: number): number {
  return new Set(list.filter(([, one]) => one === wanted).map(([subject]) => subject)).size;
}
