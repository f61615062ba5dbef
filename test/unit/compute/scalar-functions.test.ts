import { expect } from 'chai';
import { erf, UNARY_FUNCTIONS } from '../../../engine/compute/scalar-functions.ts';

describe('erf', () => {
  it('should agree with tables', () => {
    const table: readonly [number, number][] = [
      [0, 0],
      [0.5, 0.5204998778130465],
      [1, 0.8427007929497149],
      [2, 0.9953222650189527],
      [2.5, 0.9995930479825551],
      [3, 0.9999779095030014],
    ];

    for (const [x, wanted] of table) {
      expect(erf(x)).to.be.closeTo(wanted, 1e-14);
      expect(erf(-x)).to.be.closeTo(-wanted, 1e-14);
    }
  });

  it('should reach its bounds', () => {
    expect(erf(40)).to.equal(1);
    expect(erf(Number.NEGATIVE_INFINITY)).to.equal(-1);
  });
});

describe('sigmoid', () => {
  it('should not overflow', () => {
    expect(UNARY_FUNCTIONS.sigmoid(-1e4)).to.equal(0);
    expect(UNARY_FUNCTIONS.sigmoid(1e4)).to.equal(1);
    expect(UNARY_FUNCTIONS.sigmoid(0)).to.equal(0.5);
  });
});
