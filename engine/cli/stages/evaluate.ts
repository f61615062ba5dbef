import { openTreePool } from '../../../evaluators/learners/open-tree-pool.ts';
import { gatherRun, judgeRun } from '../../../evaluators/report/evaluate.ts';
import type { OriginalReader } from '../../../evaluators/report/gather.ts';
import { renderReport } from '../../../evaluators/report/render-report.ts';
import type { ReportData, ReportFacts } from '../../../evaluators/report/report-data.ts';
import { reportJson } from '../../../evaluators/report/report-json.ts';
import { readTextFiles } from '../../../scenarios/report-files.ts';
import type { RowSource } from '../../core/row.ts';
import { checkIntegrity } from '../../schema/integrity.ts';
import { type IntegrityFindings, reportIntegrity } from '../../schema/integrity-findings.ts';
import { readSnapshotTable } from '../../snapshot/read-snapshot.ts';
import { writeAtomically } from '../../storage/atomic-file.ts';
import type { Database } from '../../storage/database.ts';
import { readTables } from '../../storage/table-reader.ts';
import { examineInThreads } from '../examine-in-threads.ts';
import { openInstruments } from '../open-instruments.ts';
import { type RunContext, type Stage, withDatabase } from '../run-context.ts';
import type { RunManifest } from '../run-manifest.ts';
import { sampleNotes } from '../sample-notes.ts';
import { timeSteps } from '../time-steps.ts';
import { trainingFacts } from '../training-facts.ts';
import { VERSION } from '../version.ts';

/** Judges the published snapshot against the original, and writes the report in both forms. */
export const evaluate: Stage = {
  name: 'evaluate',
  settings: async ({ scenario }) => {
    const { rules, sigma } = scenario.report;
    return [scenario.report, scenario.model.k, readTextFiles([...rules, ...sigma])];
  },
  async run(context, { manifest }) {
    const { workspace, schema } = context;
    const startMs = performance.now();
    const rows: RowSource = (table) => readSnapshotTable(workspace.snapshot, table);
    const findings = await checkIntegrity({ schema, rows });
    const steps = timeSteps(context.progress);
    const threaded = examineInThreads(context.scenario.workers);
    const trees = openTreePool(context.scenario.workers);
    const options = {
      facts: factsOf(context, manifest, findings),
      instruments: await openInstruments(context, trees),
      chapters: context.scenario.report.chapters,
      examine: threaded.examine,
      progress: steps.progress,
    };
    const gathered = await withDatabase(context, 'original', async (database) => {
      const original = await originalReader(context, database);
      return gatherRun({ original, synthetic: { schema, rows } }, options);
    });
    const judged = await judgeRun(gathered, options).finally(() => trees.close());
    const stepSeconds = { ...steps.seconds(), ...threaded.secondsAside() };
    const data = withTimings(judged, stepSeconds, (performance.now() - startMs) / 1000);
    await writeAtomically(workspace.reportJson, [`${JSON.stringify(reportJson(data), null, 2)}\n`]);
    await writeAtomically(workspace.reportHtml, [renderReport(data)]);
    return { outputs: { integrity: findings.laws, gates: data.gates } };
  },
};

async function originalReader(context: RunContext, database: Database): Promise<OriginalReader> {
  const holdout = new Set<number>();
  const sql = "select subject_key from subject_origins where part = 'holdout'";
  for await (const rows of database.readRows({ sql })) {
    for (const [key] of rows) holdout.add(Number(key));
  }
  return {
    schema: context.schema,
    rows: readTables(database, context.schema).rows,
    part: (key) => (holdout.has(key) ? 'holdout' : 'training'),
  };
}

function factsOf(
  { scenario, seed }: RunContext,
  manifest: RunManifest,
  findings: IntegrityFindings,
): ReportFacts {
  const training = trainingFacts(manifest);
  const timings = Object.entries(manifest.stages).map(([stage, { seconds }]) => [stage, seconds]);
  return {
    entwine: VERSION,
    scenario: scenario.name,
    seed,
    engine: manifest.engine,
    timings: Object.fromEntries(timings),
    integrity: reportIntegrity(findings),
    integrityBreakdown: findings.laws,
    gates: scenario.report.gates,
    k: scenario.model.k,
    notes: [...segmentNotes(scenario), ...sampleNotes(manifest)],
    ...(training === null ? {} : { training }),
  };
}

/** Where a subject is a span of time, the judgement of privacy is about spans. */
function segmentNotes({ subject }: RunContext['scenario']): readonly string[] {
  if (subject.segmentUs === null) return [];
  const seconds = subject.segmentUs / 1_000_000;
  return [
    `privacy: a subject is a span of ${seconds} s of a ${subject.kind}; spans of one ${subject.kind} ` +
      'lie in training and in holdout, so “strangers” are other spans, not other machines, and k ' +
      'counts spans',
  ];
}

/** The stage itself, and its steps, stand beside the stages before it. */
function withTimings(
  data: ReportData,
  steps: Readonly<Record<string, number>>,
  seconds: number,
): ReportData {
  const own = Object.entries(steps).map(([step, spent]) => [`evaluate: ${step}`, spent]);
  const timings = {
    ...data.facts.timings,
    evaluate: Math.round(seconds * 100) / 100,
    ...Object.fromEntries(own),
  };
  return { ...data, facts: { ...data.facts, timings } };
}
