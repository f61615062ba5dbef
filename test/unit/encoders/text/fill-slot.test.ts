import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import { fillSlot, type SlotPlace } from '../../../../engine/encoders/text/fill-slot.ts';
import { openKnownSet, writeKnownSet } from '../../../../engine/encoders/text/known-set.ts';
import { openLetters } from '../../../../engine/encoders/text/letter-model.ts';
import { tokensOf } from '../../../../engine/encoders/text/text-token.ts';

const TYPES = ['gl', 'gu', 'n', 'n4', 'pl8', 'v4', 'il15', 'hu40', 'd', 'ws', 'wc', 'wf', 'm', 'l'];

describe('fillSlot', () => {
  for (const type of TYPES) {
    it(`should fill a slot of type ${type} with a piece of that type`, () => {
      const random = createRandom(3);
      const law = type === 'l' ? { lengths: [18] } : type === 'n4' ? { edges: [10, 90] } : {};

      const made = Array.from({ length: 40 }, () => fill({ type, law, random }));

      for (const one of made) expect(tokensOf(one)).to.deep.equal([{ text: one, slot: type }]);
    });
  }

  it('should draw numbers from the bins alone', () => {
    const random = createRandom(4);

    const made = Array.from({ length: 200 }, () => {
      return Number(fill({ type: 'n', law: { edges: [10, 20, 900] }, random }));
    });

    expect(Math.min(...made)).to.be.at.least(10);
    expect(Math.max(...made)).to.be.at.most(900);
    expect(made.filter((one) => one <= 20).length).to.be.within(70, 130);
  });

  it('should give equal hashes to equal keys, by the place in the list', () => {
    const maker = { account: () => 'a', word: () => 'b', key: 'C:\\x.exe' };
    const place = { type: 'hu40', law: {}, maker, random: createRandom(5) };

    expect(fill({ ...place, at: 0 })).to.equal(fill({ ...place, at: 0 }));
    expect(fill({ ...place, at: 0 })).to.not.equal(fill({ ...place, at: 1 }));
    expect(fill({ ...place, at: 0 })).to.not.equal(
      fill({ ...place, at: 0, maker: { ...maker, key: 'C:\\y.exe' } }),
    );
  });

  it('should spell words in an encoded command', () => {
    const made = fill({ type: 'e', law: { lengths: [64] }, random: createRandom(6) });

    expect(Buffer.from(made, 'base64').toString('utf16le')).to.match(/^(word ?)+/);
  });

  it('should never give a rare piece', () => {
    const rare = openKnownSet(writeKnownSet(new Set(['words']), 1));
    const random = createRandom(7);

    const made = Array.from({ length: 50 }, () =>
      fill({ type: 'ws', random, maker: { account: () => 'a', word: () => 'words' } }, rare),
    );

    expect(made).to.not.include('words');
  });
});

function fill(
  place: Partial<SlotPlace> & { readonly type: string; readonly random: SlotPlace['random'] },
  rare = openKnownSet(writeKnownSet(new Set(), 1)),
): string {
  const maker = { account: () => 'mary', word: () => 'word' };
  return fillSlot({ letters: openLetters({}), rare, salt: 1 }, { law: {}, at: 0, maker, ...place });
}
