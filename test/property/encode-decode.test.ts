import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { createRandom } from '../../engine/core/random.ts';
import { analyzeCategory, categoryEncoder } from '../../engine/encoders/category-encoder.ts';
import { analyzeNumeric, numericEncoder } from '../../engine/encoders/numeric-encoder.ts';
import { analyzeText, textEncoder } from '../../engine/encoders/text-encoder.ts';
import { sampleOf } from '../support/encoder-battery.ts';

const RUNS = { numRuns: 200, seed: 20260805 };

describe('decode after encode', () => {
  it('should give back every number that k subjects share and stay within the edges else', () => {
    const values = fc.array(fc.integer({ min: -1000, max: 100_000 }), {
      minLength: 1,
      maxLength: 80,
    });

    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 4 }), (list, k) => {
        const stats = analyzeNumeric(sampleOf(list.map((one, row) => [row, one] as const)), { k });
        const encoder = numericEncoder(stats);
        const random = createRandom(1);
        const shared = new Set(list.filter((one) => list.filter((two) => two === one).length >= k));
        const bounds = [...stats.exact, ...stats.edges];

        for (const one of list) {
          const back = encoder.decode(encoder.encode(one), random) ?? Number.NaN;
          if (shared.has(one)) expect(back).to.equal(one);
          else expect(back).to.be.within(Math.min(...bounds), Math.max(...bounds));
        }
      }),
      RUNS,
    );
  });

  it('should give back only values that may leave', () => {
    const words = fc.array(fc.string({ maxLength: 12 }), { minLength: 1, maxLength: 30 });

    fc.assert(
      fc.property(words, (list) => {
        const sample = sampleOf<string>(list.map((one, row) => [row, one] as const));
        const mayLeave = (one: unknown) => String(one).length % 2 === 0;
        const category = categoryEncoder(analyzeCategory(sample, mayLeave));
        const text = textEncoder(analyzeText(sample, { mayLeave }));
        const random = createRandom(1);

        for (const one of list.filter((two) => mayLeave(two) && !two.includes('{user}'))) {
          expect(category.decode(category.encode(one), random)).to.equal(one);
          expect(text.decode(text.encode(one), random)).to.equal(one);
        }
        for (const one of list.filter((two) => !mayLeave(two))) {
          expect(category.decode(category.encode(one), random)).to.not.equal(one);
        }
      }),
      RUNS,
    );
  });
});
