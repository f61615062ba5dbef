import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  offPace,
  PACE_CARDINALITY,
  PACE_VARIABLES,
  PaceState,
  paceBounds,
  paceCode,
  RATIO_CARDINALITY,
  ratioCode,
  remainingCode,
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

describe('paceBounds', () => {
  it('should leave out the outer percent and tell how far a pace lies outside', () => {
    const counts = Array.from({ length: PACE_CARDINALITY }, () => new Int32Array(PACE_CARDINALITY));
    const own = counts[remainingCode(10)]!;
    const usual = paceCode(1_000_000, 10);
    own[usual] = 999;
    own[usual + 20] = 1;

    const bounds = paceBounds(counts);

    expect(offPace(bounds, 1_000_000, 10)).to.equal(0);
    expect(offPace(bounds, 1024 * 1_000_000, 10)).to.equal(20);
    expect(offPace(bounds, 1_000_000 / 1024, 10)).to.be.within(18, 20);
  });

  it('should bind nothing where too little was seen', () => {
    const bounds = paceBounds([Int32Array.of(0, 3, 4)]);

    expect(bounds).to.deep.equal({ low: [0], high: [0] });
    expect(offPace(bounds, 10 ** 12, 1)).to.equal(0);
  });
});
