import { expect } from 'chai';
import { describe, it } from 'mocha';
import { openKnownSet, writeKnownSet } from '../../../../engine/encoders/text/known-set.ts';

describe('openKnownSet', () => {
  const members = Array.from({ length: 2000 }, (_, at) => `member ${at}`);
  const stats = writeKnownSet(new Set(members), 7);

  it('should know all members', () => {
    const set = openKnownSet(JSON.parse(JSON.stringify(stats)));

    expect(members.every(set.has)).to.equal(true);
  });

  it('should take fewer than three strangers in 100 for members', () => {
    const set = openKnownSet(stats);

    const mistaken = Array.from({ length: 5000 }, (_, at) => set.has(`stranger ${at}`));

    expect(mistaken.filter(Boolean).length).to.be.below(150);
  });

  it('should stay below a megabyte whatever it holds', () => {
    const many = new Set(Array.from({ length: 500_000 }, (_, at) => String(at)));

    expect(writeKnownSet(many, 1).bits.length).to.be.below(1_000_000);
  });

  it('should differ by salt and hold nothing that can be read', () => {
    expect(writeKnownSet(new Set(['secret']), 1)).to.not.deep.equal(
      writeKnownSet(new Set(['secret']), 2),
    );
    expect(JSON.stringify(stats)).to.not.include('member');
  });
});
