import { DataError, SchemaError } from '../../engine/core/errors.ts';
import type { Row, RowSource, Value } from '../../engine/core/row.ts';
import type { DatabaseSchema } from '../../engine/schema/database-schema.ts';
import { columnIndex, contextOf, type TableSchema } from '../../engine/schema/table-schema.ts';

/** A database's tables, each in the order (subject key, time column, rest of the primary key). */
export interface SortedReader {
  readonly schema: DatabaseSchema;
  readonly rows: RowSource;
}

/** One subject with all its rows. */
export interface SubjectRows {
  readonly key: number;
  readonly row: Row;
  /** Rows by table, in the table's order; every table below the subjects has an entry. */
  readonly tables: ReadonlyMap<string, readonly Row[]>;
}

/** The table of role `subject`. @throws SchemaError if the schema has none */
export function subjectTableOf(schema: DatabaseSchema): TableSchema {
  const table = schema.tables.find(({ role }) => role === 'subject');
  if (table === undefined) {
    throw new SchemaError('schema: no subject table: 0 of that role; give one the role subject');
  }
  return table;
}

/** Tables whose rows a subject owns. */
export function ownedTablesOf(schema: DatabaseSchema): readonly TableSchema[] {
  const root = subjectTableOf(schema).name;
  return schema.tables.filter((table) => contextOf(table)?.target === root);
}

/**
 * Walks all owned tables side by side, one subject at a time; holds one subject's rows.
 *
 * Rows whose subject is missing are skipped: they are orphans, which integrity counts.
 *
 * @throws DataError if a table is not sorted by subject
 */
export async function* walkSubjects(reader: SortedReader): AsyncGenerator<SubjectRows> {
  const root = subjectTableOf(reader.schema);
  const rootKey = columnIndex(root, root.primaryKey[0] ?? '');
  const cursors = ownedTablesOf(reader.schema).map((table) => ({
    name: table.name,
    cursor: openCursor(reader, table),
  }));
  for await (const batch of reader.rows(root.name)) {
    for (const row of batch) {
      const key = keyOf(row[rootKey], root.name);
      const tables = new Map<string, readonly Row[]>();
      for (const { name, cursor } of cursors) tables.set(name, await cursor.rowsOf(key));
      yield { key, row, tables };
    }
  }
  for (const { cursor } of cursors) await cursor.close();
}

interface Cursor {
  rowsOf(key: number): Promise<readonly Row[]>;
  close(): Promise<void>;
}

function openCursor(reader: SortedReader, table: TableSchema): Cursor {
  const at = columnIndex(table, contextOf(table)?.columns[0] ?? '');
  const batches = reader.rows(table.name)[Symbol.asyncIterator]();
  let batch: readonly Row[] = [];
  let next = 0;
  let before = Number.NEGATIVE_INFINITY;
  const peek = async (): Promise<Row | undefined> => {
    while (next >= batch.length) {
      const answer = await batches.next();
      if (answer.done === true) return undefined;
      batch = answer.value;
      next = 0;
    }
    return batch[next];
  };
  const rowsOf = async (key: number) => {
    const rows: Row[] = [];
    for (let row = await peek(); row !== undefined; row = await peek()) {
      const current = keyOf(row[at], table.name);
      if (current < before) throw unsorted(table.name, before, current);
      if (current > key) break;
      before = current;
      next += 1;
      if (current === key) rows.push(row);
    }
    return rows;
  };
  return { rowsOf, close: async () => void (await batches.return?.()) };
}

function keyOf(value: Value | undefined, table: string): number {
  if (typeof value === 'number') return value;
  throw new DataError(`${table}: subject key is no number: ${String(value)}; give integer keys`, {
    table,
  });
}

function unsorted(table: string, before: number, current: number): DataError {
  return new DataError(
    `${table}: rows are not sorted by subject: ${current} after ${before}; sort the reader's rows`,
    { table, before, current },
  );
}
