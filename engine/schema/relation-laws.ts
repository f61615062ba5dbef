import type { Row } from '../core/row.ts';
import { type DatabaseSchema, tableNamed } from './database-schema.ts';
import type { FindingsBook } from './integrity-findings.ts';
import type { Relationship } from './relationship.ts';
import { keyReader, type ReadKey, type RowKey } from './row-key.ts';
import type { KeyedRows } from './row-laws.ts';
import { SUBJECT_KEY } from './subject-key.ts';
import { columnIndex, type TableSchema } from './table-schema.ts';

/** Where the keys of other tables are looked up. */
export interface KeyIndexes {
  /** Rows of the subject at hand, by table. */
  readonly subject: ReadonlyMap<string, KeyedRows>;
  /** Keys of the reference tables. */
  readonly reference: ReadonlyMap<string, ReadonlySet<RowKey>>;
}

/** Checks the keys of one table's rows against the rows they point at. */
export type RelationLaw = (rows: readonly Row[], indexes: KeyIndexes) => void;

/** The checks of all relationships of a table. */
export function relationLaws(
  schema: DatabaseSchema,
  table: TableSchema,
  book: FindingsBook,
): readonly RelationLaw[] {
  return table.relationships.flatMap((one) => {
    if (one.kind === 'reference') return [referenceLaw(table, one, book)];
    const parents = parentLaw(table, one, { book, target: tableNamed(schema, one.target) });
    return one.kind === 'self' ? [parents, acyclicLaw(table, one, book)] : [parents];
  });
}

/** A key points at a row of its reference table or is null. */
function referenceLaw(table: TableSchema, one: Relationship, book: FindingsBook): RelationLaw {
  const keyOf = keyReader(table, one.columns);
  const where = describe(one);
  return (rows, indexes) => {
    const keys = indexes.reference.get(one.target);
    for (const row of rows) {
      const key = keyOf(row);
      if (key !== null && keys?.has(key) !== true) book.report('orphans', table, row, where);
    }
  };
}

/** A key points at a row of the same subject or is null, and that row does not begin later. */
function parentLaw(
  table: TableSchema,
  one: Relationship,
  options: { readonly book: FindingsBook; readonly target: TableSchema },
): RelationLaw {
  const { book, target } = options;
  const keyOf = ownKeyReader(table, one);
  const timeOf = timeReader(table);
  const parentTimeOf = timeReader(target);
  const where = describe(one);
  return (rows, indexes) => {
    const parents = indexes.subject.get(one.target);
    for (const row of rows) {
      const key = keyOf(row);
      if (key === null) continue;
      const parent = parents?.get(key);
      if (parent === undefined) {
        book.report('orphans', table, row, where);
      } else if (one.temporal && isLater(parentTimeOf(parent), timeOf(row))) {
        book.report('parentsAfterChildren', table, row, where);
      }
    }
  };
}

/** Following a self reference upwards never comes back; each circle is reported once. */
function acyclicLaw(table: TableSchema, one: Relationship, book: FindingsBook): RelationLaw {
  const keyOf = ownKeyReader(table, one);
  const where = describe(one);
  return (rows, indexes) => {
    const index = indexes.subject.get(table.name);
    const parentOf = (row: Row) => {
      const key = keyOf(row);
      return key === null ? undefined : index?.get(key);
    };
    const walkOf = new Map<Row, number>();
    for (const [walk, start] of rows.entries()) {
      const met = climb(start, parentOf, { walkOf, walk });
      if (met !== undefined) book.report('selfCycles', table, met, where);
    }
  };
}

/** Marks the row and its unmarked ancestors; the row where the walk meets itself, if it does. */
function climb(
  start: Row,
  parentOf: (row: Row) => Row | undefined,
  marks: { readonly walkOf: Map<Row, number>; readonly walk: number },
): Row | undefined {
  const { walkOf, walk } = marks;
  let row: Row | undefined = start;
  while (row !== undefined && !walkOf.has(row)) {
    walkOf.set(row, walk);
    row = parentOf(row);
  }
  return row !== undefined && walkOf.get(row) === walk ? row : undefined;
}

/** The key without `subject_key`: rows are looked up among those of their own subject. */
function ownKeyReader(table: TableSchema, one: Relationship): ReadKey {
  return keyReader(
    table,
    one.columns.filter((name) => name !== SUBJECT_KEY),
  );
}

/** Reads a row's time, null where the table or the row has none. */
export function timeReader(table: TableSchema): (row: Row) => number | null {
  if (table.timeColumn === null) return () => null;
  const position = columnIndex(table, table.timeColumn);
  return (row) => {
    const time = row[position];
    return typeof time === 'number' ? time : null;
  };
}

function isLater(time: number | null, than: number | null): boolean {
  return time !== null && than !== null && time > than;
}

function describe(one: Relationship): string {
  return `${one.columns.join(', ')} -> ${one.target}`;
}
