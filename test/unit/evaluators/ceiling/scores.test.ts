import { expect } from 'chai';
import { IncomputableMetricError } from '../../../../engine/core/errors.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import { shuffledColumns } from '../../../../evaluators/ceiling/naive-samples.ts';
import { type CountedLaw, scoreCounts } from '../../../../evaluators/ceiling/score-counts.ts';
import { scoreSamples } from '../../../../evaluators/ceiling/score-samples.ts';
import { isInsideCeiling, normalisedScore } from '../../../../evaluators/metric.ts';
import { likenessOf } from '../../../../evaluators/pairs/distribution-accuracy.ts';
import type { SubjectSample } from '../../../../evaluators/relations/subject-sample.ts';
import { wholeSides } from '../../../support/whole-sides.ts';

/** Protocol with port of every flow: a law that shuffled columns break. */
const portsOfProtocols: CountedLaw = {
  name: 'ports of protocols',
  tally: ({ tables }, add) => {
    for (const row of tables.get('flows') ?? []) add(`${row[4]} ${row[8]}`);
  },
  likeness: (one, other) => likenessOf(one, other).value,
};

describe('scoreCounts', () => {
  it('should put equal laws inside of the ceiling and far above the floor', async () => {
    const sides = await wholeSides(200);

    const score = scoreCounts(portsOfProtocols, sides, { random, naive: shuffledColumns });

    expect(score.value).to.be.within(score.interval?.[0] ?? 1, 1);
    expect(score.ceiling).to.be.closeTo(score.value, 0.05);
    expect(normalisedScore(score)).to.be.within(0.6, 1.4);
  });

  it('should put another law outside of the ceiling', async () => {
    const sides = await wholeSides(200, 0.9);

    const score = scoreCounts(portsOfProtocols, sides, { random, naive: shuffledColumns });

    expect(isInsideCeiling(score)).to.equal(false);
    expect(normalisedScore(score)).to.be.lessThan(0.8);
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

describe('scoreSamples', () => {
  it('should agree with the counted form on value, and nearly on the ceiling', async () => {
    const sides = await wholeSides(120);
    const compare = (one: SubjectSample, other: SubjectSample) => {
      const cells = new Map<string, number>();
      const counts = [one, other].map((sample) => {
        const held = new Map<number, number>();
        for (const subject of sample.subjects) {
          portsOfProtocols.tally(subject, (cell) => {
            const code = cells.get(cell) ?? cells.size;
            cells.set(cell, code);
            held.set(code, (held.get(code) ?? 0) + 1);
          });
        }
        return held;
      });
      const [first, second] = counts.map((held) =>
        Float64Array.from({ length: cells.size }, (_, code) => held.get(code) ?? 0),
      );
      return likenessOf(first ?? [], second ?? []).value;
    };

    const slow = scoreSamples(compare, sides, { random, naive: shuffledColumns, draws: 20 });
    const quick = scoreCounts(portsOfProtocols, sides, { random, naive: shuffledColumns });

    expect(slow.value).to.equal(quick.value);
    expect(slow.floor).to.equal(quick.floor);
    expect(slow.ceiling).to.be.closeTo(quick.ceiling ?? 0, 0.01);
  });
});

const random = createRandom(5, 'scores');
