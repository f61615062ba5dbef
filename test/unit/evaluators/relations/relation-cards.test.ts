import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import type { Figure, ScoreCard } from '../../../../evaluators/findings.ts';
import type { Score } from '../../../../evaluators/metric.ts';
import { likenessCards } from '../../../../evaluators/relations/relation-cards.ts';
import { relationFigures } from '../../../../evaluators/relations/relation-figures.ts';
import { relationSides } from '../../../../evaluators/relations/relation-sides.ts';
import { tryRelations } from '../../../../evaluators/relations/relation-trials.ts';
import { fixtureSides } from './small-samples.ts';

interface Found {
  readonly cards: readonly ScoreCard[];
  readonly figures: readonly Figure[];
}

describe('likenessCards', () => {
  let alike: Found;
  let drifted: Found;
  before(async () => {
    alike = await find(0);
    drifted = await find(0.9);
  });

  it('should rank a law above one that drifted', () => {
    for (const id of ['quality', 'column-shapes', 'cardinality', 'next-row']) {
      expect(scoreOf(alike, id).value, id).to.be.above(scoreOf(drifted, id).value);
    }
  });

  it('should put a second sample of the law near its ceiling and above its floor', () => {
    for (const id of ['cardinality', 'link-trends', 'next-row']) {
      const { value, ceiling, floor } = scoreOf(alike, id);
      expect(value, id).to.be.closeTo(ceiling ?? 0, 0.06);
      expect(value, id).to.be.above(floor ?? 1);
    }
  });

  it('should give every ceiling an interval of its draws', () => {
    const { ceiling, interval } = scoreOf(alike, 'intertable-trends');

    expect(ceiling).to.be.within(interval?.[0] ?? 1, interval?.[1] ?? 0);
  });

  it('should break scores down by relation and quality by property', () => {
    const byRelation = scoreOf(alike, 'cardinality').breakdown;

    expect(byRelation).to.include.keys('links of events', 'links of flows');
    expect(scoreOf(alike, 'quality').breakdown).to.have.all.keys(
      ...['column-shapes', 'column-pair-trends', 'cardinality', 'intertable-trends'],
    );
  });

  it('should find valid keys valid', () => {
    expect(scoreOf(alike, 'relationship-validity').breakdown.references).to.equal(1);
    expect(scoreOf(alike, 'data-validity').breakdown.keys).to.equal(1);
  });

  it('should draw a law for each foreign key, whose shares are all of its parents', () => {
    const laws = alike.figures.filter((figure) => figure.kind === 'law');

    expect(laws).to.have.length(9);
    for (const { original, synthetic, labels } of laws) {
      expect(original.reduce((sum, share) => sum + share, 0)).to.be.closeTo(1, 1e-9);
      expect(synthetic.reduce((sum, share) => sum + share, 0)).to.be.closeTo(1, 1e-9);
      expect(labels).to.have.length(original.length);
    }
  });
});

async function find(drift: number): Promise<Found> {
  const whole = await fixtureSides(60, drift);
  const sides = relationSides(whole, createRandom(1));
  const trials = tryRelations(sides, whole.original.schema, createRandom(2));
  return { cards: likenessCards(trials, sides), figures: relationFigures(trials, sides) };
}

function scoreOf({ cards }: Found, id: string): Score {
  const outcome = cards.find((card) => card.id === id)?.outcome;
  if (outcome === undefined || !outcome.ok) throw new Error(`no score ${id}`);
  return outcome.value;
}
