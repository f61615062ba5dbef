import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import { writeKnownSet } from '../../../../engine/encoders/text/known-set.ts';
import { openGuard, writeRareRuns } from '../../../../engine/models/language/language-guard.ts';
import type { HeldText } from '../../../../engine/models/language/learn-byte-pairs.ts';

const K = 3;
const SALT = 11;
const COMMON = 'C:\\Windows\\System32\\drivers\\etc';
const RARE = 'C:\\Windows\\Temp\\cache\\report';
const NEAR = 'C:\\Windows\\Temp\\cache\\etc';
const WORDS = ['Windows', 'System32', 'drivers', 'Temp', 'cache', 'report', 'secret', 'C', 'etc'];
const SLOT = '\uE000ws\uE001';

describe('openGuard', () => {
  it('should let a text pass that k subjects hold, and one that nobody does', () => {
    const guard = guardOf([held(COMMON, 1, 2, 3), held(RARE, 4)]);

    expect(guard.settle(COMMON, random())).to.equal(COMMON);
    expect(guard.settle('C:\\Windows\\drivers\\etc\\cache', random())).to.equal(
      'C:\\Windows\\drivers\\etc\\cache',
    );
  });

  it('should put a slot where six pieces in a row would be rare', () => {
    const guard = guardOf([held(RARE, 4, 5)]);

    const made = guard.settle(RARE, random()) ?? '';

    expect(made).to.match(/^C:\\Windows\\/);
    expect(made).to.include('\uE000');
    expect(guard.settle(made, random())).to.equal(made);
  });

  it('should rather take a segment that follows among k subjects', () => {
    const next = [[], [0, 5], [0, 5], [0, 5]];
    const chain = {
      segments: ['drivers'],
      next: [...next.slice(0, 1), ...next.slice(1)],
      laws: [[]],
    };
    const guard = guardOf([held(RARE, 4, 5), held(NEAR, 1, 2, 3)], { chain });

    expect(guard.settle(RARE, random())).to.equal('C:\\Windows\\Temp\\cache\\drivers');
  });

  it('should put a slot in the place of a rare piece', () => {
    const guard = guardOf([], { rare: ['hidden'] });

    expect(guard.settle('run hidden now', random())).to.equal(`run ${SLOT} now`);
  });

  it('should see a rare run that a filling closes', () => {
    const { allows } = guardOf([held(RARE, 4, 5), held(NEAR, 1, 2, 3)]);

    expect([allows(RARE), allows(NEAR)]).to.deep.equal([false, true]);
  });

  it('should refuse bytes that spell no text', () => {
    expect(guardOf([]).settle('run \uFFFDx\uFFFD\uE000', random())).to.equal(null);
  });
});

function held(text: string, ...holders: readonly number[]): HeldText {
  return { text, holders };
}

function random() {
  return createRandom(1, 'guard');
}

function guardOf(
  texts: readonly HeldText[],
  {
    rare = [],
    chain = { segments: [], next: [[], [], []], laws: [] },
  }: {
    readonly rare?: readonly string[];
    readonly chain?: Parameters<typeof openGuard>[0]['chain'];
  } = {},
) {
  return openGuard({
    rareRuns: writeRareRuns(texts, { k: K, salt: SALT }),
    rare: writeKnownSet(new Set(rare), SALT),
    words: WORDS,
    chain,
  });
}
