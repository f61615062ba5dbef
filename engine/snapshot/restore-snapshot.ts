import { join } from 'node:path';
import { CheckpointMismatchError, DataError } from '../core/errors.ts';
import type { Database } from '../storage/database.ts';
import { addConstraints, createTables } from '../storage/table-ddl.ts';
import { digestFile } from './digested-file.ts';
import { readManifest, type SnapshotManifest, tableFiles } from './manifest.ts';
import { snapshotRows } from './read-snapshot.ts';

/**
 * Brings a snapshot into a database whose namespace lacks its tables.
 *
 * One transaction, keys included: the tables are there with all their rows, or not at all.
 *
 * @returns rows by table
 * @throws CheckpointMismatchError if a CSV file is not the one that the manifest lists
 * @throws StorageError if a table exists or a key does not hold
 */
export async function restoreSnapshot(
  directory: string,
  database: Database,
): Promise<Readonly<Record<string, number>>> {
  const manifest = await readManifest(directory);
  await requireDigests(directory, manifest);
  const { schema } = manifest;
  const rows = snapshotRows(directory, manifest);
  return database.transaction(async (tx) => {
    await createTables(tx, schema);
    const loaded: Record<string, number> = {};
    for (const { name, columns } of schema.tables) {
      const names = columns.map((column) => column.name);
      loaded[name] = await tx.load(name, names, rows(name));
    }
    await addConstraints(tx, schema);
    return loaded;
  });
}

async function requireDigests(directory: string, manifest: SnapshotManifest): Promise<void> {
  for (const { name } of manifest.schema.tables) {
    const { csv } = tableFiles(name);
    const path = join(directory, csv);
    const listed = manifest.files.find((file) => file.path === csv);
    const found = await digestFile(path).catch((error) => {
      throw new DataError(`${path}: cannot be read; take another copy`, { path }, error);
    });
    if (found.sha256 === listed?.sha256) continue;
    const message = `${path}: not the file that the manifest lists; take another copy`;
    throw new CheckpointMismatchError(message, { path });
  }
}
