import { expect } from 'chai';
import { describe, it } from 'mocha';
import { logErfc } from '../../../../engine/models/privacy/log-erfc.ts';

/** log(2) + log_ndtr(-x sqrt(2)) of SciPy 1.16. */
const KNOWN: readonly (readonly [number, number])[] = [
  [-3, 0.6931361352504468],
  [-0.5, 0.4190391477755596],
  [0, 0],
  [1e-8, -1.1283791789828967e-8],
  [0.5, -0.7350111298370848],
  [1.999, -5.360524027545018],
  [2, -5.36494126461664],
  [3, -10.720363041981116],
  [10, -102.87988902484493],
  [30, -903.9741171106442],
];

describe('logErfc', () => {
  for (const [x, value] of KNOWN) {
    it(`should be right at ${x}`, () => {
      expect(logErfc(x)).to.be.closeTo(value, 1e-12 * Math.max(1, Math.abs(value)));
    });
  }

  it('should go to its limits', () => {
    expect(logErfc(Number.POSITIVE_INFINITY)).to.equal(Number.NEGATIVE_INFINITY);
    expect(logErfc(-40)).to.be.closeTo(Math.LN2, 1e-15);
  });
});
