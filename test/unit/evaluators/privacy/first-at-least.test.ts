import { expect } from 'chai';
import { describe, it } from 'mocha';
import { firstAtLeast } from '../../../../evaluators/privacy/first-at-least.ts';

describe('firstAtLeast', () => {
  it('should find the first of equals, and the end where all are less', () => {
    const sorted = Float64Array.of(1, 2, 2, 5);

    expect([0, 1, 2, 3, 5, 6].map((value) => firstAtLeast(sorted, value))).to.deep.equal([
      0, 0, 1, 3, 3, 4,
    ]);
    expect(firstAtLeast(new Float64Array(0), 1)).to.equal(0);
  });
});
