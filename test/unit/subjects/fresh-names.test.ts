import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../engine/core/random.ts';
import { learnNameStyle, NameMaker } from '../../../engine/subjects/fresh-names.ts';

describe('NameMaker', () => {
  const style = learnNameStyle(['ws1', 'a.corp.local', 'b.corp.local', 'www.shop.com']);

  it('should make each name once, with labels as the real ones have', () => {
    const maker = new NameMaker(style, ['bano', 'kelu', 'sitra'], createRandom(1));

    const names = Array.from({ length: 200 }, () => maker.make(false));

    expect(new Set(names).size).to.equal(200);
    for (const name of names) expect(name).to.match(/^[a-z0-9]+(\.[a-z0-9]+)+$/);
    for (const word of ['corp', 'shop', 'ws1']) expect(names.join()).to.not.include(word);
  });

  it('should make short names and accounts with a realm', () => {
    const maker = new NameMaker(style, ['bano', 'kelu', 'sitra'], createRandom(2));

    expect(maker.make(true)).to.match(/^[a-z0-9]+$/);
    expect(maker.account(true)).to.match(/^[A-Z]+\\[a-z0-9]+$/);
  });
});
