import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { ScoreCard } from '../../../../../evaluators/findings.ts';
import type { Score } from '../../../../../evaluators/metric.ts';
import { scoreTable } from '../../../../../evaluators/report/sections/score-table.ts';

describe('scoreTable', () => {
  it('should not call a score good that cannot tell ceiling from floor', () => {
    const blind = scoreTable([card('blind', { value: 0.5, floor: 0.52 })], 'privacy').markup;
    const sighted = scoreTable([card('sighted', { value: 0.5, floor: 0.1 })], 'privacy').markup;

    expect(blind).to.contain('cannot tell').and.not.contain('✓ yes');
    expect(sighted).to.contain('✓ yes').and.not.contain('cannot tell');
  });

  it('should still tell a blind score that lies outside', () => {
    const { markup } = scoreTable([card('outside', { value: 0.2, floor: 0.52 })], 'privacy');

    expect(markup).to.contain('✕ no, below');
  });

  it('should list more than 30 scores with the worst first, those without a way last', () => {
    const values = Array.from({ length: 31 }, (_, at) => (at === 7 ? 0.12 : 0.3 + at / 1000));
    const cards = values.map((value, at) =>
      card(`s${at}`, { value, floor: at === 3 ? null : 0.1 }),
    );

    const names = (some: readonly ScoreCard[]) =>
      [...scoreTable(some, 'x').markup.matchAll(/<th scope="row">(s\d+)/g)].map(([, name]) => name);

    expect(names(cards)[0]).to.equal('s7');
    expect(names(cards).at(-1)).to.equal('s3');
    expect(names(cards.slice(0, 30))[0]).to.equal('s0');
  });

  it('should drop the chapter’s own name from a reason', () => {
    const refused: ScoreCard = {
      ...card('refused', {}),
      outcome: { ok: false, reason: 'utility: too few rows: 0' },
    };

    expect(scoreTable([refused], 'utility').markup).to.contain('not computed: too few rows');
  });
});

function card(id: string, score: Partial<Score>): ScoreCard {
  const value: Score = {
    value: 0.5,
    ceiling: 0.5,
    interval: [0.45, 0.55],
    floor: 0.1,
    breakdown: {},
    ...score,
  };
  return { id, label: id, goal: 'maximize', range: [0, 1], outcome: { ok: true, value } };
}
