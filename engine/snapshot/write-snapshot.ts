import { mkdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Progress, silentProgress } from '../core/progress.ts';
import type { RowSource } from '../core/row.ts';
import type { DatabaseSchema } from '../schema/database-schema.ts';
import type { TableSchema } from '../schema/table-schema.ts';
import { publishDirectory, toFileError, writeAtomically } from '../storage/atomic-file.ts';
import { ddl } from '../storage/table-ddl.ts';
import { createCsvFile } from './csv.ts';
import { createDigestedFile, type FileDigest } from './digested-file.ts';
import {
  createManifest,
  MANIFEST_FILE,
  SCHEMA_FILE,
  type SnapshotFacts,
  type SnapshotFile,
  type SnapshotManifest,
  tableFiles,
} from './manifest.ts';
import { createParquetFile } from './parquet.ts';

export interface SnapshotOptions {
  /** The final folder; an older snapshot there is replaced as a whole. */
  readonly directory: string;
  readonly schema: DatabaseSchema;
  /** Each table in its reading order. */
  readonly rows: RowSource;
  readonly facts: SnapshotFacts;
  readonly progress?: Progress;
  /** CSV for spreadsheets, see `CsvOptions`; off by default. */
  readonly excelSafe?: boolean;
}

/**
 * Writes a database as files: CSV and Parquet by table, the SQL of its schema, a manifest.
 *
 * Equal rows give equal bytes, whatever database they come from. Everything is written beside the
 * final folder, the manifest last, and gets its name by a rename: a snapshot is whole or not there.
 *
 * @throws StorageError if the disk is full or refuses
 */
export async function writeSnapshot(options: SnapshotOptions): Promise<SnapshotManifest> {
  const { directory, schema, progress = silentProgress, excelSafe = false } = options;
  const draft = join(dirname(directory), `.${basename(directory)}.draft`);
  try {
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { recursive: true });
  } catch (error) {
    throw toFileError(error, draft);
  }
  const rows = new Map<string, number>();
  const files: SnapshotFile[] = [await writeText(draft, SCHEMA_FILE, ddl(schema))];
  progress.start('snapshot', null, 'rows');
  for (const table of schema.tables) {
    const written = await writeTable(draft, table, { ...options, progress, excelSafe });
    rows.set(table.name, written.rows);
    files.push(...written.files);
  }
  const manifest = createManifest({ schema, facts: options.facts, excelSafe, rows, files });
  await writeAtomically(join(draft, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
  await publishDirectory(draft, directory);
  progress.finish();
  return manifest;
}

/** Reads the table once and writes both of its files. */
async function writeTable(
  folder: string,
  table: TableSchema,
  options: Required<SnapshotOptions>,
): Promise<{ readonly rows: number; readonly files: readonly SnapshotFile[] }> {
  const names = tableFiles(table.name);
  const csv = await createCsvFile(join(folder, names.csv), table, options);
  const parquet = await createParquetFile(join(folder, names.parquet), table);
  try {
    for await (const batch of options.rows(table.name)) {
      await csv.write(batch);
      await parquet.write(batch);
      options.progress.advance(batch.length);
    }
  } catch (error) {
    await csv.discard();
    await parquet.discard();
    throw error;
  }
  const { rows, ...csvFacts } = await csv.finish();
  const { rows: _, ...parquetFacts } = await parquet.finish();
  return { rows, files: [entry(names.csv, csvFacts), entry(names.parquet, parquetFacts)] };
}

async function writeText(folder: string, name: string, text: string): Promise<SnapshotFile> {
  const file = await createDigestedFile(join(folder, name));
  await file.write(Buffer.from(text, 'utf8'));
  return entry(name, await file.finish());
}

function entry(path: string, facts: FileDigest): SnapshotFile {
  return { path, bytes: facts.bytes, sha256: facts.sha256 };
}
