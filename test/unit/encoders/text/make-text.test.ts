import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import type { TextMaker } from '../../../../engine/encoders/text/text-maker.ts';
import { analyzeText, textEncoder } from '../../../../engine/encoders/text-encoder.ts';
import { sampleOf } from '../../../support/encoder-battery.ts';

const HEAD = 'C:\\Windows\\System32\\';

describe('openFiller', () => {
  it('should make no more texts of a rare template than the column lets expect', () => {
    const made = texts(rarePaths(8, 3), 400);

    expect(new Set(made).size).to.be.within(2, 8);
  });

  it('should give several subjects the same text', () => {
    const [ours, theirs] = [1, 2].map((seed) => new Set(texts(rarePaths(8, 3), 200, seed)));

    expect([...(ours ?? [])].filter((one) => theirs?.has(one)).length).to.be.greaterThan(1);
  });

  it('should make texts without end where none came back', () => {
    const made = texts(rarePaths(80, 80), 400);

    expect(new Set(made).size).to.be.greaterThan(300);
  });

  it('should draw an address of a text from the pool, too', () => {
    const rows = Array.from({ length: 30 }, (_, at): [number, string] => {
      return [at, `ping 10.1.2.${at % 3}`];
    });
    const made = texts(rows, 200);

    expect(new Set(made).size).to.be.within(2, 8);
    for (const one of made) expect(one).to.match(/^ping 10(\.\d+){3}$/);
  });

  it('should fill the slots of a text that is written anew', () => {
    const written = new Set<number>();
    const made = texts(rarePaths(80, 80), 50, 1, ({ at }) => {
      written.add(at);
      return `${HEAD}\uE000n\uE001-made.exe`;
    });

    expect(written.size).to.equal(1);
    for (const one of made) expect(one).to.match(/^C:\\Windows\\System32\\\d+-made\.exe$/);
  });

  it('should fill the template where nothing is written, or nothing that may leave', () => {
    const rows = rarePaths(80, 80);
    const never = texts(
      rows,
      20,
      1,
      () => `${HEAD}made.exe`,
      () => false,
    );

    for (const one of never) expect(one).to.match(/job-\d+\.exe$/);

    expect(texts(rows, 50, 1, () => null)).to.deep.equal(texts(rows, 50));
  });
});

/** Subjects with a rare text each, one in `turn` texts, and the usual ones. */
function rarePaths(count: number, turn: number): [number, string][] {
  return Array.from({ length: count }, (_, subject): [number, string][] => [
    [subject, `${HEAD}job-${731 * (subject % turn) + 1009}.exe`],
    [subject, `${HEAD}cmd.exe`],
  ]).flat();
}

function texts(
  rows: readonly (readonly [number, string])[],
  count: number,
  seed = 1,
  write?: TextMaker['write'],
  allows: TextMaker['allows'] = () => true,
): string[] {
  const rare = rows[0]?.[1] ?? '';
  const stats = analyzeText(sampleOf(rows), {
    mayLeave: (text, subjects) => subjects >= 5 && !/\d\.\d/.test(text),
    privateKind: () => null,
  });
  const encoder = textEncoder(stats);
  const [code, random] = [encoder.encode(rare), createRandom(seed)];
  return Array.from({ length: count }, () => {
    const own = { account: () => 'user', word: () => 'word' };
    const maker = write === undefined ? own : { ...own, write, allows };
    return encoder.make(code, random, maker) ?? '';
  });
}
