import { expect } from 'chai';
import { describe, it } from 'mocha';
import { dealtDegrees, degreeBin, degreeLabel } from '../../../../evaluators/links/degree-bins.ts';

describe('degreeBin', () => {
  it('should lie in the range that its label names', () => {
    for (let degree = 0; degree < 5000; degree += 1) {
      const [low, high] = degreeLabel(degreeBin(degree)).split('-').map(Number);

      expect(degree).to.be.within(low ?? -1, high ?? low ?? -1);
    }
  });
});

describe('dealtDegrees', () => {
  for (const mean of [0, 0.4, 60, 5000]) {
    it(`should deal ${mean} links an end to every end`, () => {
      const counts = dealtDegrees(100, 100 * mean);

      const total = counts.reduce((sum, count) => sum + count, 0);
      expect(total).to.be.closeTo(100, 1e-6);
    });
  }
});
