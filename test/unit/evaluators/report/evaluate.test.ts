import { expect } from 'chai';
import { describe, it } from 'mocha';
import { silentProgress } from '../../../../engine/core/progress.ts';
import { REPORT_CHAPTERS } from '../../../../engine/core/report-chapters.ts';
import { evaluate } from '../../../../evaluators/report/evaluate.ts';
import { renderReport } from '../../../../evaluators/report/render-report.ts';
import type { ReportData } from '../../../../evaluators/report/report-data.ts';
import { reportJson } from '../../../../evaluators/report/report-json.ts';
import { FIXTURE_FACTS, fixtureReport } from '../../../support/fixture-report.ts';
import { fixtureDatabase } from '../../../support/report-fixture.ts';
import { FIXTURE_PRIVATE_TRAINING } from '../../../support/training-fixture.ts';

describe('evaluate', function () {
  this.timeout(120_000);

  it('should give equal bytes for equal input', async () => {
    const judge = () => fixtureReport(120, FIXTURE_FACTS, REPORT_CHAPTERS);
    const [one, other] = [await judge(), await judge()];

    expect(JSON.stringify(reportJson(one))).to.equal(JSON.stringify(reportJson(other)));
    expect(renderReport(one)).to.equal(renderReport(other));
  });

  it('should find a copy of the original alike and its links equal', async () => {
    const copy = await evaluateCopy();

    for (const { name, accuracy } of copy.tables) {
      expect(accuracy.univariate, name).to.be.greaterThan(0.9);
    }
    expect(copy.links?.lag.value).to.equal(1);
    expect(copy.links?.fanOutEvent.value).to.equal(1);
    expect(copy.links?.rate.synthetic).to.equal(copy.links?.rate.original);
  });

  it('should refuse accuracy for too few subjects and say so', async () => {
    const data = await fixtureReport(60);

    expect(data.overall.accuracy).to.equal(null);
    expect(data.notes.join('\n')).to.contain('tables.flows.accuracy is null');
    expect(data.gates[0]).to.include({ name: 'overall.accuracy', value: null, passed: false });
    expect(data.notes.join('\n')).to.contain('gates.overall.accuracy fails without a figure');
  });

  it('should say why a table of one row a subject has no coherence', async () => {
    const { tables, notes } = await evaluateCopy();

    const silent = tables.filter(({ accuracy }) => accuracy.coherence === null);
    expect(silent.map(({ name }) => name)).to.deep.equal(['subjects']);
    expect(notes.join('\n')).to.contain('tables.subjects.accuracy.coherence is null: no subject');
  });

  it('should judge a database without any synthetic row without failing', async () => {
    const original = fixtureDatabase({ seed: 1, subjects: 120, drift: 0 });

    const data = await evaluate({
      original: { ...original, part: (key) => (key % 5 === 0 ? 'holdout' : 'training') },
      synthetic: fixtureDatabase({ seed: 2, subjects: 0, drift: 0 }),
      facts: FIXTURE_FACTS,
      progress: silentProgress,
    });

    expect(data.overall.accuracy).to.equal(null);
    expect(data.links?.lag.value).to.equal(null);
    expect(renderReport(data)).to.contain('</html>');
  });

  it('should write the promised keys of report.json', async () => {
    const report = reportJson(await fixtureReport(130, FIXTURE_FACTS, ['detections', 'rules']));

    expect(Object.keys(report).sort()).to.deep.equal(
      [
        'detections',
        'domainRules',
        'engine',
        'entwine',
        'gates',
        'integrity',
        'links',
        'notes',
        'overall',
        'privacy',
        'rows',
        'scenario',
        'scores',
        'seed',
        'tables',
        'timings',
        'training',
        'utility',
      ].sort(),
    );
    const { flows } = report.tables as Readonly<Record<string, object>>;
    expect(Object.keys(flows ?? {})).to.deep.equal([
      'accuracy',
      'max',
      'ceiling',
      'interval',
      'holdout',
      'floor',
      'similarity',
      'distances',
    ]);
  });

  it('should write the chapter on training where the caller tells of it', async () => {
    const facts = {
      ...FIXTURE_FACTS,
      training: FIXTURE_PRIVATE_TRAINING,
      gates: [{ metric: 'training.privacy.delta', atMost: 1e-7 }],
    };

    const data = await fixtureReport(130, facts, ['training']);

    const report = reportJson(data) as { training?: { privacy?: { delta: number } } };
    expect(report.training?.privacy?.delta).to.equal(1e-8);
    expect(data.gates[0]?.passed).to.equal(true);
    expect(renderReport(data)).to.contain('Training of flows').and.contain('Privacy budget');
  });

  it('should leave the chapter on training out where nobody tells', async () => {
    const data = await fixtureReport(130, FIXTURE_FACTS, ['training']);

    expect(data.chapters).to.deep.equal([]);
    expect(reportJson(data)).to.include({ training: null });
  });
});

describe('renderReport', () => {
  it('should name no identity and no rare value of the original', async () => {
    const original = fixtureDatabase({ seed: 1, subjects: 130, drift: 0 });
    const page = renderReport(await fixtureReport(130));

    const identities = ['events', 'processes', 'subjects'].flatMap((table) =>
      (original.tables.get(table) ?? []).flat().filter((cell) => isIdentity(cell)),
    );
    expect(identities.length).to.be.greaterThan(500);
    expect(identities.filter((cell) => page.includes(String(cell)))).to.deep.equal([]);
  });

  it('should survive JSON and stay below 5 MB', async () => {
    const data = await fixtureReport(130);

    const page = renderReport(JSON.parse(JSON.stringify(data)) as ReportData);

    expect(page).to.equal(renderReport(data));
    expect(page.length).to.be.below(5e6);
    expect(page).not.to.match(/https?:\/\/(?!www\.w3\.org)/);
    expect(page.match(/<script/g)).to.have.length(1);
  });
});

/** Host names, addresses, command lines and GUIDs. */
function isIdentity(cell: unknown): boolean {
  return typeof cell === 'string' && /host-|^10\.|^198\.|--user|^\{|CORP/.test(cell);
}

async function evaluateCopy(): Promise<ReportData> {
  const original = fixtureDatabase({ seed: 1, subjects: 130, drift: 0 });
  return evaluate({
    chapters: [],
    original: { ...original, part: (key) => (key % 5 === 0 ? 'holdout' : 'training') },
    synthetic: original,
    facts: FIXTURE_FACTS,
    progress: silentProgress,
  });
}
