import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { RecordCodes } from '../../../../engine/models/code-space.ts';
import { spreadRows } from '../../../../engine/models/trees/spread-rows.ts';

describe('spreadRows', () => {
  it('should keep all rows where they are few', () => {
    const rows = spreadRows(dataOf([3, 500, 1]), undefined);

    expect([...rows]).to.deep.equal([...Array(504).keys()]);
  });

  it('should keep every subject and let none rule where rows are many', () => {
    const sizes = [4000, ...Array(1000).fill(2)];

    const rows = spreadRows(dataOf(sizes), undefined, 2500);

    const first = [...rows].filter((row) => row < 4000);
    expect(rows.length).to.be.within(2000, 2500);
    expect(rows.length - first.length).to.equal(2000);
    expect(first[1]! - first[0]!).to.equal(Math.floor(4000 / first.length));
  });

  it('should keep no more than asked for even where subjects are more', () => {
    const rows = spreadRows(dataOf(Array(500).fill(3)), undefined, 100);

    expect(rows.length).to.equal(100);
    expect([...rows]).to.deep.equal([...new Set(rows)].sort((one, other) => one - other));
  });

  it('should keep only rows whose gate is open', () => {
    const rows = spreadRows(dataOf([10, 10]), { variable: 0, codes: [1] });

    expect([...rows]).to.deep.equal([1, 3, 5, 7, 9, 11, 13, 15, 17, 19]);
  });
});

/** Subjects of some rows each; the only variable is 0 and 1 by turns. */
function dataOf(sizes: readonly number[]): RecordCodes {
  const subjects = Int32Array.from(sizes.flatMap((size, at) => Array<number>(size).fill(at)));
  const codes = [Uint16Array.from(subjects, (_, row) => row & 1)];
  return { rows: subjects.length, subjects, codes, views: [new Int32Array(0)] };
}
