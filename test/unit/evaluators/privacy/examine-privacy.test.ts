import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import type { Chapter, CurveFigure, TableFigure } from '../../../../evaluators/findings.ts';
import { examinePrivacy } from '../../../../evaluators/privacy/examine-privacy.ts';
import { people, sidesOf } from './private-world.ts';

const CANARIES = {
  planted: 20,
  emitted: 0,
  whole: 0,
  words: 40,
  wordsEmitted: 0,
  numbersEmitted: 0,
};
const IDS = /^[\w-]+$/;

describe('examinePrivacy', () => {
  let chapter: Chapter;

  before(async () => {
    chapter = await examine([40, 30, 40]);
  });

  it('should publish the contract', () => {
    const { contract } = chapter;

    expect(Object.keys(contract)).to.have.members([
      'privacy.membershipAuc',
      'privacy.canaries',
      'privacy.anonymeter',
      'privacy.identicalMatches',
      'privacy.dcrShare',
    ]);
    expect(contract['privacy.membershipAuc']).to.be.within(0, 1);
    expect(contract['privacy.canaries']).to.deep.equal({ planted: 20, emitted: 0 });
    expect(contract['privacy.anonymeter']).to.have.all.keys(
      'singlingOut',
      'linkability',
      'inference',
    );
  });

  it('should score every attack within its range, with a floor that a copy reaches', () => {
    const computed = chapter.scores.flatMap(({ outcome }) => (outcome.ok ? [outcome.value] : []));

    expect(new Set(chapter.scores.map(({ id }) => id)).size).to.equal(chapter.scores.length);
    for (const { id } of chapter.scores) expect(id).to.match(IDS);
    expect(computed.length).to.be.greaterThan(15);
    for (const { value, floor } of computed) {
      expect(value).to.be.within(0, 1);
      expect(floor).to.be.a('number');
    }
  });

  it('should attack rows of tables that have any, and subjects', () => {
    const ids = chapter.scores.map(({ id }) => id);

    expect(ids).to.include.members([
      'membership-density-flows',
      'membership-pooled-processes',
      'membership-distance-subjects',
    ]);
    expect(ids.filter((id) => id.endsWith('-events'))).to.deep.equal([]);
  });

  it('should draw the curve on log axes with a diagonal', () => {
    const curve = chapter.figures.find(({ kind }) => kind === 'curve') as CurveFigure;

    expect([curve.x.scale, curve.y.scale]).to.deep.equal(['log', 'log']);
    for (const { points } of curve.series) {
      expect(points.length).to.be.greaterThan(0);
      for (const { x, y } of points) expect(Math.min(x, y)).to.be.greaterThan(0);
    }
    expect(curve.series.at(-1)!.points.every(({ x, y }) => x === y)).to.equal(true);
  });

  it('should show no value of the data', () => {
    const tables = chapter.figures.filter(({ kind }) => kind === 'table') as TableFigure[];
    const text = JSON.stringify([chapter.scores, tables, chapter.notes]);

    for (const { table, head, rows } of tables.map((one) => ({ table: one.title, ...one }))) {
      for (const row of rows) expect(row.length, table).to.equal(head.length);
    }
    expect(text).to.not.match(/Program Files|work\\|tool\d|user\d+"|host\d+"/);
  });

  it('should refuse, not fail, where there is hardly anything', async () => {
    const small = await examine([3, 2, 3]);

    expect(small.contract['privacy.dcrShare']).to.equal(null);
    const { outcome } = small.scores.find(({ id }) => id === 'membership')!;
    expect(outcome.ok).to.equal(false);
    expect(small.notes.some((note) => note.startsWith('privacy, whole subjects:'))).to.equal(true);
  });

  it('should say that no canary was planted', async () => {
    const none = await examine([3, 2, 3], null);

    expect(none.contract['privacy.canaries']).to.equal(null);
    expect(none.scores.find(({ id }) => id === 'canaries')!.outcome.ok).to.equal(false);
  });
});

function examine(
  [training, holdout, synthetic]: readonly [number, number, number],
  canaries: typeof CANARIES | null = CANARIES,
): Promise<Chapter> {
  const sides = sidesOf(people(training, 1), people(holdout, 2), people(synthetic, 3));
  return examinePrivacy(sides, { random: createRandom(1, 'privacy'), k: 5, canaries });
}
