import { evaluate as judge, type OriginalReader } from '../../../evaluators/report/evaluate.ts';
import { renderReport } from '../../../evaluators/report/render-report.ts';
import type { ReportFacts } from '../../../evaluators/report/report-data.ts';
import { reportJson } from '../../../evaluators/report/report-json.ts';
import type { RowSource } from '../../core/row.ts';
import { checkIntegrity } from '../../schema/integrity.ts';
import { type IntegrityFindings, reportIntegrity } from '../../schema/integrity-findings.ts';
import { readSnapshotTable } from '../../snapshot/read-snapshot.ts';
import { writeAtomically } from '../../storage/atomic-file.ts';
import type { Database } from '../../storage/database.ts';
import { readTables } from '../../storage/table-reader.ts';
import { type RunContext, type Stage, withDatabase } from '../run-context.ts';
import type { RunManifest } from '../run-manifest.ts';
import { VERSION } from '../version.ts';

/** Judges the published snapshot against the original, and writes the report in both forms. */
export const evaluate: Stage = {
  name: 'evaluate',
  settings: async ({ scenario }) => [scenario.report, scenario.model.k],
  async run(context, { manifest }) {
    const { workspace, schema, progress } = context;
    const rows: RowSource = (table) => readSnapshotTable(workspace.snapshot, table);
    const findings = await checkIntegrity({ schema, rows });
    const data = await withDatabase(context, 'original', async (database) => {
      const original = await originalReader(context, database);
      const found = await checkIntegrity(original);
      const facts = factsOf(context, manifest, { original: found, synthetic: findings });
      return judge({ original, synthetic: { schema, rows }, facts, progress });
    });
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
  findings: { readonly original: IntegrityFindings; readonly synthetic: IntegrityFindings },
): ReportFacts {
  const timings = Object.entries(manifest.stages).map(([stage, { seconds }]) => [stage, seconds]);
  return {
    entwine: VERSION,
    scenario: scenario.name,
    seed,
    engine: manifest.engine,
    timings: Object.fromEntries(timings),
    integrity: reportIntegrity(findings.synthetic),
    integrityBreakdown: findings.synthetic.laws,
    domainRules: domainRules(findings),
    gates: scenario.report.gates,
    k: scenario.model.k,
  };
}

/** Share of the rows that keep each rule, on both sides; null where it speaks about no row. */
function domainRules(findings: {
  readonly original: IntegrityFindings;
  readonly synthetic: IntegrityFindings;
}): NonNullable<ReportFacts['domainRules']> {
  const share = (side: IntegrityFindings, rule: string) => {
    const { rows, broken } = side.domainRules[rule] ?? { rows: 0, broken: 0 };
    return rows === 0 ? null : (rows - broken) / rows;
  };
  return Object.fromEntries(
    Object.keys(findings.original.domainRules).map((rule) => [
      rule,
      { original: share(findings.original, rule), synthetic: share(findings.synthetic, rule) },
    ]),
  );
}
