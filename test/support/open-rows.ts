/** Rows that are still being laid out, and the raw draws that they come from. */
import type { Value } from '../../engine/core/row.ts';
import type { DatabaseSchema } from '../../engine/schema/database-schema.ts';
import { columnIndex, type TableSchema } from '../../engine/schema/table-schema.ts';
import type { Filling } from './cell-arbitrary.ts';

/** A row before keys, times and parents are known. */
export interface RawRow {
  readonly cells: readonly Value[];
  readonly gap: number;
  readonly picks: readonly number[];
  readonly skips: readonly boolean[];
}

/** One subject before layout: raw rows by table. */
export interface RawSubject {
  readonly start: number;
  readonly rows: Readonly<Record<string, readonly RawRow[]>>;
}

/** All draws that make one database. */
export interface RawDatabase {
  readonly fillings: readonly Filling[];
  readonly references: Readonly<Record<string, readonly RawRow[]>>;
  readonly subjects: readonly RawSubject[];
}

export type Cells = Value[];

export type OpenRows = Map<string, Cells[]>;

/** What a row may point at: the reference tables and the tables of its own subject. */
export interface World {
  readonly schema: DatabaseSchema;
  readonly rows: OpenRows;
}

/** Where rows of one subject go. */
export interface Place {
  readonly subjectKey: number;
  readonly start: number;
  readonly world: World;
}

const KEY_STRIDE = 100_000;

/** Starts a row: the subject's key, and its own key counted up; the rest as drawn. */
export function startRow(
  table: TableSchema,
  raw: RawRow,
  at: { readonly subjectKey: number; readonly ordinal: number },
): Cells {
  const cells = [...raw.cells];
  const [subjectKey, own] = table.primaryKey;
  if (subjectKey !== undefined) setCell(table, cells, subjectKey, at.subjectKey);
  if (own !== undefined) {
    setCell(table, cells, own, at.subjectKey * KEY_STRIDE + at.ordinal * 2);
  }
  return cells;
}

/** The cell of a named column. */
export function cellOf(table: TableSchema, row: readonly Value[], name: string): Value {
  return row[columnIndex(table, name)] ?? null;
}

/** Writes the cell of a named column. */
export function setCell(table: TableSchema, cells: Cells, name: string, value: Value): void {
  cells[columnIndex(table, name)] = value;
}
