import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { createRandom } from '../../engine/core/random.ts';
import { partsOfTemplate } from '../../engine/encoders/text/slot-marks.ts';
import { analyzeText, type TextStats, textEncoder } from '../../engine/encoders/text-encoder.ts';
import { FIRST } from '../../engine/sequences/codes.ts';
import { sampleOf } from '../support/encoder-battery.ts';

const RUNS = { numRuns: 40, seed: 20261122 };
const K = 3;
const WORDS = ['Windows', 'system', 'Temp', 'cache', 'Data', 'report', 'svc', 'Update'] as const;

const word = fc.constantFrom(...WORDS);
const piece = fc.oneof(
  { weight: 4, arbitrary: word },
  fc.nat({ max: 5000 }).map(String),
  fc.uuid().map((one) => `{${one}}`),
  fc.string({ unit: fc.constantFrom(...'abcdefgh'), minLength: 3, maxLength: 8 }),
);
const path = fc
  .array(piece, { minLength: 1, maxLength: 4 })
  .map((parts) => `C:\\${parts.join('\\')}`);
const line = fc
  .array(piece, { minLength: 1, maxLength: 5 })
  .map((parts) => `run ${parts.join(' ')}`);
const rows = fc.array(fc.tuple(fc.nat({ max: 11 }), fc.oneof(path, line)), {
  minLength: 1,
  maxLength: 120,
});

describe('text synthesis', () => {
  it('should give kept values their own code back, and templates the text that stays', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const { encoder, stats } = learn(list);
        const base = FIRST + stats.values.length;

        for (const [, text] of list.slice(0, 20)) {
          const code = encoder.encode(text);
          const made = encoder.decode(code, createRandom(1)) ?? '';
          if (code < base) expect(encoder.encode(made)).to.equal(code);
          else expect(holdsInOrder(made, stats.templates[code - base]?.key ?? '')).to.equal(true);
          expect(encoder.encode(made)).to.be.within(FIRST, encoder.cardinality - 1);
        }
      }),
      RUNS,
    );
  });

  it('should give a template that has its common pieces its own code back', () => {
    const list = Array.from({ length: 40 }, (_, at): [number, string] => {
      return [at % 10, `C:\\Windows\\Temp\\job-${1000 + 37 * at}.log`];
    });
    const { encoder } = learn(list);
    const random = createRandom(2);
    const code = encoder.encode('C:\\Windows\\Temp\\job-1000.log');

    const made = Array.from({ length: 200 }, () => encoder.decode(code, random) ?? '');

    expect(new Set(made.map((one) => encoder.encode(one)))).to.deep.equal(new Set([code]));
    for (const one of made) expect(one).to.match(/^C:\\Windows\\Temp\\job-\d+\.log$/);
  });

  it('should never let a word out that fewer than k subjects hold', () => {
    const canary = fc.string({ unit: fc.constantFrom(...'jkqvxyz'), minLength: 7, maxLength: 12 });

    fc.assert(
      fc.property(rows, fc.array(canary, { minLength: 1, maxLength: 4 }), (list, canaries) => {
        const planted = canaries.flatMap((one, at): [number, string][] => [
          [at, `C:\\Windows\\${one}\\Temp`],
          [at + 1, `run --user ${one} 17`],
        ]);
        const { encoder, stats } = learn([...list, ...planted]);
        const random = createRandom(3);
        const codes = encoder.cardinality - FIRST;

        for (let draw = 0; draw < 250; draw += 1) {
          const made = encoder.decode(FIRST + random.integer(codes), random) ?? '';
          for (const one of canaries) expect(made.toLowerCase()).to.not.include(one);
        }
        for (const one of canaries) expect(JSON.stringify(stats)).to.not.include(one);
      }),
      RUNS,
    );
  });

  it('should learn the same whatever the order of subjects', () => {
    fc.assert(
      fc.property(rows, fc.integer(), (list, seed) => {
        const order = createRandom(seed).shuffle(Array.from({ length: 12 }, (_, at) => at));
        const turned = order.flatMap((subject) => list.filter(([one]) => one === subject));

        expect(learn(turned, false).stats).to.deep.equal(learn(list).stats);
      }),
      RUNS,
    );
  });

  it('should make the same texts from the same seed', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const draw = () => {
          const { encoder } = learn(list);
          const random = createRandom(5);
          return list.map(([, text]) => encoder.decode(encoder.encode(text), random));
        };

        expect(draw()).to.deep.equal(draw());
      }),
      RUNS,
    );
  });
});

/** True if the stretches that stay stand in the text in their order, or a word stands for it all. */
function holdsInOrder(made: string, template: string): boolean {
  let from = 0;
  for (const part of partsOfTemplate(template)) {
    if (part.slot) continue;
    const at = made.indexOf(part.text, from);
    if (at < 0) return /^[a-z]{6}\d\d$/.test(made);
    from = at + part.text.length;
  }
  return true;
}

function learn(rowsOf: readonly (readonly [number, string])[], isSorted = true) {
  const list = isSorted ? [...rowsOf].sort(([a], [b]) => a - b) : rowsOf;
  const mayLeave = (_: string, subjects: number) => subjects >= K;
  const found = analyzeText(sampleOf(list), { mayLeave, k: K, privateKind: () => null });
  const stats = JSON.parse(JSON.stringify(found)) as TextStats;
  return { stats, encoder: textEncoder(stats) };
}
