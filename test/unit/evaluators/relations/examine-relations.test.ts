import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import type { Chapter } from '../../../../evaluators/findings.ts';
import type { Score } from '../../../../evaluators/metric.ts';
import { examineRelations } from '../../../../evaluators/relations/examine-relations.ts';
import { fixtureSides, toySample } from './small-samples.ts';

describe('examineRelations', () => {
  let alike: Chapter;
  let drifted: Chapter;
  before(async () => {
    alike = await examineRelations(await fixtureSides(60, 0), { random: createRandom(1) });
    drifted = await examineRelations(await fixtureSides(60, 0.9), { random: createRandom(1) });
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

  it('should break scores down by relation', () => {
    expect(scoreOf(alike, 'cardinality').breakdown).to.include.keys(
      'links of events',
      'links of flows',
    );
  });

  it('should name what it left out', () => {
    const notes = alike.notes.join('\n');

    expect(notes).to.match(/free text: .*processes\.command_line/);
    expect(notes).to.match(/not sampled: events\.src_ip of endpoints/);
  });

  it('should say the same on every run', async () => {
    const again = await examineRelations(await fixtureSides(60, 0), { random: createRandom(1) });

    expect(again).to.deep.equal(alike);
  });

  it('should refuse cards without data rather than fail', async () => {
    const side = toySample([{ colour: 'red', boxes: [], toys: [] }]);
    const sides = { training: side, holdout: side, original: side, synthetic: side };

    const chapter = await examineRelations(sides, { random: createRandom(1) });

    const refused = chapter.scores.filter(({ outcome }) => !outcome.ok).map(({ id }) => id);
    expect(refused).to.include.members(['hop-trends-2', 'next-row', 'link-trends']);
  });
});

function scoreOf(chapter: Chapter, id: string): Score {
  const outcome = chapter.scores.find((card) => card.id === id)?.outcome;
  if (outcome === undefined || !outcome.ok) throw new Error(`no score ${id}`);
  return outcome.value;
}
