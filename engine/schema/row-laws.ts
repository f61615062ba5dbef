import { isMissing, type Row, type Value } from '../core/row.ts';
import { cellFits } from './cell-check.ts';
import type { FindingsBook, IntegrityLaw } from './integrity-findings.ts';
import { keyReader, type RowKey } from './row-key.ts';
import { SUBJECT_KEY } from './subject-key.ts';
import { columnIndex, type TableSchema } from './table-schema.ts';

/** Rows of one table and one subject (or of a reference table) by primary key. */
export type KeyedRows = Map<RowKey, Row>;

/** Checks rows one table at a time: nulls, kinds, duplicates, order of time. */
export interface RowLaws {
  /** Checks rows and enters them into an index; key without `subject_key`. */
  readonly check: (rows: readonly Row[], index: KeyedRows) => void;
}

/** Looks a table's columns up once and returns the checks of its rows. */
export function rowLaws(table: TableSchema, book: FindingsBook): RowLaws {
  const checkCells = cellLaw(table, book);
  const checkOrder = orderLaw(table, book);
  const own = table.primaryKey.filter((name) => name !== SUBJECT_KEY);
  const keyOf = keyReader(table, own);
  const enter = (row: Row, index: KeyedRows) => {
    const key = keyOf(row);
    if (key === null) return;
    if (index.has(key)) book.report('duplicateKeys', table, row, table.primaryKey.join(', '));
    else index.set(key, row);
  };
  const check = (rows: readonly Row[], index: KeyedRows) => {
    book.counted(table.name, rows.length);
    checkOrder(rows);
    for (const row of rows) {
      checkCells(row);
      enter(row, index);
    }
  };
  return { check };
}

/** No null in a primary or required key, none in a required column, every cell of its kind. */
function cellLaw(table: TableSchema, book: FindingsBook): (row: Row) => void {
  const required = table.relationships.filter((one) => one.required);
  const keys = new Set([...table.primaryKey, ...required.flatMap((one) => one.columns)]);
  const checks = table.columns.map((column): ((cell: Value | undefined) => IntegrityLaw | null) => {
    const ofNull = nullLaw(keys.has(column.name), column.nullable);
    return (cell) => {
      if (isMissing(cell)) return ofNull;
      return cellFits(column.kind, cell as Exclude<Value, null>) ? null : 'wrongValues';
    };
  });
  return (row) => {
    if (row.length !== checks.length) book.report('wrongValues', table, row, 'number of cells');
    for (const [index, check] of checks.entries()) {
      const law = check(row[index]);
      if (law !== null) book.report(law, table, row, table.columns[index]?.name ?? '');
    }
  };
}

/** The law that a null breaks, null where it is allowed. */
function nullLaw(isKey: boolean, nullable: boolean): IntegrityLaw | null {
  if (isKey) return 'nullKeys';
  return nullable ? null : 'wrongValues';
}

/** Times of a subject do not go back; reference tables have no timeline. */
function orderLaw(table: TableSchema, book: FindingsBook): (rows: readonly Row[]) => void {
  if (table.timeColumn === null || table.role === 'reference') return () => undefined;
  const name = table.timeColumn;
  const position = columnIndex(table, name);
  return (rows) => {
    let latest = Number.NEGATIVE_INFINITY;
    for (const row of rows) {
      const time = row[position];
      if (typeof time !== 'number') continue;
      if (time < latest) book.report('orderViolations', table, row, name);
      latest = time;
    }
  };
}
