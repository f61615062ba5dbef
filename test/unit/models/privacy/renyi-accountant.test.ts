import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  classicConversion,
  composeSteps,
  epsilonOf,
  RENYI_ORDERS,
  type SampledSteps,
} from '../../../../engine/models/privacy/renyi-accountant.ts';

/** Orders of compute_dp_sgd_privacy_lib.py in tensorflow/privacy. */
const TENSORFLOW_ORDERS = [
  ...[1.25, 1.5, 1.75, 2, 2.25, 2.5, 3, 3.5, 4, 4.5],
  ...Array.from({ length: 59 }, (_, at) => 5 + at),
  ...[128, 256, 512],
];

interface Published {
  readonly source: string;
  readonly part: SampledSteps;
  readonly delta: number;
  readonly epsilon: number;
  readonly orders?: readonly number[];
  readonly order?: number;
  readonly isClassic?: boolean;
}

const PUBLISHED: readonly Published[] = [
  {
    source: 'pytorch/opacus 4d0ebc84, tests/accountants_test.py, test_rdp_accountant',
    part: { samplingRate: 0.04, noiseMultiplier: 1.5, steps: 2250 },
    delta: 1e-5,
    epsilon: 7.32911117143,
  },
  {
    source: 'tensorflow/privacy 03035d5, compute_dp_sgd_privacy_test.py, Test0',
    part: { samplingRate: 150 / 60_000, noiseMultiplier: 1.3, steps: 6000 },
    delta: 1e-5,
    epsilon: 0.7242234026109595,
    orders: TENSORFLOW_ORDERS,
    order: 19,
  },
  {
    source: 'tensorflow/privacy 03035d5, compute_dp_sgd_privacy_test.py, Test1',
    part: { samplingRate: 1e-3, noiseMultiplier: 1, steps: 30_000 },
    delta: 1e-7,
    epsilon: 1.4154988495444842,
    orders: TENSORFLOW_ORDERS,
    order: 13,
  },
  {
    source: 'tensorflow/privacy 03035d5, compute_dp_sgd_privacy_test.py, Test2',
    part: { samplingRate: 1024 / 1e8, noiseMultiplier: 0.1, steps: 976_563 },
    delta: 1e-7,
    epsilon: 5907982.3113984,
    orders: TENSORFLOW_ORDERS,
    order: 1.25,
  },
  {
    source: 'tensorflow/privacy 03035d5, compute_noise_from_budget_test.py, Test0',
    part: { samplingRate: 150 / 60_000, noiseMultiplier: 1.3, steps: 6000 },
    delta: 1e-5,
    epsilon: 0.941870567,
    orders: TENSORFLOW_ORDERS,
    isClassic: true,
  },
  {
    source: 'tensorflow/privacy 03035d5, compute_noise_from_budget_test.py, Test1',
    part: { samplingRate: 1e-3, noiseMultiplier: 1, steps: 30_000 },
    delta: 1e-7,
    epsilon: 1.70928734,
    orders: TENSORFLOW_ORDERS,
    isClassic: true,
  },
  {
    source: 'tensorflow/privacy 03035d5, compute_dp_sgd_privacy_test.py, subsampling, RDP',
    part: { samplingRate: 0.01, noiseMultiplier: 0.7, steps: 120 },
    delta: 1e-5,
    epsilon: 3.2392676,
  },
  {
    source: 'tensorflow/privacy 03035d5, compute_dp_sgd_privacy_test.py, no subsampling, RDP',
    part: { samplingRate: 1, noiseMultiplier: 0.7, steps: 2 },
    delta: 1e-5,
    epsilon: 10.8602036,
  },
];

describe('epsilonOf', () => {
  for (const one of PUBLISHED) {
    it(`should equal ${one.source}`, () => {
      const convert = one.isClassic ? classicConversion : undefined;

      const found = epsilonOf(composeSteps([one.part], one.orders), one.delta, convert);

      expect(found.epsilon).to.be.closeTo(one.epsilon, 1e-3);
      if (one.order !== undefined) expect(found.order).to.equal(one.order);
    });
  }

  it('should be nothing for nothing and infinite without noise', () => {
    const part = { samplingRate: 0.1, noiseMultiplier: 0, steps: 1 };

    expect(epsilonOf(composeSteps([]), 1e-5).epsilon).to.equal(0);
    expect(epsilonOf(composeSteps([{ ...part, steps: 0 }]), 1e-5).epsilon).to.equal(0);
    expect(epsilonOf(composeSteps([part]), 1e-5).epsilon).to.equal(Infinity);
  });
});

describe('composeSteps', () => {
  /** google/differential-privacy b5b0286, rdp_privacy_accountant_test.py, poisson_sampled_gaussian. */
  it('should equal the published divergences of 50 sampled steps', () => {
    const part = { samplingRate: 0.01, noiseMultiplier: 2.5, steps: 50 };
    const published = [6.70579741e-4, 1.0854871e-3, 2.18075656e-3, 2.38460375e-2, 167.416308];

    const { divergences } = composeSteps([part], [1.5, 2.5, 5, 50, 100, Infinity]);

    for (const [at, value] of published.entries()) {
      expect(divergences[at]).to.be.closeTo(value, 1e-3);
    }
    expect(divergences[5]).to.equal(Infinity);
  });

  it('should add up networks of their own rates and noise', () => {
    const one = { samplingRate: 0.02, noiseMultiplier: 1.1, steps: 100 };
    const two = { samplingRate: 0.3, noiseMultiplier: 4, steps: 30 };
    const [left, right] = [composeSteps([one]), composeSteps([two])];

    const both = composeSteps([one, two]);

    expect(both.orders).to.equal(RENYI_ORDERS);
    for (const [at, value] of both.divergences.entries()) {
      const sum = (left.divergences[at] as number) + (right.divergences[at] as number);
      expect(value).to.be.closeTo(sum, 1e-12 * sum);
    }
  });
});
