import type { Row } from '../core/row.ts';
import type { Connection, FetchRows } from './connection.ts';
import { batchSizeOf, type RowSelection, selectionSql } from './row-selection.ts';

/** Gives a connection to a piece of work: one that is kept, or one for each piece. */
export type ConnectionUse = <T>(work: (connection: Connection) => Promise<T>) => Promise<T>;

let cursors = 0;

/**
 * Streams rows through a cursor; memory holds one batch.
 *
 * @param use brings the connection on which the cursor lives
 * @param hold true where the cursor must outlive the transaction of its declaration
 */
export async function* readThroughCursor(
  use: ConnectionUse,
  selection: RowSelection,
  hold: boolean,
): AsyncGenerator<readonly Row[]> {
  cursors += 1;
  const name = `entwine_cursor_${cursors}`;
  const fetch = await use((connection) => declare(connection, { name, selection, hold }));
  try {
    const batchSize = batchSizeOf(selection);
    for (;;) {
      const rows = await use(() => fetch(batchSize));
      if (rows.length > 0) yield rows;
      if (rows.length < batchSize) return;
    }
  } finally {
    await use((connection) => connection.query(`CLOSE ${name}`, [])).catch(() => undefined);
  }
}

interface Declaration {
  readonly name: string;
  readonly selection: RowSelection;
  readonly hold: boolean;
}

async function declare(connection: Connection, declaration: Declaration): Promise<FetchRows> {
  const { name, selection, hold } = declaration;
  const texts = await textColumns(connection, selection);
  const statement = selectionSql(selection, (column) => texts.has(column));
  await connection.query("SET LOCAL work_mem = '64MB'", []);
  return connection.declare({ name, statement, hold });
}

/** Names of the table's columns that have a collation. */
async function textColumns(
  connection: Connection,
  selection: RowSelection,
): Promise<ReadonlySet<string>> {
  if ('sql' in selection) return new Set();
  const sql = `SELECT attname::text AS name FROM pg_attribute
    WHERE attrelid = to_regclass($1) AND attnum > 0 AND attcollation <> 0`;
  const found = await connection.query(sql, [selection.table]);
  return new Set(found.map((row) => String(row.name)));
}
