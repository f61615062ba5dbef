import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  renyiDivergence,
  type SampledGaussian,
} from '../../../../engine/models/privacy/sampled-gaussian.ts';

const ORDERS = [1.1, 1.5, 2, 2.7, 5, 8.5, 17, 40.5];
const STEPS: readonly SampledGaussian[] = [
  { samplingRate: 0.01, noiseMultiplier: 2.5 },
  { samplingRate: 0.04, noiseMultiplier: 1.5 },
  { samplingRate: 0.2, noiseMultiplier: 0.7 },
  { samplingRate: 0.5, noiseMultiplier: 4 },
  { samplingRate: 0.9, noiseMultiplier: 1.2 },
];

describe('renyiDivergence', () => {
  for (const step of STEPS) {
    it(`should equal the integral that defines it: q ${step.samplingRate}, noise ${step.noiseMultiplier}`, () => {
      for (const order of ORDERS) {
        const expected = integralDivergence(step, order);

        expect(renyiDivergence(step, order)).to.be.closeTo(expected, 1e-7 * Math.max(1, expected));
      }
    });
  }

  it('should be that of the Gaussian where everybody takes part', () => {
    const step = { samplingRate: 1, noiseMultiplier: 2.7 };

    expect(renyiDivergence(step, 3.3)).to.be.closeTo(3.3 / (2 * 2.7 ** 2), 1e-12);
  });

  it('should be nothing without subjects and everything without noise', () => {
    expect(renyiDivergence({ samplingRate: 0, noiseMultiplier: 0 }, 3)).to.equal(0);
    expect(renyiDivergence({ samplingRate: 0.1, noiseMultiplier: 0 }, 3)).to.equal(Infinity);
    expect(renyiDivergence({ samplingRate: 0.1, noiseMultiplier: 1 }, Infinity)).to.equal(Infinity);
  });
});

/** log of E[(1 - q + q exp((2z - 1) / 2 sigma^2))^order] over z ~ N(0, sigma^2), by Simpson's rule. */
function integralDivergence(step: SampledGaussian, order: number): number {
  const { samplingRate: q, noiseMultiplier: sigma } = step;
  const [from, to, pieces] = [-14 * sigma, order + 14 * sigma, 20_000];
  const width = (to - from) / pieces;
  const logAt = (z: number) => {
    const shift = (2 * z - 1) / (2 * sigma ** 2);
    const ratio =
      shift > 0
        ? shift + Math.log(q + (1 - q) * Math.exp(-shift))
        : Math.log(1 - q + q * Math.exp(shift));
    return order * ratio - z ** 2 / (2 * sigma ** 2) - Math.log(sigma * Math.sqrt(2 * Math.PI));
  };
  const logs = Array.from({ length: pieces + 1 }, (_, at) => logAt(from + at * width));
  const top = Math.max(...logs);
  const sum = logs.reduce((total, log, at) => {
    const weight = at === 0 || at === pieces ? 1 : at % 2 === 1 ? 4 : 2;
    return total + weight * Math.exp(log - top);
  }, 0);
  return (top + Math.log((sum * width) / 3)) / (order - 1);
}
