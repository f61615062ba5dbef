import { expect } from 'chai';
import { describe, it } from 'mocha';
import { IncomputableMetricError } from '../../../../engine/core/errors.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import { shuffledColumns } from '../../../../evaluators/ceiling/naive-samples.ts';
import { scoreCounts } from '../../../../evaluators/ceiling/score-counts.ts';
import { isInsideCeiling, normalisedScore } from '../../../../evaluators/metric.ts';
import { wholeSides } from '../../../support/whole-sides.ts';
import { portsOfProtocols } from './ports-of-protocols.ts';

const LIKENESS = { goal: 'maximize', range: [0, 1] } as const;

describe('scoreCounts', () => {
  it('should put equal laws inside of the ceiling and far above the floor', async () => {
    const sides = await wholeSides(200);

    const score = scoreCounts(portsOfProtocols, sides, { random, naive: shuffledColumns });

    expect(score.value).to.be.within(score.interval?.[0] ?? 1, 1);
    expect(score.ceiling).to.be.closeTo(score.value, 0.05);
    expect(normalisedScore(score, LIKENESS)).to.be.within(0.6, 1.4);
  });

  it('should put another law outside of the ceiling', async () => {
    const sides = await wholeSides(200, 0.9);

    const score = scoreCounts(portsOfProtocols, sides, { random, naive: shuffledColumns });

    expect(isInsideCeiling(score)).to.equal(false);
    expect(normalisedScore(score, LIKENESS)).to.be.lessThan(0.8);
  });

  it('should repeat by seed and draw as often as it is told to', async () => {
    const sides = await wholeSides(60);
    const score = (draws: number) =>
      scoreCounts(portsOfProtocols, sides, { random, naive: null, draws });

    expect(score(20)).to.deep.equal(score(20));
    expect(score(1).interval).to.equal(null);
  });

  it('should refuse a side without subjects', async () => {
    const sides = await wholeSides(60);
    const empty = { ...sides, synthetic: { ...sides.synthetic, subjects: [] } };

    expect(() => scoreCounts(portsOfProtocols, empty, { random, naive: null })).to.throw(
      IncomputableMetricError,
    );
  });
});

const random = createRandom(5, 'scores');
