import { DataError } from '../core/errors.ts';
import type { Row, RowSource, Value } from '../core/row.ts';
import { SUBJECT_KEY } from './subject-key.ts';
import { columnIndex, type TableSchema } from './table-schema.ts';

/** All rows of one subject, by table, each in the order of its source. */
export interface SubjectRows {
  readonly subjectKey: number;
  readonly rows: ReadonlyMap<string, readonly Row[]>;
}

/** Tables to read side by side, and where rows without a subject go. */
export interface SubjectRowsOptions {
  readonly tables: readonly TableSchema[];
  readonly rows: RowSource;
  /** Called for a row whose subject key is no number: it belongs to nobody. */
  readonly onStray: (table: TableSchema, row: Row) => void;
}

/**
 * Walks several tables at once, one subject at a time, in the order of subject keys.
 *
 * Holds the rows of one subject and one batch a table, whatever the size of the tables.
 *
 * @throws DataError if a table's rows are not sorted by subject key
 */
export async function* subjectRows(options: SubjectRowsOptions): AsyncGenerator<SubjectRows> {
  const cursors = options.tables.map((table) => openCursor(table, options));
  try {
    for (const cursor of cursors) await cursor.advance();
    for (;;) {
      const waiting = cursors.flatMap((cursor) => cursor.subjectKey() ?? []);
      if (waiting.length === 0) return;
      const subjectKey = Math.min(...waiting);
      const rows = new Map<string, readonly Row[]>();
      for (const cursor of cursors) {
        rows.set(cursor.table.name, await cursor.take(subjectKey));
      }
      yield { subjectKey, rows };
    }
  } finally {
    for (const cursor of cursors) await cursor.close();
  }
}

/** A place in one table's stream. */
interface Cursor {
  readonly table: TableSchema;
  /** Subject of the row under the cursor, null at the end. */
  subjectKey(): number | null;
  advance(): Promise<void>;
  /** Takes the rows of a subject, none if the cursor stands on another. */
  take(subjectKey: number): Promise<readonly Row[]>;
  close(): Promise<void>;
}

function openCursor(table: TableSchema, options: SubjectRowsOptions): Cursor {
  const position = columnIndex(table, SUBJECT_KEY);
  const batches = options.rows(table.name)[Symbol.asyncIterator]();
  let batch: readonly Row[] = [];
  let next = 0;
  let ended = false;
  let current: number | null = null;

  const advance = async () => {
    const before = current;
    for (;;) {
      while (next >= batch.length && !ended) {
        const step = await batches.next();
        ended = step.done === true;
        batch = step.done === true ? [] : step.value;
        next = 0;
      }
      const row = batch[next];
      current = row === undefined ? null : subjectOf(row[position]);
      if (row === undefined || current !== null) break;
      options.onStray(table, row);
      next += 1;
    }
    if (before !== null && current !== null && current < before) throw unsorted(table, current);
  };
  const take = async (subjectKey: number) => {
    const taken: Row[] = [];
    while (current === subjectKey) {
      taken.push(batch[next] as Row);
      next += 1;
      const following = batch[next]?.[position];
      if (following !== subjectKey) await advance();
    }
    return taken;
  };
  const close = async () => {
    await batches.return?.();
  };
  return { table, subjectKey: () => current, advance, take, close };
}

function subjectOf(cell: Value | undefined): number | null {
  return typeof cell === 'number' && Number.isFinite(cell) ? cell : null;
}

function unsorted(table: TableSchema, key: number): DataError {
  return new DataError(
    `integrity: table ${table.name} is not sorted by ${SUBJECT_KEY}: ${key} comes late; sort its rows`,
    { table: table.name, subjectKey: key },
  );
}
