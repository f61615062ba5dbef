import { defined } from '../core/invariant.ts';
import type { Random } from '../core/random.ts';
import type { Row, RowSource } from '../core/row.ts';
import type { Canary } from '../schema/canary.ts';
import type { DatabaseSchema } from '../schema/database-schema.ts';
import { SUBJECT_KEY } from '../schema/subject-key.ts';
import { columnIndex, type TableSchema } from '../schema/table-schema.ts';
import { canaryRecord, ownKeyIndex } from './canary-record.ts';
import type { TableReader } from './ports.ts';

/** How many records to plant, and where their randomness comes from. */
export interface PlantOptions {
  /** At most this many, and at most one in ten rows. */
  readonly count: number;
  readonly random: Random;
  /** Names of the domain rules that a row of a table breaks; a canary breaks no further one. */
  readonly brokenRules: (table: string) => (row: Row) => readonly string[];
}

/** A reader whose sequence tables hold the canaries, and what they bear. */
export interface PlantedTables {
  readonly reader: TableReader;
  readonly canaries: readonly Canary[];
}

const ROWS_PER_CANARY = 10;

/**
 * Plants unique records among the training rows, spread evenly over the sequence tables.
 *
 * Reads every sequence table once to choose the rows whose shape the canaries take. What the
 * database holds does not change; the reader keeps the reading order, keys stay unique and
 * references valid. Equal rows and seeds give equal canaries.
 */
export async function plantCanaries(
  reader: TableReader,
  { count, random, brokenRules }: PlantOptions,
): Promise<PlantedTables> {
  const tables = reader.schema.tables.filter(
    (table) => table.role === 'sequence' && ownKeyIndex(table) >= 0,
  );
  if (count === 0) return { reader, canaries: [] };
  const surveys: Survey[] = [];
  for (const table of tables) {
    surveys.push(
      await survey(reader.rows, table, { most: count, random: random.split(table.name) }),
    );
  }
  const chosen = spread(surveys, count);
  const owners = await ownersOf(reader, new Set(chosen.map(({ subject }) => subject)));
  const kept = tupleColumns(reader.schema);
  const planted = chosen.map(({ from, row, other, subject }, at) => {
    const owner = owners.get(subject) ?? [];
    const key = from.lastKey + 1 + at;
    const judge = brokenRules(from.table.name);
    const shape = { table: from.table, row, other, owner, key, kept, brokenRules: judge };
    return { subject, ...canaryRecord(shape, random.split('canary', at)) };
  });
  return {
    reader: { schema: reader.schema, rows: (table) => withPlanted(reader, table, planted) },
    canaries: planted.map(({ canary }) => canary),
  };
}

interface Survey {
  readonly table: TableSchema;
  readonly rows: number;
  readonly lastKey: number;
  /** Rows drawn evenly, in the order of drawing. */
  readonly drawn: readonly Row[];
}

interface Planted {
  readonly canary: Canary;
  readonly row: Row;
  readonly subject: number;
}

/** Counts a table and draws rows of it (a reservoir, Vitter's algorithm R). */
async function survey(
  rows: RowSource,
  table: TableSchema,
  { most, random }: { readonly most: number; readonly random: Random },
): Promise<Survey> {
  const key = ownKeyIndex(table);
  const drawn: Row[] = [];
  let [count, lastKey] = [0, 0];
  for await (const batch of rows(table.name)) {
    for (const row of batch) {
      lastKey = Math.max(lastKey, Number(row[key]));
      const place = count < most ? count : random.integer(count + 1);
      if (place < most) drawn[place] = row;
      count += 1;
    }
  }
  return { table, rows: count, lastKey, drawn: random.shuffle(drawn) };
}

/** Gives the canaries out by turns over the tables that have rows. */
function spread(surveys: readonly Survey[], count: number) {
  const filled = surveys.filter(({ rows }) => rows > 0);
  const rows = filled.reduce((sum, one) => sum + one.rows, 0);
  const wanted = Math.min(count, Math.floor(rows / ROWS_PER_CANARY));
  return Array.from({ length: wanted }, (_, at) => {
    const from = defined(filled[at % filled.length], 'a table with rows');
    const turn = Math.floor(at / filled.length);
    const row = defined(from.drawn[turn % from.drawn.length], 'a drawn row');
    const other = defined(from.drawn[(turn + 1) % from.drawn.length], 'another drawn row');
    return { from, row, other, subject: Number(row[columnIndex(from.table, SUBJECT_KEY)]) };
  });
}

async function ownersOf(
  { schema, rows }: TableReader,
  wanted: ReadonlySet<number>,
): Promise<ReadonlyMap<number, Row>> {
  const found = new Map<number, Row>();
  const root = schema.tables.find(({ role }) => role === 'subject');
  if (root === undefined) return found;
  const key = columnIndex(root, SUBJECT_KEY);
  for await (const batch of rows(root.name)) {
    for (const row of batch) if (wanted.has(Number(row[key]))) found.set(Number(row[key]), row);
  }
  return found;
}

/** Columns of the five-tuple: what ties rows to each other stays. */
function tupleColumns({ tables }: DatabaseSchema): ReadonlySet<string> {
  return new Set(tables.flatMap(({ endpointTuple }) => Object.values(endpointTuple ?? {})));
}

/** A table's rows with its canaries, each after the rows of its subject that are not later. */
function withPlanted(
  reader: TableReader,
  name: string,
  planted: readonly Planted[],
): AsyncIterable<readonly Row[]> {
  const table = reader.schema.tables.find((one) => one.name === name);
  const own = planted.filter(({ canary }) => canary.table === name);
  if (table === undefined || own.length === 0) return reader.rows(name);
  const place = placeOf(table);
  const waiting = own.map(({ row }) => row).sort((one, other) => order(place(one), place(other)));
  return merged(reader.rows(name), waiting, place);
}

type Place = readonly [subject: number, time: number, key: number];

function placeOf(table: TableSchema): (row: Row) => Place {
  const subject = columnIndex(table, SUBJECT_KEY);
  const time = table.timeColumn === null ? -1 : columnIndex(table, table.timeColumn);
  const key = ownKeyIndex(table);
  return (row) => [Number(row[subject]), time < 0 ? 0 : Number(row[time]), Number(row[key])];
}

function order(one: Place, other: Place): number {
  return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
}

async function* merged(
  batches: AsyncIterable<readonly Row[]>,
  waiting: readonly Row[],
  place: (row: Row) => Place,
): AsyncGenerator<readonly Row[]> {
  let next = 0;
  for await (const batch of batches) {
    const rows: Row[] = [];
    for (const row of batch) {
      for (let due = waiting[next]; due !== undefined; due = waiting[next]) {
        if (order(place(due), place(row)) > 0) break;
        rows.push(due);
        next += 1;
      }
      rows.push(row);
    }
    yield rows;
  }
  if (next < waiting.length) yield waiting.slice(next);
}
