import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { noiseFor } from '../../engine/models/privacy/noise-for.ts';
import {
  classicConversion,
  composeSteps,
  epsilonOf,
  type SampledSteps,
} from '../../engine/models/privacy/renyi-accountant.ts';

const RUNS = { numRuns: 30, seed: 42 };

const part = fc.record({
  samplingRate: fc.double({ min: 1e-4, max: 1, noNaN: true }),
  noiseMultiplier: fc.double({ min: 0.4, max: 20, noNaN: true }),
  steps: fc.integer({ min: 1, max: 5000 }),
});
const delta = fc.constantFrom(1e-4, 1e-5, 1e-7);

describe('the accountant of privacy', () => {
  it('should never charge less for more: steps, chance, less noise, smaller delta', () => {
    const share = fc.double({ min: 0.1, max: 1, noNaN: true });
    fc.assert(
      fc.property(part, delta, share, (all, at, factor) => {
        const full = epsilonAt([all], at);

        const fewer = { ...all, steps: Math.ceil(all.steps * factor) };
        const rarer = { ...all, samplingRate: all.samplingRate * factor };
        const louder = { ...all, noiseMultiplier: all.noiseMultiplier / factor };
        for (const one of [fewer, rarer, louder]) {
          expect(epsilonAt([one], at)).to.be.at.most(full * (1 + 1e-9) + 1e-12);
        }
        expect(epsilonAt([all], at * factor)).to.be.at.least(full);
      }),
      RUNS,
    );
  });

  it('should charge the same however the steps are parted', () => {
    fc.assert(
      fc.property(part, delta, fc.double({ min: 0, max: 1, noNaN: true }), (all, at, share) => {
        const first = Math.floor(all.steps * share);

        const parted = [
          { ...all, steps: first },
          { ...all, steps: all.steps - first },
        ];

        const whole = epsilonAt([all], at);
        expect(epsilonAt(parted, at)).to.be.closeTo(whole, 1e-9 * Math.max(1, whole));
      }),
      RUNS,
    );
  });

  it('should never be looser than the classic conversion', () => {
    fc.assert(
      fc.property(part, delta, (all, at) => {
        const curve = composeSteps([all]);

        const classic = epsilonOf(curve, at, classicConversion).epsilon;

        expect(epsilonOf(curve, at).epsilon).to.be.at.most(classic);
      }),
      RUNS,
    );
  });

  it('should find the least noise that keeps a budget', () => {
    const budget = fc.double({ min: 0.2, max: 20, noNaN: true });
    fc.assert(
      fc.property(part, delta, budget, (all, at, epsilon) => {
        const { samplingRate, steps } = all;

        const noiseMultiplier = noiseFor({ epsilon, delta: at, samplingRate, steps });

        const spent = (noise: number) =>
          epsilonAt([{ samplingRate, steps, noiseMultiplier: noise }], at);
        expect(spent(noiseMultiplier)).to.be.at.most(epsilon);
        if (noiseMultiplier > 1e-3) expect(spent(noiseMultiplier * 0.999)).to.be.above(epsilon);
      }),
      RUNS,
    );
  });
});

function epsilonAt(parts: readonly SampledSteps[], at: number): number {
  return epsilonOf(composeSteps(parts), at).epsilon;
}
