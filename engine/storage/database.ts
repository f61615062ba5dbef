import type { Knex } from 'knex';
import { invariant } from '../core/invariant.ts';
import type { Row, Value } from '../core/row.ts';
import { copyStatement, encodeBatches, type RowBatches, type TextChunks } from './bulk-loader.ts';
import type { Connection, DatabaseEngine, EngineDriver, NamedRow } from './connection.ts';
import { identifier } from './identifier.ts';
import { migrateNamespace } from './migrate.ts';
import { openPglite } from './open-pglite.ts';
import { openPostgres } from './open-postgres.ts';
import { readThroughCursor } from './row-cursor.ts';
import type { RowSelection } from './row-selection.ts';
import { toStorageError } from './storage-failure.ts';

/** Where a database is: a directory for PGlite, or the URL of a PostgreSQL server. */
export interface DatabaseOptions {
  readonly directory?: string | undefined;
  readonly url?: string | undefined;
  /** The PostgreSQL schema that holds all tables, `[a-z][a-z0-9_]{0,47}`. */
  readonly namespace: string;
}

/** Reads of a database; failures are StorageErrors. */
export interface Queries {
  /** Runs one statement; placeholders are `$1`, `$2`… */
  query(sql: string, parameters?: readonly Value[]): Promise<readonly NamedRow[]>;
  /** Streams rows as arrays in batches, with one batch in memory. */
  readRows(selection: RowSelection): AsyncIterable<readonly Row[]>;
}

/** An open transaction. Inside its work use it alone: PGlite has no second connection. */
export interface Transaction extends Queries {
  readonly knex: Knex.Transaction;
  /** Loads batches of rows by COPY; returns their number. */
  load(table: string, columns: readonly string[], batches: RowBatches): Promise<number>;
  /** Loads COPY text that was encoded elsewhere, cut anywhere; returns the number of rows. */
  loadText(table: string, columns: readonly string[], chunks: TextChunks): Promise<number>;
}

/** An open database, bound to one namespace. */
export interface Database extends Queries {
  readonly engine: DatabaseEngine;
  readonly knex: Knex;
  /** Creates the namespace and brings its bookkeeping tables up to date. */
  migrate(): Promise<void>;
  /** Commits if the work ends well, else rolls back and throws what it threw. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * Opens PGlite on `directory`, or PostgreSQL at `url` where one is given.
 *
 * @throws SchemaError for a namespace that is no name, ScenarioError for a URL that is none,
 *   StorageError if the directory or the server cannot be opened
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  identifier(options.namespace);
  const { directory, url, namespace } = options;
  if (url !== undefined) return createDatabase(openPostgres(url, namespace), namespace);
  invariant(directory !== undefined, 'database without a directory and without a url');
  return createDatabase(await openPglite(directory, namespace), namespace);
}

async function createDatabase(driver: EngineDriver, namespace: string): Promise<Database> {
  const guard = <T>(work: () => Promise<T>): Promise<T> =>
    work().catch((error) => {
      throw toStorageError(error, driver.place);
    });
  const within = <T>(work: (transaction: Transaction) => Promise<T>): Promise<T> =>
    guard(() => driver.knex.transaction(async (trx) => work(await toTransaction(driver, trx))));
  const database: Database = {
    engine: driver.engine,
    knex: driver.knex,
    query: (sql, parameters) => within((transaction) => transaction.query(sql, parameters)),
    readRows: (selection) => readDatabase(driver, selection),
    migrate: () => guard(() => migrateNamespace(driver.knex, namespace)),
    transaction: within,
    close: () => guard(() => driver.close()),
  };
  await guard(() => driver.knex.raw(`CREATE SCHEMA IF NOT EXISTS ${identifier(namespace)}`)).catch(
    async (error) => {
      await driver.close().catch(() => undefined);
      throw error;
    },
  );
  return database;
}

async function toTransaction(driver: EngineDriver, trx: Knex.Transaction): Promise<Transaction> {
  const connection = await driver.connectionOf(trx);
  const loadText = (table: string, columns: readonly string[], chunks: TextChunks) =>
    connection.loader.copy(copyStatement(table, columns, driver.copySource), chunks);
  return {
    knex: trx,
    query: (sql, parameters = []) => connection.query(sql, parameters),
    readRows: (selection) => readThroughCursor((work) => work(connection), selection, false),
    load: (table, columns, batches) => loadText(table, columns, encodeBatches(columns, batches)),
    loadText,
  };
}

/**
 * Streams outside a transaction of the caller.
 *
 * A server's cursor has a connection of its own. PGlite has one only, so its cursor outlives the
 * transaction that declared it and the caller may work on the database between two batches.
 */
async function* readDatabase(
  driver: EngineDriver,
  selection: RowSelection,
): AsyncGenerator<readonly Row[]> {
  try {
    if (driver.singleConnection) {
      const use = <T>(work: (connection: Connection) => Promise<T>) =>
        driver.knex.transaction(async (trx) => work(await driver.connectionOf(trx)));
      yield* readThroughCursor(use, selection, true);
      return;
    }
    const trx = await driver.knex.transaction();
    try {
      const connection = await driver.connectionOf(trx);
      yield* readThroughCursor((work) => work(connection), selection, false);
    } finally {
      await trx.rollback();
    }
  } catch (error) {
    throw toStorageError(error, driver.place);
  }
}
