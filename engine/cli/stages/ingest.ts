import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type BadRowBudget, createBadRowBudget } from '../../ingest/bad-row-budget.ts';
import { openQuarantine } from '../../ingest/quarantine.ts';
import { readCapture } from '../../ingest/read-capture.ts';
import {
  beginStaging,
  type FileCounts,
  type StagedBatch,
  stagedCounts,
  stageFile,
} from '../../original/stage-captures.ts';
import type { Database } from '../../storage/database.ts';
import { type RunContext, type Stage, withDatabase } from '../run-context.ts';
import { fileDigest, type RunFile, runFiles } from '../run-sources.ts';

/** Reads the captures into staging; what cannot be read goes to quarantine. */
export const ingest: Stage = {
  name: 'ingest',
  async settings(context) {
    const { scenario } = context;
    if (scenario.simulate !== null) return ['lab', scenario.ingest];
    const files = runFiles(context);
    const digests = await Promise.all(files.map(({ file }) => fileDigest(file)));
    return [
      files.map(({ source, capture, settings }, i) => [source, capture, settings, digests[i]]),
      scenario.ingest,
    ];
  },
  async run(context, { key }) {
    const files = runFiles(context);
    await mkdir(context.workspace.quarantine, { recursive: true });
    const counts = await withDatabase(context, 'original', async (database) => {
      await beginStaging(database, key);
      return ingestFiles(context, database, files);
    });
    const inputs: Record<string, string> = {};
    for (const { source, file, capture } of files) {
      inputs[`${source}: ${capture}/${basename(file)}`] = await fileDigest(file);
    }
    return { inputs, outputs: { files: counts } };
  },
};

type CountsByFile = Record<string, FileCounts>;

async function ingestFiles(
  context: RunContext,
  database: Database,
  files: readonly RunFile[],
): Promise<CountsByFile> {
  const budgets = new Map<string, BadRowBudget>();
  const counts: CountsByFile = {};
  for (const [position, file] of files.entries()) {
    const budget =
      budgets.get(file.source) ??
      createBadRowBudget({
        place: `source ${file.source}`,
        maxBad: context.scenario.ingest.maxBad,
      });
    budgets.set(file.source, budget);
    const before = await stagedCounts(database, position);
    if (before !== null) budget.add(before.rows, before.bad);
    const name = `${file.source}: ${file.capture}/${basename(file.file)}`;
    counts[name] =
      before ?? (await ingestFile(context, database, { ...file, position, name, budget }));
  }
  for (const budget of budgets.values()) budget.finish();
  return counts;
}

interface FileToIngest extends RunFile {
  readonly position: number;
  readonly name: string;
  readonly budget: BadRowBudget;
}

async function ingestFile(
  context: RunContext,
  database: Database,
  file: FileToIngest,
): Promise<FileCounts> {
  const quarantine = await openQuarantine(
    join(context.workspace.quarantine, `${file.position}-${file.source}.ndjson`),
  );
  const counts = { rows: 0, bad: 0, skipped: 0 };
  async function* batches(): AsyncGenerator<StagedBatch> {
    try {
      for await (const batch of readCapture(file.file, file.settings)) {
        counts.rows += batch.records.length;
        counts.bad += batch.bad.length;
        counts.skipped += batch.skipped;
        for (const bad of batch.bad) await quarantine.write(bad, basename(file.file));
        file.budget.add(batch.records.length, batch.bad.length);
        context.progress.advance(batch.records.length);
        yield batch;
      }
    } finally {
      await quarantine.close();
    }
  }
  context.progress.start(`ingest ${file.name}`, null, 'rows');
  const { kind } = file.settings;
  const staged = {
    kind,
    capture: file.capture,
    name: basename(file.file),
    position: file.position,
  };
  await stageFile(database, staged, batches(), () => counts);
  context.progress.finish();
  return counts;
}
