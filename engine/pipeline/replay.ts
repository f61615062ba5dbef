import { SchemaError } from '../core/errors.ts';
import type { Row } from '../core/row.ts';
import type { DatabaseSchema } from '../schema/database-schema.ts';
import type { TableSchema } from '../schema/table-schema.ts';
import { layoutOf } from '../sequences/generation-layout.ts';
import { type GenerationPlan, type GenerationRequest, referenceRows } from './plan-generation.ts';
import type { TableReader } from './ports.ts';
import type { Generator } from './train.ts';

/** Rows of one table of a shard, in reading order. */
export type ShardRows = (table: string, shard: number) => Promise<readonly Row[]>;

const SHARD_SIZE = 64;

/**
 * What to draw from an older generator so that it stands for the captures that it learned from.
 *
 * @param share replayed subjects for each one that the generator learned from; 1 weighs the old
 *   captures as much as the new ones
 */
export function replayRequest(
  generator: Generator,
  { seed, share }: { readonly seed: number; readonly share: number },
): GenerationRequest & { readonly subjects: number } {
  const subjects = Math.max(1, Math.round(generator.record.subjects * share));
  return { seed, subjects, shardSize: SHARD_SIZE };
}

/** Reads drawn shards as tables, one shard after the other: no more than one is in memory. */
export function readShards(
  generator: Generator,
  plan: GenerationPlan,
  rowsOf: ShardRows,
): TableReader {
  const references = referenceRows(generator, plan);
  async function* rows(name: string): AsyncGenerator<readonly Row[]> {
    const whole = references.get(name);
    if (whole !== undefined) yield whole;
    for (let shard = 0; whole === undefined && shard < plan.shards; shard += 1) {
      yield await rowsOf(name, shard);
    }
  }
  return { schema: generator.schema, rows };
}

/**
 * Two databases of one schema as one: the older subjects first, the newer ones numbered on.
 *
 * Reference rows are merged by primary key; where both have a key, the newer row counts.
 *
 * @param older tables whose subjects are numbered 1 to `subjects`, as generation numbers them
 * @throws SchemaError if the schemas differ, naming the tables and columns that do
 */
export function joinTables(
  older: TableReader & { readonly subjects: number },
  newer: TableReader,
): TableReader {
  checkSchemas(older.schema, newer.schema);
  const layout = layoutOf(newer.schema);
  async function* rows(name: string): AsyncGenerator<readonly Row[]> {
    const own = layout.tables.get(name);
    if (own === undefined || own.subject < 0) {
      yield await mergedRows(older, newer, name);
      return;
    }
    yield* older.rows(name);
    for await (const batch of newer.rows(name)) {
      yield batch.map((row) => row.with(own.subject, Number(row[own.subject]) + older.subjects));
    }
  }
  return { schema: newer.schema, rows };
}

/** Reference rows of both, each key once, in the order of the keys. */
async function mergedRows(older: TableReader, newer: TableReader, name: string): Promise<Row[]> {
  const table = newer.schema.tables.find((one) => one.name === name);
  const keys = (table?.primaryKey ?? []).map(
    (column) => table?.columns.findIndex((one) => one.name === column) ?? -1,
  );
  const rows = new Map<string, Row>();
  for (const reader of [older, newer]) {
    for await (const batch of reader.rows(name)) {
      for (const row of batch) rows.set(JSON.stringify(keys.map((key) => row[key])), row);
    }
  }
  return [...rows.values()].sort((one, other) => orderBy(keys, one, other));
}

function orderBy(keys: readonly number[], one: Row, other: Row): number {
  for (const key of keys) {
    const [a, b] = [one[key] ?? '', other[key] ?? ''];
    if (a !== b) return a < b ? -1 : 1;
  }
  return 0;
}

/** Refuses schemas that are not the same, column for column. */
function checkSchemas(older: DatabaseSchema, newer: DatabaseSchema): void {
  const names = new Set([...older.tables, ...newer.tables].map((one) => one.name));
  const find = ({ tables }: DatabaseSchema, name: string) =>
    tables.find((one) => one.name === name);
  const differences = [...names].flatMap((name) =>
    tableDifferences(name, find(older, name), find(newer, name)),
  );
  if (differences.length === 0) return;
  throw new SchemaError(
    `train: the older generator has another schema: ${differences.join(', ')}; ` +
      'train it again with this version and the same kinds of sources and subjects',
    { differences },
  );
}

function tableDifferences(
  name: string,
  older: TableSchema | undefined,
  newer: TableSchema | undefined,
): readonly string[] {
  if (older === undefined) return [`no table ${name}`];
  if (newer === undefined) return [`table ${name}`];
  const columns = new Set([...older.columns, ...newer.columns].map((one) => one.name));
  const form = (table: TableSchema, column: string) =>
    JSON.stringify(table.columns.find((one) => one.name === column) ?? null);
  const differing = [...columns].filter((one) => form(older, one) !== form(newer, one));
  if (differing.length > 0) return differing.map((column) => `${name}.${column}`);
  return JSON.stringify(older) === JSON.stringify(newer) ? [] : [`table ${name}`];
}
