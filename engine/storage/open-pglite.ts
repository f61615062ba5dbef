import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import knexFactory from 'knex';
import PgliteClient from 'knex-pglite';
import type { Connection, EngineDriver, NamedRow } from './connection.ts';
import { ACQUIRE_TIMEOUT_MS, NUMERIC_OIDS, SILENT_LOG } from './connection.ts';
import { declarePgliteCursor } from './pglite-cursor.ts';
import { createPgliteLoader } from './pglite-loader.ts';
import { toStorageError } from './storage-failure.ts';

/** Rows loaded into a table of the same transaction need no write-ahead log of their own. */
const START_PARAMETERS = ['-c', 'wal_level=minimal', '-c', 'max_wal_senders=0'];

/**
 * Opens PGlite, PostgreSQL inside this process, on a directory that is made if missing.
 *
 * @throws StorageError if the directory cannot be written or holds no readable database
 */
export async function openPglite(directory: string, namespace: string): Promise<EngineDriver> {
  const place = { name: directory, directory: resolve(directory) };
  const pglite = await startPglite(place.directory).catch((error) => {
    throw toStorageError(error, place);
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

async function startPglite(directory: string): Promise<PGlite> {
  mkdirSync(directory, { recursive: true });
  const parsers = Object.fromEntries(NUMERIC_OIDS.map((oid) => [oid, Number]));
  return PGlite.create(directory, {
    parsers,
    startParams: [...PGlite.defaultStartParams, ...START_PARAMETERS],
  });
}
