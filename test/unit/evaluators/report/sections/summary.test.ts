import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { ReportData, ReportFacts } from '../../../../../evaluators/report/report-data.ts';
import { summarySection } from '../../../../../evaluators/report/sections/summary.ts';
import {
  integritySection,
  timingSection,
} from '../../../../../evaluators/report/sections/volume-section.ts';

const NONE = { orphans: 0, duplicateKeys: 0, orderViolations: 0, linksOutsideWindow: 0 };

describe('summarySection', () => {
  it('should count every law that is broken, not only the four of the contract', () => {
    const data = reportOf({ integrityBreakdown: { ...NONE, nullKeys: 2, wrongValues: 1 } });

    expect(summarySection(data).markup).to.contain('<b>3</b>').and.contain('3 breaks of a key');
    expect(integritySection(data).aside).to.equal('3 violations');
  });

  it('should say whose gates were passed, and why one has no value', () => {
    const gate = { name: 'overall.accuracy', value: 0.89996, threshold: '>= 0.5', passed: true };
    const absent = { ...gate, value: null, passed: false };

    expect(summarySection(reportOf({}, [gate])).markup)
      .to.contain('Passed: the 1 gate that the scenario sets')
      .and.contain('0.9000');
    expect(summarySection(reportOf({}, [gate, absent])).markup)
      .to.contain('Failed: 1 of 2 gates that the scenario sets')
      .and.contain('not computed, see <a href="#notes">notes</a>');
  });
});

describe('timingSection', () => {
  it('should not add steps of the evaluation to the stages', () => {
    const timings = { train: 40, 'evaluate: judge text': 30, 'evaluate: judge privacy': 20 };

    expect(timingSection(reportOf({ timings })).aside).to.equal('40.0 s before the evaluation');
    expect(timingSection(reportOf({ timings: { ...timings, evaluate: 35 } })).aside).to.equal(
      '1 min 15 s in all',
    );
  });
});

function reportOf(facts: Partial<ReportFacts>, gates: ReportData['gates'] = []): ReportData {
  return {
    facts: {
      entwine: '0.1.0',
      scenario: 'made up',
      seed: 1,
      engine: 'trees',
      timings: {},
      integrity: NONE,
      gates: [],
      ...facts,
    },
    k: 10,
    rows: { original: {}, synthetic: {} },
    subjects: { training: 8, holdout: 2, synthetic: 10 },
    tables: [],
    links: null,
    overall: { accuracy: null, max: null, ceiling: null },
    chapters: [],
    gates,
    notes: [],
  };
}
