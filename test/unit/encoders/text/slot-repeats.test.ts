import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import { pickRepeat, poolSize, remember } from '../../../../engine/encoders/text/slot-repeats.ts';

describe('poolSize', () => {
  it('should be endless where nothing repeats', () => {
    expect(poolSize(1000, 1000)).to.equal(0);
  });

  it('should find the pool of which draws give so many different ones', () => {
    const expected = 500 * (1 - (1 - 1 / 500) ** 1000);

    expect(poolSize(1000, Math.round(expected))).to.be.within(498, 502);
  });
});

describe('pickRepeat', () => {
  it('should repeat as often as asked, mostly the latest', () => {
    const memory = new Map<string, string[]>();
    for (const one of ['a', 'b', 'a', 'c']) remember(memory, 'x', one);
    const random = createRandom(1);
    const share = { again: 0.5, last: 0.8 };

    const drawn = Array.from({ length: 1000 }, () => pickRepeat(share, memory.get('x'), random));

    expect(memory.get('x')).to.deep.equal(['c', 'a', 'b']);
    expect(drawn.filter((one) => one === null).length).to.be.within(440, 560);
    expect(drawn.filter((one) => one === 'c').length).to.be.within(340, 460);
  });

  it('should draw anew where nothing is known', () => {
    expect(pickRepeat({ again: 1 }, undefined, createRandom(1))).to.equal(null);
  });
});
