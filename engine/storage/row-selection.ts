import { identifier } from './identifier.ts';

/** Rows of a table, or of a statement of one's own. */
export type RowSelection =
  | { readonly sql: string; readonly batchSize?: number }
  | {
      readonly table: string;
      readonly columns: readonly string[];
      /** Ascending, nulls last, text by its UTF-8 bytes. */
      readonly orderBy: readonly string[];
      /** An SQL condition; it holds no foreign text. */
      readonly where?: string;
      readonly batchSize?: number;
    };

const BATCH_ROWS = 10_000;

/** Rows of a batch, as asked for or as usual. */
export function batchSizeOf(selection: RowSelection): number {
  return selection.batchSize ?? BATCH_ROWS;
}

/**
 * The statement of a selection.
 *
 * @param isText tells which columns hold text: these are ordered by bytes whatever the locale
 */
export function selectionSql(selection: RowSelection, isText: (column: string) => boolean): string {
  if ('sql' in selection) return selection.sql;
  const columns = selection.columns.map(identifier).join(', ');
  const order = selection.orderBy
    .map((name) => (isText(name) ? `${identifier(name)} COLLATE "C"` : identifier(name)))
    .join(', ');
  const where = selection.where === undefined ? '' : ` WHERE ${selection.where}`;
  const orderBy = order === '' ? '' : ` ORDER BY ${order}`;
  return `SELECT ${columns} FROM ${identifier(selection.table)}${where}${orderBy}`;
}
