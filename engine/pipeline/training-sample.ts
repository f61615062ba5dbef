import { createHash } from 'node:crypto';
import { DataError } from '../core/errors.ts';
import type { Row, RowSource, Value } from '../core/row.ts';
import { tableNamed } from '../schema/database-schema.ts';
import { columnIndex, type TableSchema } from '../schema/table-schema.ts';
import type { TableReader } from './ports.ts';

/** How much of the training data is held. */
export interface SampleOptions {
  /** Rows of subjects at most, all tables together; default 2,000,000. */
  readonly maxRows?: number;
  readonly seed: number;
}

/** Whole subjects of a database, few enough to be held in memory. */
export interface TrainingSample {
  /** Rows of the kept subjects, in their order; reference tables as they are. */
  readonly reader: TableReader;
  /** Share of the rows that is kept; 1 where all fit. */
  readonly share: number;
  readonly subjects: number;
  readonly rows: number;
}

const DEFAULT_MAX_ROWS = 2_000_000;
/** Full enough to stop looking for smaller subjects: they would be too many else. */
const FULL = 0.9;

/**
 * Keeps whole subjects, drawn by a keyed hash, until the rows reach a bound.
 *
 * One pass counts the rows of each subject; the choice depends on the seed, the subjects and their
 * counts, never on the order of rows. A subject that alone exceeds the bound is passed over as long
 * as another fits.
 *
 * @throws DataError if a row has no subject key
 */
export async function sampleSubjects(
  reader: TableReader,
  options: SampleOptions,
): Promise<TrainingSample> {
  const { maxRows = DEFAULT_MAX_ROWS, seed } = options;
  const counts = await countRows(reader);
  const total = sumOf(counts.values());
  if (total <= maxRows) return { reader, share: 1, subjects: counts.size, rows: total };
  const kept = chooseSubjects(counts, maxRows, seed);
  const rows = sumOf([...kept].map((key) => counts.get(key) ?? 0));
  const sampled = { schema: reader.schema, rows: keepSubjects(reader, kept) };
  return { reader: sampled, share: rows / total, subjects: kept.size, rows };
}

/** Rows of each subject over all tables that have subjects. */
async function countRows(reader: TableReader): Promise<Map<Value, number>> {
  const counts = new Map<Value, number>();
  for (const table of reader.schema.tables) {
    if (table.role === 'reference') continue;
    const position = subjectPosition(table);
    for await (const batch of reader.rows(table.name)) {
      for (const row of batch) {
        const key = keyOf(table, row, position);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
  }
  return counts;
}

/** The subject's key is first in every primary key. */
function subjectPosition(table: TableSchema): number {
  return columnIndex(table, table.primaryKey[0] ?? '');
}

function keyOf(table: TableSchema, row: Row, position: number): Value {
  const key = row[position];
  if (key === null || key === undefined) {
    throw new DataError(
      `table ${table.name}: a row has no subject key; give every row its subject`,
    );
  }
  return key;
}

function chooseSubjects(
  counts: ReadonlyMap<Value, number>,
  maxRows: number,
  seed: number,
): ReadonlySet<Value> {
  const ranked = [...counts.keys()].map((key) => ({ key, rank: rankOf(seed, key) }));
  ranked.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const kept = new Set<Value>();
  let held = 0;
  for (const { key } of ranked) {
    const rows = counts.get(key) ?? 0;
    if (held + rows > maxRows) continue;
    kept.add(key);
    held += rows;
    if (held >= FULL * maxRows) break;
  }
  // Every subject is larger than the bound: one is better than none.
  if (kept.size === 0 && ranked[0] !== undefined) kept.add(ranked[0].key);
  return kept;
}

/** Place of a subject in the draw: distinct keys have distinct ranks. */
function rankOf(seed: number, key: Value): string {
  const text = JSON.stringify(key);
  return `${createHash('md5').update(`${seed}:training-sample:${text}`).digest('hex')}${text}`;
}

function keepSubjects(reader: TableReader, kept: ReadonlySet<Value>): RowSource {
  return (name) => {
    const table = tableNamed(reader.schema, name);
    const batches = reader.rows(name);
    return table.role === 'reference' ? batches : keepRows(batches, table, kept);
  };
}

async function* keepRows(
  batches: AsyncIterable<readonly Row[]>,
  table: TableSchema,
  kept: ReadonlySet<Value>,
): AsyncGenerator<readonly Row[]> {
  const position = subjectPosition(table);
  for await (const batch of batches) {
    const own = batch.filter((row) => kept.has(row[position] ?? null));
    if (own.length > 0) yield own;
  }
}

function sumOf(numbers: Iterable<number>): number {
  let sum = 0;
  for (const one of numbers) sum += one;
  return sum;
}
