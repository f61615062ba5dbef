import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  ALL_STEPS,
  firstMultiple,
  multipleOf,
  multiplesWithin,
  roundAbove,
  roundFloor,
  stepOf,
  stepsDividing,
} from '../../../engine/encoders/number-grid.ts';

describe('stepOf', () => {
  for (const [values, step] of [
    [[3000, 0, -42_000], 1000],
    [[1, 0.8], 0.1],
    [[0.8], 0.1],
    [[1.004, 2.5, 1234567890.123], 0.001],
    [[Math.PI], 0],
    [[1e300, 1], 0],
    [[0], 1e6],
  ] as const) {
    it(`should find the step of ${values.join(', ')}`, () => {
      const mask = values.reduce((left, one) => stepsDividing(left, one), ALL_STEPS);

      expect(stepOf(mask)).to.equal(step);
    });
  }
});

describe('firstMultiple', () => {
  it('should find the first multiple at or above a bound, for decimals too', () => {
    for (let count = -500; count < 500; count += 1) {
      for (const step of [0.001, 0.01, 0.1, 1, 10]) {
        const value = multipleOf(step, count);
        expect(firstMultiple(step, value)).to.equal(count + 0);
        expect(firstMultiple(step, value + step / 3)).to.equal(count + 1);
      }
    }
  });

  it('should end at the integers that doubles hold', () => {
    expect(firstMultiple(1, 1e300)).to.equal(Number.MAX_SAFE_INTEGER);
  });
});

describe('multiplesWithin', () => {
  it('should count the low bound and not the high one', () => {
    expect(multiplesWithin(1, 2, 5)).to.equal(3);
    expect(multiplesWithin(0.1, 0.5, 1)).to.equal(5);
    expect(multiplesWithin(1, 2.2, 2.9)).to.equal(0);
    expect(multiplesWithin(0, 1, 2)).to.equal(Number.POSITIVE_INFINITY);
  });
});

describe('roundFloor and roundAbove', () => {
  for (const [value, floor, above] of [
    [1234, 1000, 2000],
    [2000, 2000, 5000],
    [0.07, 0.05, 0.1],
    [-30, -50, -20],
    [-20, -20, -10],
    [0, 0, 0],
  ] as const) {
    it(`should set ${value} between round numbers`, () => {
      expect(roundFloor(value)).to.equal(floor);
      expect(roundAbove(value)).to.equal(above);
    });
  }
});
