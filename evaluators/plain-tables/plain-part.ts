import { DataError } from '../../engine/core/errors.ts';
import type { PlainColumn, PlainTable, PlainValue } from '../../engine/core/plain-table.ts';

/** A part (training, holdout or synthetic) of a table that no schema describes. */
export interface PlainPart {
  readonly target: PlainTable;
  /** Column of the target that names a row's subject; null where each row is its own. */
  readonly key: string | null;
  /** One row a subject, with the column that names it; null without context. */
  readonly context: { readonly table: PlainTable; readonly key: string } | null;
}

/** A subject: the position of its context row, and of its target rows in file order. */
export interface PlainSubject {
  readonly key: string;
  readonly context: number | null;
  readonly rows: readonly number[];
}

/** The part with the training part's columns, in its order. @throws DataError if it lacks one */
export function alignedPart(part: PlainPart, training: PlainPart): PlainPart {
  const align = (table: PlainTable, model: PlainTable): PlainTable => ({
    rows: table.rows,
    columns: model.columns.map(({ name }) => plainColumn(table, name)),
  });
  const { context } = part;
  return {
    ...part,
    target: align(part.target, training.target),
    context:
      context === null || training.context === null
        ? null
        : { ...context, table: align(context.table, training.context.table) },
  };
}

/** The column of that name. @throws DataError if the table lacks it */
export function plainColumn(table: PlainTable, name: string): PlainColumn {
  const column = table.columns.find((one) => one.name === name);
  if (column !== undefined) return column;
  const names = table.columns.map((one) => one.name).join(', ');
  throw new DataError(`table: no such column: ${name}; name one of ${names}`, { column: name });
}

/**
 * The subjects of a part that have rows and, where there is a context, a row in it.
 *
 * They come in the order of their first row.
 */
export function subjectsOf({ target, key, context }: PlainPart): readonly PlainSubject[] {
  if (key === null) {
    return Array.from({ length: target.rows }, (_, row) => ({
      key: String(row),
      context: null,
      rows: [row],
    }));
  }
  const held = rowsByKey(plainColumn(target, key).values);
  if (context === null)
    return [...held].map(([name, rows]) => ({ key: name, context: null, rows }));
  const positions = rowsByKey(plainColumn(context.table, context.key).values);
  return [...held].flatMap(([name, rows]) => {
    const position = positions.get(name)?.[0];
    return position === undefined ? [] : [{ key: name, context: position, rows }];
  });
}

/**
 * True where a subject has one row: with context both keys are unique and equal as sets, without
 * one the target's key is unique or there is none.
 */
export function isOneToOne({ target, key, context }: PlainPart): boolean {
  if (key === null) return true;
  const keys = new Set(present(plainColumn(target, key).values));
  if (keys.size < target.rows) return false;
  if (context === null) return true;
  const owners = new Set(present(plainColumn(context.table, context.key).values));
  return owners.size === context.table.rows && owners.size === keys.size && isWithin(keys, owners);
}

function rowsByKey(values: readonly PlainValue[]): ReadonlyMap<string, number[]> {
  const held = new Map<string, number[]>();
  for (const [row, value] of values.entries()) {
    if (value === null) continue;
    const rows = held.get(String(value));
    if (rows === undefined) held.set(String(value), [row]);
    else rows.push(row);
  }
  return held;
}

function present(values: readonly PlainValue[]): readonly string[] {
  return values.filter((value) => value !== null).map(String);
}

function isWithin(keys: ReadonlySet<string>, owners: ReadonlySet<string>): boolean {
  return [...keys].every((key) => owners.has(key));
}
