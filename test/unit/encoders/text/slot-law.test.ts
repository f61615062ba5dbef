import { expect } from 'chai';
import { describe, it } from 'mocha';
import { HoldBook, learnSlot } from '../../../../engine/encoders/text/slot-law.ts';

describe('learnSlot', () => {
  it('should keep what k subjects have there, with the weight of the others', () => {
    const holds = [...held('443', 3), ...held('8081', 1), ...held('8082', 1)];

    const law = learnSlot('n', holds, 3);

    expect(law.common).to.deep.equal([['443', 3]]);
    expect(law.others).to.equal(2);
    expect(law.edges).to.equal(undefined);
  });

  it('should blur the edges of numbers', () => {
    const holds = [12345, 23456, 34567, 45678].flatMap((one) => held(String(one), 1));

    expect(learnSlot('n', holds, 2).edges).to.deep.equal([12_000, 34_000, 46_000]);
  });

  it('should learn lengths of words and counts of segments, but no words', () => {
    const holds = ['alpha', 'beta', 'gamma'].flatMap((one) => held(one, 3));

    expect(learnSlot('ws', holds, 3)).to.deep.equal({ lengths: [4, 5, 5, 5] });
    expect(learnSlot('r\\', held('a\\b', 3), 3)).to.deep.equal({ lengths: [2, 2] });
  });

  it('should say nothing of fewer than k holds', () => {
    expect(learnSlot('n', held('4711', 2), 3)).to.deep.equal({});
    expect(learnSlot('ws', held('secret', 2), 3)).to.deep.equal({});
  });
});

describe('HoldBook', () => {
  it('should count a text once a subject', () => {
    const book = new HoldBook();

    for (const subject of [1, 1, 2]) book.add('slot', 'text', subject);

    expect(book.of('slot')).to.have.length(2);
    expect(book.names()).to.deep.equal(['slot']);
  });
});

function held(text: string, subjects: number) {
  return Array.from({ length: subjects }, (_, subject) => ({ text, subject }));
}
