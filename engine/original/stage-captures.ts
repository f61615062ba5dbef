import type { SourceKind } from '../core/capture-format.ts';
import type { Row, Value } from '../core/row.ts';
import { DNS_FIELDS, EVENT_FIELDS, FLOW_FIELDS } from '../ingest/records.ts';
import type { Database } from '../storage/database.ts';
import { doneStage, markStageDone, readMeta, writeMeta } from '../storage/run-store.ts';

/** Where the rows of each kind are staged, and which of their fields. */
const STAGING = {
  events: { table: 'staging_events', fields: EVENT_FIELDS },
  flows: { table: 'staging_flows', fields: FLOW_FIELDS },
  dns: { table: 'staging_dns', fields: DNS_FIELDS },
} as const;

const STAGE = 'staging';

/** One read file's records on their way to staging. */
export interface StagedBatch {
  readonly records: readonly object[];
  /** Line of each record, from 1. */
  readonly lines: readonly number[];
}

/** The file that is staged. */
export interface StagedFile {
  readonly kind: SourceKind;
  readonly capture: string;
  /** As it stands in the run's manifest; told in `source_file`. */
  readonly name: string;
  /** Position of the file among all of the run, from 0: the key of its done-marker. */
  readonly position: number;
}

/**
 * Makes staging ready for files that `key` tells apart: what was staged of others is removed.
 *
 * @param key digest of the files and of all that decides how they are read
 */
export async function beginStaging(database: Database, key: string): Promise<void> {
  await database.transaction(async (tx) => {
    if ((await doneStage(tx, STAGE)) === key) return;
    for (const { table } of Object.values(STAGING)) await tx.query(`truncate ${table}`);
    await tx.query("delete from entwine_meta where key like 'staged-file-%'");
    await markStageDone(tx, STAGE, key);
  });
}

/** What became of a file's lines. */
export interface FileCounts {
  readonly rows: number;
  readonly bad: number;
  readonly skipped: number;
}

/**
 * Loads the records of one file into staging, with its done-marker, in one transaction.
 *
 * Row ids go on densely from the kind's last one, so they follow the reading order of the files.
 * Memory: one batch.
 *
 * @param batches the reader's batches; read to their end
 * @param counts asked after the last batch, stored with the marker
 */
export async function stageFile(
  database: Database,
  file: StagedFile,
  batches: AsyncIterable<StagedBatch>,
  counts: () => FileCounts,
): Promise<void> {
  const { table, fields } = STAGING[file.kind];
  const columns = ['row_id', 'capture', 'source_file', 'line', ...fields];
  await database.transaction(async (tx) => {
    const [last] = await tx.query(`select coalesce(max(row_id), 0) as row_id from ${table}`);
    const rows = stagedRows({ file, fields, firstId: Number(last?.row_id ?? 0) + 1 }, batches);
    await tx.load(table, columns, rows);
    await writeMeta(tx, markerOf(file.position), JSON.stringify(counts()));
  });
}

/** Counts of a file that was staged before, null if it was not. */
export async function stagedCounts(
  database: Database,
  position: number,
): Promise<FileCounts | null> {
  const counts = await readMeta(database, markerOf(position));
  return counts === null ? null : (JSON.parse(counts) as FileCounts);
}

function markerOf(position: number): string {
  return `staged-file-${position}`;
}

interface StagingPlan {
  readonly file: StagedFile;
  readonly fields: readonly string[];
  readonly firstId: number;
}

async function* stagedRows(
  plan: StagingPlan,
  batches: AsyncIterable<StagedBatch>,
): AsyncGenerator<Row[]> {
  let rowId = plan.firstId;
  for await (const { records, lines } of batches) {
    yield records.map((record, place) => {
      const cells = record as Readonly<Record<string, Value>>;
      const row: Value[] = [rowId, plan.file.capture, plan.file.name, lines[place] ?? 0];
      for (const field of plan.fields) row.push(cells[field] ?? null);
      rowId += 1;
      return row;
    });
  }
}
