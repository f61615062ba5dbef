import type { SourceKind } from '../core/capture-format.ts';
import type { Row, Value } from '../core/row.ts';
import { DNS_FIELDS, EVENT_FIELDS, FLOW_FIELDS } from '../ingest/records.ts';
import type { Database } from '../storage/database.ts';
import { doneStage, markStageDone, readMeta, writeMeta } from '../storage/run-store.ts';
import { createStagedTexts, SHARED_FIELDS, type StagedTexts } from './staged-texts.ts';

/** Where the rows of each kind are staged, which of their fields, and which as shared texts. */
const STAGING = {
  events: { table: 'staging_events', fields: EVENT_FIELDS, shared: SHARED_FIELDS },
  flows: { table: 'staging_flows', fields: FLOW_FIELDS, shared: [] },
  dns: { table: 'staging_dns', fields: DNS_FIELDS, shared: [] },
} as const satisfies Readonly<Record<SourceKind, StagedFields>>;

interface StagedFields {
  readonly table: string;
  readonly fields: readonly string[];
  readonly shared: readonly string[];
}

const STAGE = 'staging';

/** Cells before a record's own: row id, capture, file, line. */
const ORIGIN_CELLS = 4;

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
    await tx.query('truncate staging_texts');
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
  const staging: StagedFields = STAGING[file.kind];
  const { table, fields, shared } = staging;
  const columns = ['row_id', 'capture', 'source_file', 'line', ...ownAndShared(fields, shared)];
  await database.transaction(async (tx) => {
    const [last] = await tx.query(
      `select (select coalesce(max(row_id), 0) from ${table}) as row_id,
        (select coalesce(max(text_id), 0) from staging_texts) as text_id`,
    );
    const texts = createStagedTexts(Number(last?.text_id ?? 0) + 1);
    const plan = { file, fields, shared, texts, firstId: Number(last?.row_id ?? 0) + 1 };
    await tx.load(table, columns, stagedRows(plan, batches));
    await tx.load('staging_texts', ['text_id', 'text'], [texts.rows()]);
    await writeMeta(tx, markerOf(file.position), JSON.stringify(counts()));
  });
}

/** Columns of a staged record: its fields, then the ids of shared texts. */
function ownAndShared(fields: readonly string[], shared: readonly string[]): string[] {
  return [...fields, ...shared.map((field) => `${field}_id`)];
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
  readonly shared: readonly string[];
  readonly texts: StagedTexts;
  readonly firstId: number;
}

async function* stagedRows(
  plan: StagingPlan,
  batches: AsyncIterable<StagedBatch>,
): AsyncGenerator<Row[]> {
  const { file, fields, shared, texts } = plan;
  const places = shared.map((field) => ORIGIN_CELLS + fields.indexOf(field));
  let rowId = plan.firstId;
  for await (const { records, lines } of batches) {
    yield records.map((record, index) => {
      const cells = record as Readonly<Record<string, Value>>;
      const row: Value[] = [rowId, file.capture, file.name, lines[index] ?? 0];
      for (const field of fields) row.push(cells[field] ?? null);
      for (const place of places) {
        const [text, id] = texts.cellsOf(row[place] ?? null);
        row[place] = text;
        row.push(id);
      }
      rowId += 1;
      return row;
    });
  }
}
