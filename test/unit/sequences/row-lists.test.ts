import { expect } from 'chai';
import { describe, it } from 'mocha';
import { RowLists } from '../../../engine/sequences/row-lists.ts';

describe('RowLists', () => {
  it('should keep rows by what they are, the last used first', () => {
    const lists = new RowLists();
    for (const [row, profile] of [
      [10, 5],
      [11, 6],
      [12, 5],
    ] as const) {
      lists.add(row, profile);
    }

    lists.touch(10);

    expect(lists.size).to.equal(3);
    expect(lists.profileOf(11)).to.equal(6);
    expect([1, 2, 3].map((rank) => lists.all.ofRank(rank, 3))).to.deep.equal([10, 12, 11]);
    expect([1, 2].map((rank) => lists.of(5)?.ofRank(rank, 3))).to.deep.equal([10, 12]);
  });

  it('should know no row and no profile that never came', () => {
    const lists = new RowLists();

    lists.add(1, 2);

    expect(lists.has(2)).to.equal(false);
    expect(lists.of(3)).to.equal(undefined);
  });
});
