import { expect } from 'chai';
import { describe, it } from 'mocha';
import { IncomputableMetricError } from '../../../engine/core/errors.ts';
import {
  isBlind,
  judged,
  judgedOrNull,
  meanOf,
  normalisedScore,
  type Score,
} from '../../../evaluators/metric.ts';

const UP = { goal: 'maximize', range: [0, 1] } as const;
const DOWN = { goal: 'minimize', range: [0, 1] } as const;

describe('normalisedScore', () => {
  it('should lie between floor and ceiling by either goal', () => {
    expect(normalisedScore(score(0.7, 0.9, 0.5), UP)).to.be.closeTo(0.5, 1e-9);
    expect(normalisedScore(score(0.3, 0.1, 0.5), DOWN)).to.be.closeTo(0.5, 1e-9);
  });

  it('should be null where the floor is not worse than the ceiling', () => {
    expect(normalisedScore(score(0.888, 0.9998, 0.99986), UP)).to.equal(null);
    expect(normalisedScore(score(0.5, 0.9, 0.4), DOWN)).to.equal(null);
    expect(normalisedScore(score(0.5, 0.4, 0.9), UP)).to.equal(null);
  });

  it('should be null where the floor is hardly worse, or in the ceiling’s interval', () => {
    expect(normalisedScore(score(0.5, 0.9, 0.895), UP)).to.equal(null);
    expect(normalisedScore(score(0.5, 0.9, 0.8, [0.75, 0.95]), UP)).to.equal(null);
    expect(normalisedScore(score(0.5, 0.9, 0.7, [0.75, 0.95]), UP)).not.to.equal(null);
  });

  it('should measure by the figures themselves where the range has no end', () => {
    const range = [0, Number.POSITIVE_INFINITY] as const;

    expect(normalisedScore(score(30, 10, 50), { goal: 'minimize', range })).to.equal(0.5);
    expect(normalisedScore(score(30, 50, 50.1), { goal: 'minimize', range })).to.equal(null);
  });
});

describe('isBlind', () => {
  it('should say whether floor and ceiling lie within one interval’s width', () => {
    expect(isBlind(score(0.5, 0.5, 0.52, [0.48, 0.55]))).to.equal(true);
    expect(isBlind(score(0.5, 0.5, 0.9, [0.48, 0.55]))).to.equal(false);
    expect(isBlind(score(0.5, 0.5, 0.5))).to.equal(false);
  });
});

describe('judged', () => {
  it('should keep a refusal as its reason', () => {
    const outcome = judged(() => meanOf([], 'lags'));

    expect(outcome.ok).to.equal(false);
    expect(outcome.ok ? '' : outcome.reason).to.contain('lags');
  });

  it('should let other errors pass', () => {
    const broken = () =>
      judged(() => {
        throw new RangeError('defect');
      });

    expect(broken).to.throw(RangeError);
  });
});

describe('judgedOrNull', () => {
  it('should give the value, or null for a refusal', () => {
    expect(judgedOrNull(() => meanOf([1, 3], 'x'))).to.equal(2);
    expect(judgedOrNull(() => meanOf([], 'x'))).to.equal(null);
  });
});

describe('meanOf', () => {
  it('should refuse an empty list rather than answer 0', () => {
    expect(() => meanOf([], 'x')).to.throw(IncomputableMetricError);
  });
});

function score(...figures: readonly [number, number, number, Score['interval']?]): Score {
  const [value, ceiling, floor, interval = null] = figures;
  return { value, ceiling, floor, interval, breakdown: {} };
}
