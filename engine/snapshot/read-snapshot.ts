import { join } from 'node:path';
import type { Row, RowSource } from '../core/row.ts';
import { tableNamed } from '../schema/database-schema.ts';
import { readManifest, type SnapshotManifest, tableFiles } from './manifest.ts';
import { readCsv } from './read-csv.ts';

/**
 * Streams a table of a snapshot from its CSV, typed by the manifest's schema.
 *
 * @throws DataError if the manifest or a cell cannot be read, UnknownTableError for another table
 */
export async function* readSnapshotTable(
  directory: string,
  table: string,
): AsyncGenerator<readonly Row[]> {
  yield* snapshotRows(directory, await readManifest(directory))(table);
}

/** The tables of a snapshot whose manifest was read. */
export function snapshotRows(directory: string, manifest: SnapshotManifest): RowSource {
  const { excelSafe, schema } = manifest;
  return (name) => {
    const path = join(directory, tableFiles(name).csv);
    return readCsv(path, tableNamed(schema, name), { excelSafe });
  };
}
