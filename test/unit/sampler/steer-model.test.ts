import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { createRandom, type Random } from '../../../engine/core/random.ts';
import type { CodeSpace } from '../../../engine/models/code-space.ts';
import type { Frame } from '../../../engine/models/frame.ts';
import type { SequenceModel } from '../../../engine/models/sequence-model.ts';
import { type Adjustment, steerModel } from '../../../engine/sampler/steer-model.ts';

const FRAME: Frame = { codes: new Int32Array(4), at: new Int32Array(1), epoch: 0 };
const DRAWS = 20_000;

describe('steerModel', () => {
  it('should always draw a fixed code, and take no randomness for it', () => {
    const random = createRandom(1, 'fixed');
    const model = steerModel(plain([0.5, 0.3, 0.2]), SPACE, [{ ...FIRST, allowed: [2] }]);

    const codes = Array.from({ length: 50 }, () => model.draw(0, 0, FRAME, random));

    expect(new Set(codes)).to.deep.equal(new Set([2]));
    expect(random.next()).to.equal(createRandom(1, 'fixed').next());
  });

  it('should draw a fixed code that the law thinks impossible', () => {
    const fixed = steerModel(plain([1, 0, 0]), SPACE, [{ ...FIRST, allowed: [2] }]);
    const either = steerModel(plain([1, 0, 0]), SPACE, [{ ...FIRST, allowed: [1, 2] }]);

    expect(shares(fixed)).to.deep.equal([0, 0, 1]);
    expectShares(shares(either), [0, 0.5, 0.5]);
  });

  it('should fall back to the law itself where no factor leaves a chance', () => {
    const model = steerModel(plain([1, 0, 0]), SPACE, [{ ...FIRST, factors: [[0, 0]] }]);

    expect(shares(model)).to.deep.equal([1, 0, 0]);
  });

  it('should keep the proportions of the codes that are allowed', () => {
    const model = steerModel(plain([0.5, 0.4, 0.1]), SPACE, [{ ...FIRST, allowed: [1, 2] }]);

    expectShares(shares(model), [0, 0.8, 0.2]);
  });

  it('should multiply the odds by the factors', () => {
    const model = steerModel(plain([0.5, 0.4, 0.1]), SPACE, [{ ...FIRST, factors: [[2, 9]] }]);

    expectShares(shares(model), [0.5 / 1.8, 0.4 / 1.8, 0.9 / 1.8]);
  });

  it('should be the same model, draw for draw, where nothing changes', () => {
    const inner = plain([0.2, 0.3, 0.5]);
    const nothing: Adjustment[] = [
      { ...FIRST, temperature: 1 },
      { ...FIRST, factors: [[1, 1]] },
    ];

    expect(steerModel(inner, SPACE, nothing)).to.equal(inner);
    expect(steerModel(inner, SPACE, [])).to.equal(inner);
  });

  it('should leave variables without an adjustment to the inner model', () => {
    const inner = plain([0.2, 0.3, 0.5]);
    const steered = steerModel(inner, SPACE, [{ ...FIRST, allowed: [1] }]);

    const [one, two] = [createRandom(3), createRandom(3)];
    for (let draw = 0; draw < 100; draw += 1) {
      expect(steered.draw(0, 1, FRAME, one)).to.equal(inner.draw(0, 1, FRAME, two));
    }
  });

  it('should draw the mode as the temperature goes to zero', () => {
    const model = steerModel(plain([0.3, 0.4, 0.3]), SPACE, [{ ...FIRST, temperature: 0.001 }]);

    expect(shares(model)).to.deep.equal([0, 1, 0]);
  });

  it('should draw all alike as the temperature goes up', () => {
    const model = steerModel(plain([0.9, 0.09, 0.01]), SPACE, [{ ...FIRST, temperature: 1e6 }]);

    expectShares(shares(model), [1 / 3, 1 / 3, 1 / 3]);
  });

  it('should join adjustments of one variable', () => {
    const model = steerModel(plain([0.5, 0.25, 0.25]), SPACE, [
      { ...FIRST, allowed: [0, 1] },
      { ...FIRST, factors: [[1, 4]] },
      { ...FIRST, temperature: 0.5 },
    ]);

    expectShares(shares(model), [0.5, 0.5, 0]);
  });

  it('should weigh as it draws, and the weights add up to one', () => {
    const laws = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
      minLength: 3,
      maxLength: 3,
    });
    const factors = fc.array(fc.double({ min: 0, max: 0.99, noNaN: true }), {
      minLength: 3,
      maxLength: 3,
    });
    fc.assert(
      fc.property(
        laws,
        factors,
        fc.double({ min: 0.05, max: 20, noNaN: true }),
        (law, by, heat) => {
          const pairs = by.map((factor, code) => [code, factor] as const);
          const adjustment = { ...FIRST, factors: pairs, temperature: heat };
          const weights = new Float64Array(3);

          steerModel(plain(law), SPACE, [adjustment]).weigh(0, 0, FRAME, weights);

          const isPossible = law.some((one, code) => one > 0 && by[code]! > 0);
          const isClosed = weights.every((one, code) => one === 0 || by[code]! > 0);
          expect(isClosed).to.equal(true);
          if (isPossible) expect(weights.reduce((sum, one) => sum + one, 0)).to.be.closeTo(1, 1e-9);
        },
      ),
      { numRuns: 200, seed: 20261122 },
    );
  });

  const FIRST = { record: 0, variable: 0 } as const;
  const variable = { name: 'v', cardinality: 3, given: false, anchor: -1, guarded: false };
  const SPACE: CodeSpace = [
    { name: 'r', variables: [variable, variable], views: [{ name: 'self', record: 0, from: 0 }] },
  ];

  function plain(law: readonly number[]): SequenceModel {
    return {
      draw: (_record: number, _variable: number, _frame: Frame, random: Random) => {
        let left = random.next() * law.reduce((sum, one) => sum + one, 0);
        const at = law.findIndex((one) => {
          left -= one;
          return left < 0;
        });
        return Math.max(0, at);
      },
      weigh: (_record, _variable, _frame, into) => {
        for (const [code, one] of law.entries()) into[code] = (into[code] ?? 0) + one;
      },
      allows: () => true,
      save: () => ({ record: null, tensors: new Map() }),
    };
  }

  function shares(model: SequenceModel): number[] {
    const random = createRandom(7, 'shares');
    const counts = [0, 0, 0];
    for (let draw = 0; draw < DRAWS; draw += 1) {
      const code = model.draw(0, 0, FRAME, random);
      counts[code] = counts[code]! + 1;
    }
    return counts.map((one) => one / DRAWS);
  }

  /** Within three standard deviations of a share. */
  function expectShares(found: readonly number[], wanted: readonly number[]): void {
    for (const [code, share] of wanted.entries()) {
      const sigma = Math.sqrt((share * (1 - share)) / DRAWS);
      expect(found[code], `share of ${code}`).to.be.closeTo(share, 3 * sigma + 1e-9);
    }
  }
});
