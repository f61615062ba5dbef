import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import { learnLetters, openLetters } from '../../../../engine/encoders/text/letter-model.ts';

describe('openLetters', () => {
  it('should hold no run of letters that fewer than k subjects share', () => {
    const words = [
      { word: 'service', isCommon: true, holders: [] },
      { word: 'quixotry', isCommon: false, holders: [1, 2] },
    ];

    const stats = learnLetters(words, 3, 1);

    expect(stats.q).to.equal(undefined);
    expect(JSON.stringify(stats)).to.not.include('x1');
  });

  it('should learn from rare words what k subjects share', () => {
    const words = [1, 2, 3].map((one) => {
      return { word: `zz${'abc'.charAt(one - 1)}`, isCommon: false, holders: [one] };
    });

    const stats = learnLetters(words, 3, 1);

    expect(stats['^']).to.equal('z3');
    expect(stats['^zz']).to.equal(undefined);
  });

  it('should make words of the wanted length', () => {
    const words = ['manager', 'service', 'machine', 'version', 'device'];
    const stats = learnLetters(
      words.map((word) => ({ word, isCommon: true, holders: [] })),
      3,
      1,
    );
    const model = openLetters(stats);
    const random = createRandom(1);

    const lengths = Array.from({ length: 200 }, () => model.draw(7, random).length);

    expect(Math.min(...lengths)).to.be.at.least(6);
    expect(Math.max(...lengths)).to.be.at.most(8);
    expect(model.isEmpty).to.equal(false);
    expect(openLetters({}).isEmpty).to.equal(true);
  });
});
