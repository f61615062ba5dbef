import knexFactory, { type Knex } from 'knex';
import pg from 'pg';
import { ScenarioError } from '../core/errors.ts';
import type { Row } from '../core/row.ts';
import type { Connection, EngineDriver, NamedRow } from './connection.ts';
import { ACQUIRE_TIMEOUT_MS, NUMERIC_OIDS, SILENT_LOG } from './connection.ts';
import { createPostgresLoader } from './postgres-loader.ts';

const BOOLEAN_OID = 16;
const MOST_CONNECTIONS = 8;

/** Opens a pool of connections to a PostgreSQL server; it connects at the first use. */
export function openPostgres(url: string, namespace: string): EngineDriver {
  const place = { name: describeUrl(url), directory: null };
  const knex = knexFactory({
    client: 'pg',
    connection: {
      connectionString: url,
      connectionTimeoutMillis: ACQUIRE_TIMEOUT_MS,
      application_name: 'entwine',
      types: { getTypeParser },
    } as Knex.PgConnectionConfig,
    pool: { min: 0, max: MOST_CONNECTIONS },
    searchPath: [namespace],
    acquireConnectionTimeout: ACQUIRE_TIMEOUT_MS,
    compileSqlOnError: false,
    log: SILENT_LOG,
  });
  return {
    engine: 'postgres',
    copySource: 'STDIN',
    place,
    singleConnection: false,
    knex,
    connectionOf: async (transaction) =>
      toConnection((await transaction.client.acquireConnection()) as pg.Client),
    close: () => knex.destroy(),
  };
}

function toConnection(client: pg.Client): Connection {
  return {
    loader: createPostgresLoader(client),
    query: async (sql, parameters) => (await client.query<NamedRow>(sql, [...parameters])).rows,
    declare: async ({ name, statement, hold }) => {
      await client.query(
        `DECLARE ${name} NO SCROLL CURSOR ${hold ? 'WITH HOLD ' : ''}FOR ${statement}`,
      );
      return async (count) => {
        const text = `FETCH ${count} FROM ${name}`;
        return (await client.query({ text, rowMode: 'array' })).rows as unknown as Row[];
      };
    },
  };
}

/** bigint and numeric become numbers: every integer of ours stays within 2^53. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (NUMERIC_OIDS.includes(oid)) return Number;
  if (oid === BOOLEAN_OID) return (value) => value === 't';
  return pg.types.getTypeParser(oid, format as 'text');
}

/** `host:port/database`, without user and password. @throws ScenarioError for another URL */
function describeUrl(url: string): string {
  if (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol)) {
    const form = 'write postgres://USER:PASSWORD@HOST:PORT/DATABASE';
    throw new ScenarioError(`database url: not a PostgreSQL URL; ${form}`);
  }
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
