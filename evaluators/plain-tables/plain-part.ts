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
    name: table.name,
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
  throw new DataError(`${table.name}: no such column: ${name}; name one of ${names}`, {
    file: table.name,
    column: name,
  });
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
 * Refuses a context that has two rows of a subject: which one is meant cannot be told.
 *
 * @throws DataError with the number of such keys and the first one's row, never the key itself
 */
export function refuseTwice({ context }: PlainPart): void {
  if (context === null) return;
  const { table, key } = context;
  const twice = [...rowsByKey(plainColumn(table, key).values).values()].filter(
    (rows) => rows.length > 1,
  );
  if (twice.length === 0) return;
  const row = twice.reduce((least, rows) => Math.min(least, rows[1] as number), Infinity) + 1;
  throw new DataError(
    `${table.name}: keys of ${key} that occur more than once: ${twice.length}, first in row ` +
      `${row}; keep one row a subject`,
    { file: table.name, column: key, keys: twice.length, row },
  );
}

/** What of a part does not enter, for lack of a key or of a context. */
export interface LeftOut {
  /** Rows, of the target and of the context, whose key is missing. */
  readonly rows: number;
  readonly contextRows: number;
  /** Subjects that have rows, but none in the context. */
  readonly subjects: number;
}

/** Counts what `subjectsOf` leaves out. */
export function leftOutOf({ target, key, context }: PlainPart): LeftOut {
  if (key === null) return { rows: 0, contextRows: 0, subjects: 0 };
  const keys = plainColumn(target, key).values;
  const missing = (values: readonly PlainValue[]) =>
    values.filter((value) => value === null).length;
  if (context === null) return { rows: missing(keys), contextRows: 0, subjects: 0 };
  const owners = plainColumn(context.table, context.key).values;
  const owned = new Set(present(owners));
  const orphans = new Set(present(keys).filter((name) => !owned.has(name)));
  return { rows: missing(keys), contextRows: missing(owners), subjects: orphans.size };
}

/** Number of subjects by key that both parts hold; none where rows have no key. */
export function sharedSubjects(one: PlainPart, other: PlainPart): number {
  if (one.key === null || other.key === null) return 0;
  const known = new Set(present(plainColumn(one.target, one.key).values));
  const keys = new Set(present(plainColumn(other.target, other.key).values));
  return [...keys].filter((key) => known.has(key)).length;
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
