import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import knexFactory from 'knex';
import PgliteClient from 'knex-pglite';
import { StorageError, SynthesisError } from '../core/errors.ts';
import { publishDirectory } from './atomic-file.ts';
import type { Connection, EngineDriver, NamedRow } from './connection.ts';
import { ACQUIRE_TIMEOUT_MS, NUMERIC_OIDS, SILENT_LOG } from './connection.ts';
import { declarePgliteCursor } from './pglite-cursor.ts';
import { createPgliteLoader } from './pglite-loader.ts';
import { type DatabasePlace, toStorageError } from './storage-failure.ts';

/** Every directory of PostgreSQL has it. */
const VERSION_FILE = 'PG_VERSION';
/** Rows loaded into a table of the same transaction need no write-ahead log of their own. */
const START_PARAMETERS = ['-c', 'wal_level=minimal', '-c', 'max_wal_senders=0'];

/**
 * Opens PGlite, PostgreSQL inside this process, on a directory that is made if missing.
 *
 * @throws StorageError if the directory cannot be written, or holds something else
 */
export async function openPglite(directory: string, namespace: string): Promise<EngineDriver> {
  const place = { name: directory, directory: resolve(directory) };
  const pglite = await startPglite(place, place.directory).catch((error) => {
    const failure = toStorageError(error, place);
    throw failure instanceof SynthesisError ? failure : unopened(place, error);
  });
  const knex = knexFactory({
    client: PgliteClient,
    connection: () => ({ pglite }) as object,
    searchPath: [namespace],
    acquireConnectionTimeout: ACQUIRE_TIMEOUT_MS,
    compileSqlOnError: false,
    log: SILENT_LOG,
  });
  const connection: Connection = {
    loader: createPgliteLoader(pglite),
    query: async (sql, parameters) => (await pglite.query<NamedRow>(sql, [...parameters])).rows,
    declare: (request) => declarePgliteCursor(pglite, request),
  };
  return {
    engine: 'pglite',
    copySource: "'/dev/blob'",
    place,
    singleConnection: true,
    knex,
    connectionOf: async () => connection,
    close: async () => {
      await knex.destroy();
      if (!pglite.closed) await pglite.close();
    },
  };
}

async function startPglite(place: DatabasePlace, directory: string): Promise<PGlite> {
  if (!existsSync(join(directory, VERSION_FILE))) await createPglite(place, directory);
  const parsers = Object.fromEntries(NUMERIC_OIDS.map((oid) => [oid, Number]));
  return PGlite.create(directory, {
    parsers,
    startParams: [...PGlite.defaultStartParams, ...START_PARAMETERS],
  });
}

/** Made beside and renamed: a half-made database would never open again. */
async function createPglite(place: DatabasePlace, directory: string): Promise<void> {
  if (existsSync(directory) && readdirSync(directory).length > 0) {
    const message = `database ${place.name}: the folder holds something else; name an empty one`;
    throw new StorageError(message, { place: place.name });
  }
  const draft = join(dirname(directory), `.${basename(directory)}.draft`);
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  await (await PGlite.create(draft)).close();
  await publishDirectory(draft, directory);
}

/** PGlite says no more than that it failed, on a full disk as on a folder of something else. */
function unopened(place: DatabasePlace, cause: unknown): StorageError {
  const remedy = 'check that the disk has free space and that the folder is a PGlite database';
  const message = `database ${place.name}: cannot be opened; ${remedy}`;
  return new StorageError(message, { place: place.name }, cause);
}
