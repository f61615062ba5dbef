import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { editDistance, nearestWord } from '../../../scenarios/did-you-mean.ts';

const word = fc.string({ maxLength: 12 });

describe('editDistance', () => {
  it('should count inserted, dropped and changed letters', () => {
    expect(editDistance('kitten', 'sitting')).to.equal(3);
    expect(editDistance('', 'abc')).to.equal(3);
    expect(editDistance('flaw', 'lawn')).to.equal(2);
  });

  it('should be a metric', () => {
    const law = fc.property(word, word, word, (one, other, third) => {
      expect(editDistance(one, one)).to.equal(0);
      expect(editDistance(one, other)).to.equal(editDistance(other, one));
      expect(editDistance(one, third)).to.be.at.most(
        editDistance(one, other) + editDistance(other, third),
      );
    });

    fc.assert(law, { numRuns: 300, seed: 7 });
  });
});

describe('nearestWord', () => {
  it('should find a word within two edits, whatever its case', () => {
    expect(nearestWord('Zeek-con-tsv', ['csv', 'zeek-conn-tsv'])).to.equal('zeek-conn-tsv');
    expect(nearestWord('dsn', ['dns', 'flows'])).to.equal(null);
    expect(nearestWord('dn', ['dns', 'flows'])).to.equal('dns');
  });

  it('should stay silent where nothing is near, and on endless words', () => {
    expect(nearestWord('banana', ['events', 'flows'])).to.equal(null);
    expect(nearestWord('f'.repeat(100_000), ['flows'])).to.equal(null);
  });
});
