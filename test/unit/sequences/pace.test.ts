import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  PACE_CARDINALITY,
  PACE_VARIABLES,
  PaceState,
  RATIO_CARDINALITY,
  ratioCode,
} from '../../../engine/sequences/pace.ts';

describe('PaceState', () => {
  it('should tell a timeline in a hurry from one at ease', () => {
    const [hurry, ease] = [new Int32Array(6), new Int32Array(6)];

    new PaceState().write(hurry, 1_000, 100);
    new PaceState().write(ease, 3_600_000_000, 100);

    expect(hurry[0]).to.be.below(ease[0] ?? 0);
  });

  it('should keep codes in range whatever the times', () => {
    const codes = new Int32Array(PACE_VARIABLES.length);
    const pace = new PaceState();
    for (const gap of [0, 1, 10 ** 15]) {
      pace.write(codes, Number.MAX_SAFE_INTEGER, 1);
      pace.observe(gap);
    }

    for (const code of codes) expect(code).to.be.within(0, PACE_CARDINALITY - 1);
  });
});

describe('ratioCode', () => {
  it('should grow with what is left and stay in range', () => {
    expect(ratioCode(0, 5)).to.be.below(ratioCode(1, 5));
    expect(ratioCode(1, 5)).to.be.below(ratioCode(5, 5));
    expect(ratioCode(10 ** 9, 1)).to.be.below(RATIO_CARDINALITY);
  });
});
