import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  atSizes,
  ceilingAtSizes,
  halfSizes,
  likenessAtSizes,
} from '../../../../evaluators/ceiling/size-correction.ts';

describe('atSizes', () => {
  it('should shrink the gap by the square root of the sizes', () => {
    const halves = { original: 50, synthetic: 50 };

    expect(
      atSizes(0.9, { ideal: 1, halves, wanted: { original: 200, synthetic: 200 } }),
    ).to.be.closeTo(0.95, 1e-12);
    expect(atSizes(0.7, { ideal: 0.5, halves, wanted: halves })).to.be.closeTo(0.7, 1e-12);
  });
});

describe('likenessAtSizes', () => {
  it('should stay at 0 or above, however large the noise of the wanted sizes', () => {
    const wanted = { original: 2, synthetic: 2 };

    expect(likenessAtSizes(0.5, { halves: halfSizes(9), wanted: halfSizes(9) })).to.equal(0.5);
    expect(likenessAtSizes(0.2, { halves: halfSizes(200), wanted })).to.equal(0);
  });
});

describe('ceilingAtSizes', () => {
  it('should leave the accuracy alone where the sizes are the same', () => {
    const sizes = { training: 100, holdout: 100, synthetic: 1e12 };

    const same = ceilingAtSizes(0.9, { training: 50, holdout: 50, synthetic: 100 });

    expect(same).to.be.closeTo(1 - 0.1 * Math.sqrt(0.02 / 0.04), 1e-12);
    expect(ceilingAtSizes(0.9, sizes)).to.be.closeTo(1 - 0.1 * Math.sqrt(0.005 / 0.02), 1e-6);
  });

  it('should never lower the measured accuracy', () => {
    expect(ceilingAtSizes(0.8, { training: 900, holdout: 900, synthetic: 3 })).to.equal(0.8);
  });
});
