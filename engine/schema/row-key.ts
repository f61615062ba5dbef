import type { Row, Value } from '../core/row.ts';
import { columnIndex, type TableSchema } from './table-schema.ts';

/** A key as a Map holds it: the one cell itself, or several as JSON. */
export type RowKey = Value;

/** Reads a key off a row; null where a cell is null. */
export type ReadKey = (row: Row) => RowKey;

/** Reads the key that stands in these columns; no columns give one key for all rows. */
export function keyReader(table: TableSchema, columns: readonly string[]): ReadKey {
  const positions = columns.map((name) => columnIndex(table, name));
  const [only] = positions;
  if (only === undefined) return () => '';
  if (positions.length === 1) return (row) => row[only] ?? null;
  return (row) => {
    const cells = positions.map((index) => row[index] ?? null);
    return cells.includes(null) ? null : JSON.stringify(cells);
  };
}
