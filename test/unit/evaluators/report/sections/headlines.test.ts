import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Chapter, ScoreCard } from '../../../../../evaluators/findings.ts';
import type { Score } from '../../../../../evaluators/metric.ts';
import type { ReportData } from '../../../../../evaluators/report/report-data.ts';
import { headlinesOf } from '../../../../../evaluators/report/sections/headlines.ts';
import { likenessState } from '../../../../../evaluators/report/sections/state.ts';
import { privacyChapter } from '../../../../support/every-figure.ts';

describe('headlinesOf', () => {
  it('should call a weak attack good, a strong one bad, and a found canary bad', () => {
    const states = [
      { auc: 0.51, emitted: 0 },
      { auc: 0.56, emitted: 0 },
      { auc: 0.7, emitted: 0 },
      { auc: 0.51, emitted: 1 },
    ].map(({ auc, emitted }) => {
      const contract = {
        'privacy.membershipAuc': auc,
        'privacy.canaries': { planted: 20, emitted },
      };
      return headlinesOf(reportOf([privacyChapter(contract)]))[2]?.state;
    });

    expect(states).to.deep.equal(['good', 'watch', 'bad', 'bad']);
  });

  it('should not blame an attack that does as well on innocent subjects', () => {
    const score = { value: 0.58, ceiling: 0.55, interval: [0.5, 0.6] as const, floor: 0.9 };
    const chapter = privacyChapter({ 'privacy.membershipAuc': 0.58 });
    const stateWith = (value: number) =>
      headlinesOf(
        reportOf([{ ...chapter, scores: [cardOf('membership', { ...score, value })] }]),
      )[2]?.state;

    expect(stateWith(0.58)).to.equal('good');
    expect(stateWith(0.62)).to.equal('watch');
  });

  it('should name what came out although the attack is weak', () => {
    const score = { value: 0.2, ceiling: 0, interval: [0, 0.01] as const, floor: 1 };
    const chapter = privacyChapter({ 'privacy.membershipAuc': 0.5 });

    const [, , privacy] = headlinesOf(
      reportOf([{ ...chapter, scores: [cardOf('recovered-identities', score)] }]),
    );

    expect(privacy?.state).to.equal('bad');
    expect(privacy?.reading).to.contain('Above what strangers allow: recovered-identities');
  });

  it('should count the canaries that came out', () => {
    const contract = {
      'privacy.membershipAuc': 0.5,
      'privacy.canaries': { planted: 20, emitted: 3 },
    };

    const [, , privacy] = headlinesOf(reportOf([privacyChapter(contract)]));

    expect(privacy?.reading).to.contain('3 of 20');
  });

  it('should say why a figure is missing', () => {
    const headlines = headlinesOf(reportOf([], ['privacy is null: too few subjects']));

    expect(headlines.map(({ state }) => state)).to.deep.equal(['open', 'open', 'open']);
    expect(headlines[2]?.reading).to.contain('too few subjects');
  });

  it('should speak of use where there are neither links nor relations', () => {
    const utility: Chapter = {
      ...privacyChapter({ 'utility.state': { trtr: 0.8, tstr: 0.79 } }),
      id: 'utility',
    };

    const [, second] = headlinesOf(reportOf([utility]));

    expect(second).to.include({ figure: '0.790', state: 'good' });
  });
});

describe('likenessState', () => {
  it('should judge by the way from floor to ceiling', () => {
    const states = [0.95, 0.7, 0.3, -0.2].map((value) => likenessState(value, 1, 0));

    expect(states).to.deep.equal(['good', 'watch', 'bad', 'bad']);
  });

  it('should judge by the gap to the ceiling without a floor', () => {
    const states = [0.99, 0.93, 0.8].map((value) => likenessState(value, 1, null));

    expect(states).to.deep.equal(['good', 'watch', 'bad']);
  });
});

function cardOf(id: string, score: Omit<Score, 'breakdown'>): ScoreCard {
  const value = { ...score, breakdown: {} };
  return { id, label: id, goal: 'minimize', range: [0, 1], outcome: { ok: true, value } };
}

function reportOf(chapters: readonly Chapter[], notes: readonly string[] = []): ReportData {
  return {
    facts: {
      entwine: '0',
      scenario: 'none',
      seed: 1,
      engine: 'none',
      timings: {},
      integrity: { orphans: 0, duplicateKeys: 0, orderViolations: 0, linksOutsideWindow: 0 },
      gates: [],
    },
    k: 10,
    rows: { original: {}, synthetic: {} },
    subjects: { training: 0, holdout: 0, synthetic: 0 },
    tables: [],
    links: null,
    overall: { accuracy: null, max: null, ceiling: null },
    chapters,
    gates: [],
    notes,
  };
}
