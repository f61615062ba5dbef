import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../engine/core/random.ts';
import { mergeTallies, tallyNumbers } from '../../../engine/encoders/number-tally.ts';
import { sampleOf } from '../../support/encoder-battery.ts';

describe('tallyNumbers', () => {
  it('should count rows and subjects of each value, missing cells left out', () => {
    const tally = tallyNumbers(
      sampleOf<number>([
        [1, 7],
        [1, -2],
        [1, 7],
        [2, 7],
        [2, null],
        [3, Number.NaN],
        [4, -0],
        [4, 0],
      ]),
    );

    expect([...tally.lows]).to.deep.equal([-2, 0, 7]);
    expect([...tally.rows]).to.deep.equal([1, 2, 3]);
    expect([...tally.subjects]).to.deep.equal([1, 1, 2]);
    expect(tally.smallest).to.deep.equal([-2, 0, 7]);
    expect(tally.largest).to.deep.equal([7, 7, 0]);
    expect(tally).to.deep.include({ holders: 3, totalRows: 6, level: 0 });
  });

  it('should stay within its cells and keep all rows, lone integers still alone', () => {
    const random = createRandom(1);
    const reals = Array.from({ length: 5000 }, (_, row) => [row, 1e6 * random.next()] as const);
    const heavy = Array.from({ length: 300 }, (_, row) => [5000 + row, 40] as const);

    const tally = tallyNumbers(sampleOf([...reals, ...heavy]), { cells: 2000 });

    expect(tally.lows.length).to.be.at.most(2000);
    expect(tally.rows.reduce((sum, one) => sum + one, 0)).to.equal(5300);
    const at = tally.lows.indexOf(40);
    expect(tally.highs[at]).to.equal(40);
    expect([tally.rows[at], tally.subjects[at]]).to.deep.equal([300, 300]);
  });
});

describe('mergeTallies', () => {
  it('should be empty without parts', () => {
    expect(mergeTallies([]).lows).to.have.length(0);
  });

  it('should add up subjects of partitions', () => {
    const one = tallyNumbers(sampleOf<number>([[1, 5]]));
    const two = tallyNumbers(
      sampleOf<number>([
        [2, 5],
        [3, 6],
      ]),
    );

    const merged = mergeTallies([one, two]);

    expect([...merged.lows]).to.deep.equal([5, 6]);
    expect([...merged.subjects]).to.deep.equal([2, 1]);
    expect(merged.largest).to.deep.equal([6, 5, 5]);
  });
});
