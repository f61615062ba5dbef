import { expect } from 'chai';
import { describe, it } from 'mocha';
import { agreementsOf, agrees } from '../../bench/compute/agreement.ts';
import type { Side } from '../../bench/compute/side.ts';

describe('agreementsOf', () => {
  it('should hold losses and codes of each side against the first', async () => {
    const twin = side({ name: 'twin', losses: [4, 2, 1, 1], codes: [1, 2, 3, 4] });
    const near = side({ name: 'near', losses: [4, 2.001, 1, 1], codes: [1, 2, 3, 4] });
    const far = side({ name: 'far', losses: [4, 2, 1.5, 1], codes: [1, 2, 3, 0] });

    const [one, other] = await agreementsOf([twin, near, far], 4);

    expect(one?.lossError).to.be.closeTo(0.0005, 1e-12);
    expect(one).to.include({ name: 'near', sameCodes: 1 });
    expect(other).to.include({ name: 'far', lossError: 0.5, sameCodes: 0.75 });
  });

  it('should ask slow sides for the first steps only, and for no codes', async () => {
    const twin = side({ name: 'twin', losses: [4, 2, 1, 1], codes: [1] });
    const slow = side({ name: 'slow', losses: [4, 2, 1, 9], codes: [0], isSlow: true });

    expect(await agreementsOf([twin, slow], 4)).to.deep.equal([
      { name: 'slow', lossError: 0, sameCodes: null },
    ]);
  });
});

describe('agrees', () => {
  for (const { lossError, sameCodes, fits } of [
    { lossError: 1e-4, sameCodes: 1, fits: true },
    { lossError: 1e-4, sameCodes: null, fits: true },
    { lossError: 2e-3, sameCodes: 1, fits: false },
    { lossError: Number.POSITIVE_INFINITY, sameCodes: null, fits: false },
    { lossError: 1e-4, sameCodes: 0.5, fits: false },
  ]) {
    it(`should be ${fits} for losses off by ${lossError}, codes alike ${sameCodes}`, () => {
      expect(agrees({ name: 'one', lossError, sameCodes })).to.equal(fits);
    });
  }

  it('should be false where a loss is not a number', async () => {
    const twin = side({ name: 'twin', losses: [4], codes: [1] });
    const broken = side({ name: 'broken', losses: [Number.NaN], codes: [1] });

    const [one] = await agreementsOf([twin, broken], 1);

    expect(one !== undefined && agrees(one)).to.equal(false);
  });
});

const SPENT = { seconds: 1, cpuSeconds: 1 };

function side({
  name,
  losses,
  codes,
  isSlow = false,
}: {
  readonly name: string;
  readonly losses: readonly number[];
  readonly codes: readonly number[];
  readonly isSlow?: boolean;
}): Side {
  return {
    name,
    isSlow,
    train: async (steps) => ({ ...SPENT, losses: losses.slice(0, steps) }),
    sample: async () => ({ ...SPENT, rows: 1 }),
    codes: async () => codes,
    close: async () => undefined,
  };
}
