import { DataError } from '../core/errors.ts';
import { defined } from '../core/invariant.ts';
import type { Row, RowSource, Value } from '../core/row.ts';
import { type ColumnKind, isNumericKind } from '../schema/column.ts';
import { Dictionary } from './dictionary.ts';
import type { GenerationLayout, TableLayout } from './generation-layout.ts';

/** A column in memory: numbers with NaN for missing, or numbers of a dictionary with -1. */
export interface ColumnStore {
  readonly numbers: Float64Array;
  readonly codes: Int32Array;
  readonly dictionary: Dictionary | null;
}

/** A table in memory, column by column, in the order in which it was read. */
export interface TableStore {
  readonly layout: TableLayout;
  readonly rows: number;
  readonly columns: readonly ColumnStore[];
  /** Ordinal of each row's subject; empty for reference tables. */
  readonly subjects: Int32Array;
  /** First row of each subject, and the end of the last; empty for reference tables. */
  readonly offsets: Int32Array;
  /** Row of the owner in its table. */
  readonly owners: Int32Array;
  /** By relation: row in the target table, -1 where the key is missing. */
  readonly parents: readonly Int32Array[];
}

/** All tables of a database; `subjects` counts the rows of the root. */
export interface DatabaseStore {
  readonly subjects: number;
  readonly tables: ReadonlyMap<string, TableStore>;
}

interface Draft {
  readonly layout: TableLayout;
  readonly columns: GrowingColumn[];
  rows: number;
}

/**
 * Reads every table once, as integers and dictionaries.
 *
 * @throws DataError if a row's owner or parent is missing or the rows are not in order of subject
 */
export async function loadTables(
  layout: GenerationLayout,
  rows: RowSource,
  advance: (rows: number) => void,
): Promise<DatabaseStore> {
  const all = await loadUpTo(layout, rows, { advance, maxRows: Number.POSITIVE_INFINITY });
  return defined(all, 'without a bound all is read');
}

/** How much is read. */
export interface LoadOptions {
  readonly advance: (rows: number) => void;
  /** Rows of subjects at most, all tables together. */
  readonly maxRows: number;
}

/** The same, but null as soon as more rows have come than are wanted. */
export async function loadUpTo(
  layout: GenerationLayout,
  rows: RowSource,
  { advance, maxRows }: LoadOptions,
): Promise<DatabaseStore | null> {
  const shared = new Map<ColumnKind, Dictionary>();
  const drafts = new Map<string, Draft>();
  let held = 0;
  for (const one of layout.tables.values()) {
    const draft = { layout: one, columns: columnsOf(one, shared), rows: 0 };
    drafts.set(one.table.name, draft);
    for await (const batch of rows(one.table.name)) {
      if (one.subject >= 0) held += batch.length;
      if (held > maxRows) return null;
      for (const row of batch) append(draft, row);
      advance(batch.length);
    }
  }
  return { subjects: draftOf(drafts, layout.root.table.name).rows, tables: settle(layout, drafts) };
}

class GrowingColumn {
  readonly #dictionary: Dictionary | null;
  #numbers: Float64Array;
  #codes: Int32Array;

  constructor(kind: ColumnKind, dictionary: Dictionary | null) {
    const isNumeric = isNumericKind(kind) || kind === 'boolean';
    this.#dictionary = isNumeric || kind === 'guid' ? null : dictionary;
    this.#numbers = new Float64Array(isNumeric ? 256 : 0);
    this.#codes = new Int32Array(isNumeric ? 0 : 256);
  }

  set(row: number, value: Value | undefined): void {
    const isMissing = value === null || value === undefined;
    if (this.#numbers.length > 0) {
      if (row >= this.#numbers.length) this.#numbers = grown(this.#numbers, Float64Array);
      this.#numbers[row] = isMissing ? Number.NaN : Number(value);
      return;
    }
    if (row >= this.#codes.length) this.#codes = grown(this.#codes, Int32Array);
    this.#codes[row] = isMissing ? -1 : (this.#dictionary?.add(value) ?? 0);
  }

  /** Cuts the arrays to their rows and lets the grown ones go: both at once would not fit. */
  settle(rows: number): ColumnStore {
    const [numbers, codes] = [this.#numbers.slice(0, rows), this.#codes.slice(0, rows)];
    this.#numbers = new Float64Array(0);
    this.#codes = new Int32Array(0);
    return { numbers, codes, dictionary: this.#dictionary };
  }
}

function grown<T extends Float64Array | Int32Array>(old: T, make: new (length: number) => T): T {
  const next = new make(old.length * 2);
  next.set(old);
  return next;
}

/** Values that name things share a dictionary, so that a name is one number in every column. */
function columnsOf(layout: TableLayout, shared: Map<ColumnKind, Dictionary>): GrowingColumn[] {
  return layout.table.columns.map((one) => {
    const isIdentity = one.kind === 'address' || one.kind === 'fqdn' || one.kind === 'user';
    const dictionary = (isIdentity ? shared.get(one.kind) : undefined) ?? new Dictionary();
    if (isIdentity) shared.set(one.kind, dictionary);
    return new GrowingColumn(one.kind, dictionary);
  });
}

function append(draft: Draft, row: Row): void {
  for (const [index, column] of draft.columns.entries()) column.set(draft.rows, row[index]);
  draft.rows += 1;
}

function draftOf(drafts: ReadonlyMap<string, Draft>, name: string): Draft {
  return defined(drafts.get(name), `table ${name} was read`);
}

function settle(
  layout: GenerationLayout,
  drafts: ReadonlyMap<string, Draft>,
): ReadonlyMap<string, TableStore> {
  const columns = new Map<string, ColumnStore[]>();
  for (const [name, draft] of drafts) {
    columns.set(
      name,
      draft.columns.map((one) => one.settle(draft.rows)),
    );
    draft.columns.length = 0;
  }
  const ordinals = new Map<number, number>();
  const rootKeys = numbersOf(columns, layout.root.table.name, layout.root.subject);
  for (const [index, key] of rootKeys.entries()) ordinals.set(key, index);
  const bare = new Map<string, TableStore>();
  for (const [name, draft] of drafts) {
    const own = defined(columns.get(name), 'settled');
    bare.set(name, bareStore(draft, own, ordinals));
  }
  const tables = new Map<string, TableStore>();
  for (const [name, store] of bare) tables.set(name, withParents(store, bare));
  return tables;
}

function numbersOf(columns: ReadonlyMap<string, ColumnStore[]>, name: string, index: number) {
  return defined(columns.get(name)?.[index], 'the subject key is a column').numbers;
}

function bareStore(
  draft: Draft,
  columns: readonly ColumnStore[],
  ordinals: ReadonlyMap<number, number>,
): TableStore {
  const base = { layout: draft.layout, rows: draft.rows, columns, owners: new Int32Array(0) };
  const none = new Int32Array(0);
  if (draft.layout.subject < 0) return { ...base, subjects: none, offsets: none, parents: [] };
  const keys = defined(columns[draft.layout.subject], 'the subject key is a column').numbers;
  const subjects = new Int32Array(draft.rows);
  const offsets = new Int32Array(ordinals.size + 1);
  for (let row = 0; row < draft.rows; row += 1) {
    const ordinal = ordinals.get(keys[row] as number) ?? -1;
    if (ordinal < 0 || (row > 0 && ordinal < (subjects[row - 1] as number))) {
      const place = `table ${draft.layout.table.name}, row ${row + 1}`;
      throw new DataError(
        `${place}: subject is unknown or out of order: ${keys[row]}; read rows by subject`,
      );
    }
    subjects[row] = ordinal;
    offsets[ordinal + 1] = row + 1;
  }
  for (let one = 1; one < offsets.length; one += 1) {
    offsets[one] = Math.max(offsets[one] as number, offsets[one - 1] as number);
  }
  return { ...base, subjects, offsets, parents: [] };
}

function withParents(store: TableStore, tables: ReadonlyMap<string, TableStore>): TableStore {
  const { layout } = store;
  if (layout.context === null) return store;
  const owners =
    layout.contextColumns.length === 0
      ? store.subjects
      : resolve(store, tables.get(layout.context), layout.contextColumns, layout.contextTargets);
  if (owners.includes(-1)) {
    throw new DataError(
      `table ${layout.table.name}: row without its owner in ${layout.context}; read whole subjects`,
    );
  }
  const parents = layout.relations.map((one) =>
    resolve(store, tables.get(one.target), one.columns, one.targetColumns),
  );
  return { ...store, owners, parents };
}

/** Rows of the target that the keys name, within each subject; -1 where missing or unknown. */
function resolve(
  store: TableStore,
  target: TableStore | undefined,
  columns: readonly number[],
  targetColumns: readonly number[],
): Int32Array {
  const found = new Int32Array(store.rows).fill(-1);
  if (target === undefined) return found;
  for (let subject = 0; subject + 1 < store.offsets.length; subject += 1) {
    const [from, to] = [store.offsets[subject] as number, store.offsets[subject + 1] as number];
    if (from === to) continue;
    const known = new Map<number | string, number>();
    const last = target.offsets[subject + 1] as number;
    for (let row = target.offsets[subject] as number; row < last; row += 1) {
      known.set(keyAt(target, targetColumns, row), row);
    }
    for (let row = from; row < to; row += 1) {
      found[row] = known.get(keyAt(store, columns, row)) ?? -1;
    }
  }
  return found;
}

function keyAt(store: TableStore, columns: readonly number[], row: number): number | string {
  const cells = columns.map((one) => {
    const column = defined(store.columns[one], 'key column');
    return column.numbers.length > 0
      ? (column.numbers[row] as number)
      : String(column.dictionary?.values[column.codes[row] as number]);
  });
  return cells.length === 1 ? (cells[0] as number | string) : JSON.stringify(cells);
}

/** The column that orders a table's rows; empty where it has none. */
export function timesOf(store: TableStore): Float64Array {
  return store.columns[store.layout.time]?.numbers ?? new Float64Array(0);
}
