import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { TableFigure } from '../../../../evaluators/findings.ts';
import { describeRules } from '../../../../evaluators/rules/describe-rules.ts';
import { loadRules } from '../../../../evaluators/rules/load-rules.ts';

const RULES = loadRules([
  {
    path: 'r.yaml',
    text: ['kept', 'worse', 'better', 'silent', 'unbound', 'lost']
      .map((name) => `  - {name: ${name}, title: the rule ${name}, holds: a == 1}`)
      .join('\n')
      .replace(/^/, 'rules:\n'),
  },
]);

const NONE = { rows: 0, broken: 0 };
const ORIGINAL = { kept: { rows: 100, broken: 0 }, worse: { rows: 100, broken: 10 } };
const SIDES = {
  training: {
    ...ORIGINAL,
    better: { rows: 100, broken: 50 },
    silent: NONE,
    lost: { rows: 5, broken: 0 },
  },
  holdout: {
    kept: { rows: 100, broken: 0 },
    worse: { rows: 100, broken: 30 },
    better: { rows: 100, broken: 50 },
    silent: NONE,
    lost: NONE,
  },
  synthetic: {
    kept: { rows: 50, broken: 0 },
    worse: { rows: 200, broken: 100 },
    better: { rows: 10, broken: 0 },
    silent: NONE,
    lost: NONE,
  },
};

describe('describeRules', () => {
  const companions = new Map([['kept', { ceiling: [1, 0.8, 0.9], floor: 0.5 }]]);
  const chapter = describeRules(SIDES, RULES, companions);
  const outcome = (id: string) => chapter.scores.find((card) => card.id === id)?.outcome;
  const score = (id: string) => {
    const found = outcome(id);
    if (found?.ok !== true) throw new Error(`no score ${id}`);
    return found.value;
  };

  it('should score by how much oftener the synthetic rows break a rule', () => {
    expect(score('kept').value).to.equal(1);
    expect(score('worse').value).to.be.closeTo(1 - (0.8 - 0.5), 1e-12);
    expect(score('better').value).to.equal(1);
  });

  it('should bring the gap of training and holdout to the sizes of the sides', () => {
    expect(score('worse').ceiling).to.be.closeTo(1 - 0.2 * Math.sqrt(1 / 2), 1e-12);
    expect(score('worse')).to.deep.include({ floor: null, interval: null });
  });

  it('should set scores beside the companions that were drawn', () => {
    expect(score('kept').ceiling).to.be.closeTo(0.9, 1e-12);
    expect(score('kept').floor).to.equal(0.5);
    expect(score('kept').interval).to.have.length(2);
  });

  it('should refuse a rule that speaks about no synthetic row', () => {
    const lost = outcome('lost');

    expect(lost?.ok === false && lost.reason).to.include('speaks about no synthetic row');
  });

  it('should give the rates to the report, null where there are none', () => {
    expect(chapter.contract['domainRules.worse']).to.deep.equal({ original: 0.8, synthetic: 0.5 });
    expect(chapter.contract['domainRules.lost']).to.deep.equal({ original: 1, synthetic: null });
  });

  it('should say which rules fit no table and which find no row', () => {
    expect(chapter.notes).to.deep.equal([
      'rules: no table has all that these name: unbound',
      'rules: no row to speak about: silent',
    ]);
  });

  it('should list rows, rates and gap', () => {
    const [table] = chapter.figures as readonly TableFigure[];
    const row = table?.rows.find(([, name]) => name === 'worse');

    expect(row?.slice(2, 6)).to.deep.equal([400, 0.8, 0.7, 0.5]);
    expect(row?.[6]).to.be.closeTo(0.3, 1e-12);
  });
});
