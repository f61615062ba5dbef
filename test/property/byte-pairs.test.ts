import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { openBytePairs } from '../../engine/models/language/byte-pairs.ts';
import { learnBytePairs } from '../../engine/models/language/learn-byte-pairs.ts';

const RUNS = { numRuns: 100, seed: 20261122 };
const K = 3;

const piece = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('Windows', 'Temp', '{user}', '\uE000n\uE001', '\\', ' '),
  },
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.constantFrom('\uD83D', '\uDE00', '\uE000', '\uE001', 'é', '漢', '😀'),
);
const anyText = fc.array(piece, { maxLength: 6 }).map((parts) => parts.join(''));
const held = fc.record({
  text: anyText,
  holders: fc.uniqueArray(fc.nat({ max: 9 }), { minLength: 1, maxLength: 5 }),
});
const corpus = fc.array(held, { maxLength: 20 });

describe('byte pairs', () => {
  it('should give any string back', () => {
    fc.assert(
      fc.property(corpus, anyText, (texts, other) => {
        const pairs = openBytePairs(learnBytePairs(texts, { k: K, mostMerges: 40 }));

        for (const text of [other, ...texts.map((one) => one.text)]) {
          expect(pairs.decode(pairs.encode(text))).to.equal(text);
        }
      }),
      RUNS,
    );
  });

  it('should make no token that fewer than k subjects hold', () => {
    fc.assert(
      fc.property(corpus, (texts) => {
        const stats = learnBytePairs(texts, { k: K, mostMerges: 40 });
        const pairs = openBytePairs(stats);

        for (let token = 256; token < pairs.size; token += 1) {
          const holders = texts.filter(({ text }) => holdsToken(pairs.encode(text), token));
          const made = texts.filter(({ text }) => heldAtSomeTime(stats, text, token));
          const subjects = new Set(made.flatMap((one) => one.holders));
          expect(holders.length).to.be.at.most(made.length);
          expect(subjects.size).to.be.at.least(K);
        }
      }),
      RUNS,
    );
  });

  it('should learn the same from the same texts in any order', () => {
    fc.assert(
      fc.property(corpus, (texts) => {
        const options = { k: K, mostMerges: 40 };

        const again = learnBytePairs([...texts].reverse(), options);

        expect(again).to.deep.equal(learnBytePairs(texts, options));
      }),
      RUNS,
    );
  });
});

function holdsToken(tokens: readonly number[], token: number): boolean {
  return tokens.includes(token);
}

/** True if the token stands in the text once all merges up to its own are done. */
function heldAtSomeTime(
  { marks, merges }: { readonly marks: readonly string[]; readonly merges: readonly number[] },
  text: string,
  token: number,
): boolean {
  const upTo = Math.max(0, 2 * (token - 256 - marks.length + 1));
  return openBytePairs({ marks, merges: merges.slice(0, upTo) })
    .encode(text)
    .includes(token);
}
