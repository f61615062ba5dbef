import type { Knex } from 'knex';
import type { Row, Value } from '../core/row.ts';
import type { BulkLoader, CopySource } from './bulk-loader.ts';
import type { DatabasePlace } from './storage-failure.ts';

export const DATABASE_ENGINES = ['pglite', 'postgres'] as const;

export type DatabaseEngine = (typeof DATABASE_ENGINES)[number];

/** A result row by column name. */
export type NamedRow = Readonly<Record<string, Value>>;

/** One open connection, below knex: what bulk loads and cursors need. */
export interface Connection {
  readonly loader: BulkLoader;
  /** Rows by column name; placeholders are `$1`, `$2`… */
  query(sql: string, parameters: readonly Value[]): Promise<readonly NamedRow[]>;
  /** Declares a cursor in the open transaction. */
  declare(request: CursorRequest): Promise<FetchRows>;
}

/** A cursor to be declared. */
export interface CursorRequest {
  readonly name: string;
  readonly statement: string;
  /** True where it must outlive the transaction of its declaration. */
  readonly hold: boolean;
}

/** The next rows of a cursor, their cells in the order of the statement's columns. */
export type FetchRows = (count: number) => Promise<readonly Row[]>;

/** What an engine brings; all else of a database is shared. */
export interface EngineDriver {
  readonly engine: DatabaseEngine;
  readonly copySource: CopySource;
  readonly place: DatabasePlace;
  /** True where there is one connection, so that nobody may keep it while the caller works. */
  readonly singleConnection: boolean;
  readonly knex: Knex;
  /** The connection behind a transaction of knex. */
  connectionOf(transaction: Knex.Transaction): Promise<Connection>;
  close(): Promise<void>;
}

/** How long a query waits for a connection before it fails, milliseconds. */
export const ACQUIRE_TIMEOUT_MS = 5000;

/** Type numbers of int2, int4, int8, float4, float8, numeric and oid. */
export const NUMERIC_OIDS: readonly number[] = [21, 23, 20, 700, 701, 1700, 26];

/** Knex's own log prints statements with their values: failures are told by errors alone. */
export const SILENT_LOG: Knex.Logger = {
  warn: () => undefined,
  error: () => undefined,
  deprecate: () => undefined,
  debug: () => undefined,
};
