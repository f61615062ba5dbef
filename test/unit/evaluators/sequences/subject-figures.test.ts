import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import {
  burstiness,
  fanoFactor,
  memory,
} from '../../../../evaluators/sequences/subject-figures.ts';

const SECOND = 1_000_000;

describe('fanoFactor', () => {
  it('should be 0 where every window holds as many rows', () => {
    const times = Float64Array.from({ length: 20 }, (_, at) => at * SECOND);

    expect(fanoFactor(SECOND)(times)).to.equal(0);
  });

  it('should be the variance of the counts over their mean, empty windows included', () => {
    const times = Float64Array.of(0, 1, 2, 3, 4 * SECOND);

    // Counts 4, 0, 0, 0, 1: mean 1, variance 17/5 - 1.
    expect(fanoFactor(SECOND)(times)).to.be.closeTo(2.4, 1e-9);
  });

  it('should be about 1 for rows at random', () => {
    const random = createRandom(3);
    const times = Float64Array.from({ length: 20_000 }, () => random.next() * 4000 * SECOND).sort();

    expect(fanoFactor(SECOND)(times)).to.be.within(0.9, 1.1);
  });

  it('should have no value for few rows, for one window and for missing times', () => {
    expect(fanoFactor(SECOND)(Float64Array.of(0, SECOND, 3 * SECOND))).to.be.NaN;
    expect(fanoFactor(SECOND)(Float64Array.of(0, 1, 2, 3, 4, 5))).to.be.NaN;
    expect(fanoFactor(SECOND)(Float64Array.of(Number.NaN, 1, 2, 3, 4, 5))).to.be.NaN;
  });
});

describe('burstiness', () => {
  it('should be -1 for equal gaps and near 1 for a lone long one', () => {
    const regular = Float64Array.from({ length: 30 }, (_, at) => at * 7);
    const bursts = Float64Array.from({ length: 2000 }, (_, at) => at + (at > 1000 ? 1e9 : 0));

    expect(burstiness(regular)).to.equal(-1);
    expect(burstiness(bursts)).to.be.above(0.9);
  });

  it('should have no value for few rows or no gap at all', () => {
    expect(burstiness(Float64Array.of(1, 2, 3))).to.be.NaN;
    expect(burstiness(new Float64Array(9).fill(5))).to.be.NaN;
  });
});

describe('memory', () => {
  it('should tell gaps that follow their like from gaps that take turns', () => {
    const timesOf = (gaps: readonly number[]) => {
      let time = 0;
      return Float64Array.from([0, ...gaps], (gap) => {
        time += gap;
        return time;
      });
    };
    const runs = Array.from({ length: 100 }, (_, at) => (at < 50 ? 1 : 10));
    const turns = Array.from({ length: 100 }, (_, at) => (at % 2 === 0 ? 1 : 10));

    expect(memory(timesOf(runs))).to.be.above(0.9);
    expect(memory(timesOf(turns))).to.be.closeTo(-1, 0.03);
    expect(memory(timesOf(turns.map(() => 3)))).to.be.NaN;
  });
});
