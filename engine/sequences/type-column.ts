import { defined } from '../core/invariant.ts';
import type { Value } from '../core/row.ts';
import type { ColumnStore, TableStore } from './table-store.ts';

/** Says of a row which type it is: a value that may leave, null for none. */
export interface RowTypes {
  /** Position of the column, -1 where the table has none. */
  readonly column: number;
  readonly typeOf: (row: number) => Value;
}

/** Rows of a type that are asked before it counts as ruling another column. */
const LEAST_ROWS = 20;
const LEAST_RULED = 3;
const MAX_TYPES = 64;
const UNTYPED: RowTypes = { column: -1, typeOf: () => null };

/**
 * The column that says what a row is: the category, never missing, that decides of most other
 * columns whether they are filled (of events, their id). At least three, or there is none.
 *
 * Cost: rows × categories × columns.
 */
export function rowTypes(
  store: TableStore,
  mayLeave: (column: number, value: Exclude<Value, null>) => boolean,
): RowTypes {
  let best = -1;
  let most = LEAST_RULED - 1;
  for (const [column, schema] of store.layout.table.columns.entries()) {
    if (schema.kind !== 'category') continue;
    const ruled = ruledColumns(store, defined(store.columns[column], 'column was read'));
    if (ruled > most) [best, most] = [column, ruled];
  }
  const { codes, dictionary } = store.columns[best] ?? { codes: null, dictionary: null };
  if (codes === null || dictionary === null) return UNTYPED;
  const types = dictionary.values.map((value) => (mayLeave(best, value) ? value : null));
  return { column: best, typeOf: (row) => types[codes[row] as number] ?? null };
}

/** Number of columns that are sometimes missing, but always or never within a type. */
function ruledColumns(store: TableStore, types: ColumnStore): number {
  const count = types.dictionary?.values.length ?? 0;
  if (count < 2 || count > MAX_TYPES || types.codes.includes(-1)) return 0;
  const rows = new Int32Array(count);
  for (const type of types.codes) rows[type] = (rows[type] as number) + 1;
  let ruled = 0;
  for (const column of store.columns) {
    if (column === types) continue;
    const filled = new Int32Array(count);
    for (let row = 0; row < store.rows; row += 1) {
      const type = types.codes[row] as number;
      if (isFilled(column, row)) filled[type] = (filled[type] as number) + 1;
    }
    if (isRuled(rows, filled)) ruled += 1;
  }
  return ruled;
}

function isFilled(column: ColumnStore, row: number): boolean {
  return column.numbers.length > 0
    ? !Number.isNaN(column.numbers[row])
    : (column.codes[row] as number) >= 0;
}

/** True if some types fill the column and some do not, and nearly each does one or the other. */
function isRuled(rows: Int32Array, filled: Int32Array): boolean {
  let [always, never, mixed] = [0, 0, 0];
  for (const [type, count] of rows.entries()) {
    if (count < LEAST_ROWS) continue;
    const share = (filled[type] as number) / count;
    if (share > 0.98) always += 1;
    else if (share < 0.02) never += 1;
    else mixed += 1;
  }
  return always > 0 && never > 0 && mixed <= (always + never) / 4;
}
