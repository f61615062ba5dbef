import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../engine/core/random.ts';
import { drawFlagSet, learnFlagLetters } from '../../../engine/encoders/flag-letters.ts';

describe('learnFlagLetters', () => {
  const shared = [
    { value: '.A..S.', rows: 90, subjects: 40 },
    { value: '.AP..F', rows: 80, subjects: 30 },
  ];

  it('should draw rare sets from letters that shared sets have', () => {
    const rare = [
      { value: '.APRSF', rows: 3, subjects: 1 },
      { value: 'UA....', rows: 1, subjects: 1 },
    ];
    const learned = learnFlagLetters(shared, rare);
    const random = createRandom(1);

    const drawn = Array.from({ length: 300 }, () =>
      learned === null ? '' : drawFlagSet(learned, random),
    );

    expect(learned).to.deep.equal({ letters: 'UAPRSF', shares: [0, 1, 0.75, 0, 0.75, 0.75] });
    for (const set of drawn) expect(set).to.match(/^\.A[.P]\.[.S][.F]$/);
    expect(new Set(drawn)).to.have.length.above(4);
  });

  it('should learn nothing where no set is rare or all are', () => {
    expect(learnFlagLetters(shared, [])).to.equal(null);
    expect(learnFlagLetters([], shared)).to.equal(null);
  });
});
