import { expect } from 'chai';
import { describe, it } from 'mocha';
import { thinRows } from '../../../engine/models/bayes-net/thin-rows.ts';

describe('thinRows', () => {
  it('should keep 64 rows of a long subject and all of the short ones', () => {
    const lengths = [50_000, ...Array.from({ length: 45_000 }, () => 1)];

    const kept = thinRows(recordOf(lengths));

    expect(kept).to.have.length(64 + 45_000);
    expect(kept[0]).to.equal(0);
    expect(kept[63]).to.be.above(49_000).and.below(50_000);
  });

  it('should keep more of each where subjects are few', () => {
    const kept = thinRows(recordOf([30_000, 30_000]));

    expect(kept.length).to.be.at.least(40_000);
  });

  it('should keep no row twice', () => {
    const kept = thinRows(recordOf([1000, 3, 70_000]));

    expect(new Set(kept).size).to.equal(kept.length);
  });
});

function recordOf(lengths: readonly number[]) {
  const subjects = Int32Array.from(
    lengths.flatMap((length, subject) => new Array<number>(length).fill(subject)),
  );
  return { rows: subjects.length, subjects, codes: [], views: [] };
}
