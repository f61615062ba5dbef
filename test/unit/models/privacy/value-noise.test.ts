import { expect } from 'chai';
import { describe, it } from 'mocha';
import { valueNoise } from '../../../../engine/models/privacy/value-noise.ts';

/** By histograms, at 16 values and delta 1e-6: norm.isf(-expm1(log1p(-delta / 2H) / 16)) of SciPy 1.16. */
const QUANTILES = [
  [1, 5.411497077617579],
  [35, 6.016188674020905],
  [72, 6.131955191597998],
] as const;
const BUDGET = { epsilon: 1, delta: 1e-6 };

describe('valueNoise', () => {
  it('should be near the least Gaussian noise of that budget, above it', () => {
    // Analytic Gaussian mechanism (Balle and Wang 2018) at delta / 2, by SciPy: 4.36515 a histogram.
    const { deviation } = valueNoise({ budget: BUDGET, histograms: 35, most: 16 });

    expect(deviation / (4.365154941135754 * Math.sqrt(35))).to.be.within(1, 1.1);
  });

  it('should set the threshold where a lone subject’s values pass with half of delta', () => {
    for (const [histograms, quantile] of QUANTILES) {
      const { deviation, threshold } = valueNoise({ budget: BUDGET, histograms, most: 16 });

      expect((threshold - 1 / 4) / deviation).to.be.closeTo(quantile, 1e-6);
    }
  });

  it('should ask more of values that nobody knows than of listed ones', () => {
    const noise = valueNoise({ budget: BUDGET, histograms: 10, most: 4 });

    expect(noise.knownThreshold).to.be.within(noise.deviation, noise.threshold);
    expect(noise.most).to.equal(4);
  });
});
