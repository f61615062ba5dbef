import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceKind } from '../core/capture-format.ts';
import type { Progress } from '../core/progress.ts';
import type { RecordOf } from '../ingest/records.ts';
import { writeAtomically } from '../storage/atomic-file.ts';
import type { Queries } from '../storage/database.ts';
import type { ExportForm } from './export-form.ts';
import type { AnyExportForm } from './export-styles.ts';
import { countRecords, type RowChoice, readRecords } from './read-run-rows.ts';

/** What is written where. */
export interface ExportRequest extends RowChoice {
  readonly directory: string;
  readonly forms: readonly AnyExportForm[];
  readonly progress: Progress;
}

/** A file that was written. */
export interface ExportedFile {
  readonly file: string;
  readonly kind: SourceKind;
  readonly format: string;
  readonly rows: number;
  readonly bytes: number;
}

/** Lines that go to the file at once; with more of them the collector of garbage has more to do. */
const CHUNK_LINES = 250;

/**
 * Writes a run's rows in each form: one file a form, all hosts in it, in order of time.
 *
 * A file is there whole or not at all; memory holds a batch of rows and their text.
 *
 * @throws StorageError if the disk is full or the folder cannot be written
 */
export async function writeExport(
  database: Queries,
  request: ExportRequest,
): Promise<readonly ExportedFile[]> {
  const written: ExportedFile[] = [];
  for (const form of request.forms) {
    written.push(await writeForm(database, request, form as ExportForm));
  }
  return written;
}

async function writeForm(
  database: Queries,
  request: ExportRequest,
  form: ExportForm,
): Promise<ExportedFile> {
  const { directory, progress } = request;
  const path = join(directory, form.file);
  const { kind, file, format } = form;
  progress.start(`export ${file}`, await countRecords(database, kind, request), 'rows');
  const counts = { rows: 0 };
  const batches = readRecords(database, kind, request);
  await writeAtomically(path, formText(form, batches, counts, progress));
  progress.finish();
  const { size } = await stat(path);
  return { file, kind, format, rows: counts.rows, bytes: size };
}

/** The whole text of a file, in chunks. */
export async function* formText<K extends SourceKind>(
  form: ExportForm<K>,
  batches: AsyncIterable<readonly RecordOf[K][]>,
  counts: { rows: number },
  progress: Progress,
): AsyncGenerator<string> {
  let lastUs = 0;
  for await (const records of batches) {
    if (counts.rows === 0) yield form.head(timeOf(records[0]));
    for (let from = 0; from < records.length; from += CHUNK_LINES) {
      let text = '';
      for (const record of records.slice(from, from + CHUNK_LINES)) {
        counts.rows += 1;
        text += `${form.line(record, counts.rows)}\n`;
      }
      yield text;
    }
    lastUs = timeOf(records.at(-1));
    progress.advance(records.length);
  }
  if (counts.rows === 0) yield form.head(0);
  yield form.foot(lastUs);
}

function timeOf(record: object | undefined): number {
  const { time_us: time, start_us: start } = (record ?? {}) as {
    readonly time_us?: number;
    readonly start_us?: number;
  };
  return time ?? start ?? 0;
}
