/**
 * Random databases that keep every law of their schema.
 *
 * Rows are drawn raw (cells, gaps, picks) and then laid out: keys counted up, times summed from
 * gaps, parents picked among the rows that may be parents; a row without a possible required
 * parent is left out. So any shrunk draw is a consistent database again. fc.entityGraph would tie
 * rows over the borders of subjects, hence the layout of our own.
 */
import fc from 'fast-check';
import type { Row, RowSource } from '../../engine/core/row.ts';
import type { DatabaseSchema } from '../../engine/schema/database-schema.ts';
import { cellArbitrary, FILLINGS } from './cell-arbitrary.ts';
import { layOut } from './lay-out.ts';
import type { RawDatabase, RawRow } from './open-rows.ts';

/** A schema with rows for all of its tables, sorted as readers sort them. */
export interface Database {
  readonly schema: DatabaseSchema;
  readonly rows: ReadonlyMap<string, readonly Row[]>;
}

const gaps = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.nat(2_000_000) },
  { weight: 1, arbitrary: fc.nat(100_000).map((seconds) => seconds * 1_000_000) },
);

const starts = fc.constantFrom(1.6e15, 1.6e15 + 1, 0, -1e12);

/** Number of distinct columns whose filling is drawn apart. */
const FILLED = 5;

/** How many rows to draw. */
export interface DatabaseSize {
  readonly minSubjects?: number;
  readonly maxSubjects?: number;
  readonly maxRows?: number;
}

/** Databases of a schema; empty tables, one-row tables, ties in time and nulls are common. */
export function databaseArbitrary(
  schema: DatabaseSchema,
  size: DatabaseSize = {},
): fc.Arbitrary<Database> {
  const { minSubjects = 0, maxSubjects = 40, maxRows = 4 } = size;
  const raw = rawRowsOf(schema, maxRows);
  const owned = schema.tables.filter((table) => table.role !== 'reference');
  const shared = schema.tables.filter((table) => table.role === 'reference');
  const subject = fc.record({
    start: starts,
    rows: fc.record(Object.fromEntries(owned.map((table) => [table.name, raw(table.name)]))),
  });
  const few = Math.min(Math.max(minSubjects, 6), maxSubjects);
  const database = fc.record({
    fillings: fc.array(fc.constantFrom(...FILLINGS, 'drawn' as const), {
      minLength: FILLED,
      maxLength: FILLED,
    }),
    references: fc.record(Object.fromEntries(shared.map((table) => [table.name, raw(table.name)]))),
    subjects: fc.oneof(
      { weight: 9, arbitrary: fc.array(subject, { minLength: minSubjects, maxLength: few }) },
      {
        weight: 1,
        arbitrary: fc.array(subject, {
          minLength: minSubjects,
          maxLength: maxSubjects,
          size: '+1',
        }),
      },
    ),
  }) as fc.Arbitrary<RawDatabase>;
  return database.map((draw) => ({ schema, rows: layOut(schema, draw) }));
}

/** Reads a database from memory in batches. */
export function memoryRows(rows: ReadonlyMap<string, readonly Row[]>, batchSize = 7): RowSource {
  return async function* (table) {
    const all = rows.get(table) ?? [];
    for (let start = 0; start < all.length; start += batchSize) {
      yield all.slice(start, start + batchSize);
    }
  };
}

function rawRowsOf(
  schema: DatabaseSchema,
  maxRows: number,
): (name: string) => fc.Arbitrary<readonly RawRow[]> {
  const arbitraries = new Map(
    schema.tables.map((table) => {
      const count = table.relationships.length;
      const row = fc.record({
        cells: fc.tuple(...table.columns.map(cellArbitrary)),
        gap: gaps,
        picks: fc.array(fc.nat(50), { minLength: count, maxLength: count }),
        skips: fc.array(fc.boolean(), { minLength: count, maxLength: count }),
      });
      const length = table.role === 'subject' ? { minLength: 1, maxLength: 1 } : {};
      return [table.name, fc.array(row, { maxLength: maxRows, ...length })];
    }),
  );
  return (name) => arbitraries.get(name) ?? fc.constant([]);
}
