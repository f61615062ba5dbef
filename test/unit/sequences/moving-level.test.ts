import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  LEVEL_CARDINALITY,
  LEVEL_ORDER,
  levelCode,
  MovingLevel,
} from '../../../engine/sequences/moving-level.ts';

describe('levelCode', () => {
  it('should grow with the size, whatever the sign, and stay in order', () => {
    const codes = [0, 1, 60, 1500, 1e6, 1e300].map(levelCode);

    expect(codes).to.deep.equal([...codes].sort((a, b) => a - b));
    expect(new Set(codes).size).to.equal(codes.length);
    expect(levelCode(-60)).to.equal(levelCode(60));
    for (const code of codes) expect(LEVEL_ORDER).to.include(code);
    expect(codes.at(-1)).to.be.below(LEVEL_CARDINALITY);
  });

  it('should be 0 where there is no number', () => {
    expect(levelCode(Number.NaN)).to.equal(0);
  });
});

describe('MovingLevel', () => {
  it('should follow the numbers slowly and pass over missing ones', () => {
    const level = new MovingLevel();
    expect(level.code).to.equal(0);

    level.observe(1000);
    level.observe(Number.NaN);
    expect(level.code).to.equal(levelCode(1000));
    level.observe(1_000_000);
    expect(level.code).to.be.within(levelCode(1000) + 1, levelCode(1_000_000) - 1);

    level.clear();
    expect(level.code).to.equal(0);
  });
});
