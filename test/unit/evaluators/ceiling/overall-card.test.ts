import { expect } from 'chai';
import { describe, it } from 'mocha';
import { judgedCard } from '../../../../evaluators/ceiling/likeness-card.ts';
import { meanScore, overallCard } from '../../../../evaluators/ceiling/overall-card.ts';
import type { ScoreCard } from '../../../../evaluators/findings.ts';

describe('meanScore', () => {
  it('should average the scores there are, with their companions', () => {
    const cards = [card(0.5, 0.8, 0.1), card(1, 1, 0.3), judgedCard('c', 'c', REFUSED)];

    const score = meanScore('laws', cards, 'every');

    expect(score).to.include({ value: 0.75, ceiling: 0.9, floor: 0.2, interval: null });
  });

  it('should need every companion, or take those that are known', () => {
    const cards = [card(0.5, 0.8, null), card(1, null, null)];

    expect(meanScore('laws', cards, 'every')).to.include({ ceiling: null, floor: null });
    expect(meanScore('laws', cards, 'known')).to.include({ ceiling: 0.8, floor: null });
  });
});

describe('overallCard', () => {
  it('should refuse where no card has a score', () => {
    const { id, label, outcome } = overallCard('rules', [judgedCard('c', 'c', REFUSED)], 'known');

    expect({ id, label }).to.deep.equal({ id: 'overall', label: 'rules, mean of all' });
    expect(outcome.ok ? '' : outcome.reason).to.contain('rules');
  });
});

const REFUSED = { ok: false, reason: 'nothing to judge' } as const;

function card(value: number, ceiling: number | null, floor: number | null): ScoreCard {
  const score = { value, ceiling, interval: null, floor, breakdown: {} };
  return judgedCard('a', 'a', { ok: true, value: score });
}
