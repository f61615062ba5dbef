import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ksLikeness, rankValues } from '../../../../evaluators/relations/ordered-values.ts';

describe('rankValues', () => {
  it('should rank among the distinct values and leave out missing ones', () => {
    const values = Float64Array.from([5, -1, Number.NaN, 5, 2]);

    const { distinct, codes } = rankValues({ values, subject: new Int32Array(5) });

    expect([...distinct]).to.deep.equal([-1, 2, 5]);
    expect([...codes]).to.deep.equal([2, 0, -1, 2, 1]);
  });
});

describe('ksLikeness', () => {
  // NOTE: distances by hand: |1/2 - 0| at 1, |1/4 - 0| at 1, all mass apart, the same law twice.
  for (const [one, other, likeness] of [
    [[1, 2], [2, 3], 0.5],
    [[1, 2, 3, 4], [2, 3, 4, 5], 0.75],
    [[1, 2], [3, 4], 0],
    [[1, 2], [1, 1, 2, 2], 1],
  ] as const) {
    it(`should give ${likeness} for ${one} against ${other}`, () => {
      expect(ksLikeness(counted(one), counted(other))).to.be.closeTo(likeness, 1e-12);
    });
  }

  it('should have no value for an empty side', () => {
    expect(ksLikeness(counted([]), counted([1]))).to.be.NaN;
  });
});

function counted(values: readonly number[]) {
  const { distinct, codes } = rankValues({
    values: Float64Array.from(values),
    subject: new Int32Array(values.length),
  });
  const counts = new Float64Array(distinct.length);
  for (const code of codes) counts[code] = (counts[code] as number) + 1;
  return { distinct, counts };
}
