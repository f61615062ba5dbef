import { isMissing, type Row, type Value } from '../../engine/core/row.ts';
import type { ColumnKind } from '../../engine/schema/column.ts';
import { columnIndex, type TableSchema } from '../../engine/schema/table-schema.ts';
import { type JudgedColumn, judgedColumns, ownAddresses } from '../columns/judged-columns.ts';
import type { Codebook } from './codebook.ts';
import type { SubjectSample } from './subject-sample.ts';
import { ownedTablesOf, subjectTableOf } from './subject-walk.ts';
import { rowsOf } from './table-frame.ts';
import { relationsOf, type TableRelation } from './table-relation.ts';

/** A judged column of all rows. */
export interface FlatColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Numbers and times; labels and booleans are not. */
  readonly continuous: boolean;
  /** Numbers, times in µs, or codes of labels; NaN where missing. */
  readonly values: Float64Array; // [rows]
  /** Codes are below it; 0 for numbers. */
  readonly labels: () => number;
}

/** All rows of a table, subject after subject, each subject's in order. */
export interface FlatTable {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly FlatColumn[];
  /** Position of each row's subject. */
  readonly subject: Int32Array; // [rows]
  /** 1 where an earlier row of the subject has the same primary key. */
  readonly repeated: Uint8Array; // [rows]
}

/** A foreign key, resolved. */
export interface FlatRelation extends TableRelation {
  /** Row of the parent; `NO_KEY` where the key is null, `NO_ROW` where it names no row. */
  readonly parentOf: Int32Array; // [rows of the child]
}

export const NO_KEY = -1;
export const NO_ROW = -2;

/** A sample with its tables as columns and its foreign keys as row positions. */
export interface FlatSample {
  readonly subjects: number;
  readonly tables: ReadonlyMap<string, FlatTable>;
  readonly relations: readonly FlatRelation[];
}

/** Lays a sample out flat. Rows keep their order; labels are coded in the codebook. */
export function flattenSample(sample: SubjectSample, codebook: Codebook): FlatSample {
  const { schema } = sample;
  const root = subjectTableOf(schema);
  const laid = new Map(
    [root, ...ownedTablesOf(schema)].map((table) => {
      const rows = sample.subjects.map((subject) => rowsOf(subject, table.name, root.name));
      return [table.name, { table, rows, starts: startsOf(rows) }] as const;
    }),
  );
  const own = sample.subjects.map(({ row }) => ownAddresses(root, row));
  const tables = [...laid.values()].map(({ table, rows }) =>
    flatTable(table, { rows, own, codebook }),
  );
  const relations = relationsOf(schema).flatMap((relation) => {
    const [child, parent] = [laid.get(relation.child), laid.get(relation.parent)];
    if (child === undefined || parent === undefined) return [];
    return [{ ...relation, parentOf: parentRows(relation, child, parent) }];
  });
  const subjects = sample.subjects.length;
  return { subjects, tables: new Map(tables.map((table) => [table.name, table])), relations };
}

/** The sample without some columns, named `table.column`. */
export function withoutColumns(flat: FlatSample, names: ReadonlySet<string>): FlatSample {
  const tables = [...flat.tables.values()].map((table) => {
    const columns = table.columns.filter(({ name }) => !names.has(`${table.name}.${name}`));
    return [table.name, { ...table, columns }] as const;
  });
  return { ...flat, tables: new Map(tables) };
}

interface LaidTable {
  readonly table: TableSchema;
  readonly rows: readonly (readonly Row[])[];
  /** First row of each subject, and the number of rows. */
  readonly starts: Int32Array; // [subjects + 1]
}

function startsOf(rows: readonly (readonly Row[])[]): Int32Array {
  const starts = new Int32Array(rows.length + 1);
  for (const [at, own] of rows.entries()) starts[at + 1] = (starts[at] as number) + own.length;
  return starts;
}

interface FlatOptions {
  readonly rows: readonly (readonly Row[])[];
  readonly own: readonly ReturnType<typeof ownAddresses>[];
  readonly codebook: Codebook;
}

function flatTable(table: TableSchema, options: FlatOptions): FlatTable {
  const { rows } = options;
  const count = rows.reduce((sum, list) => sum + list.length, 0);
  const subject = new Int32Array(count);
  let start = 0;
  for (const [position, list] of rows.entries()) {
    subject.fill(position, start, start + list.length);
    start += list.length;
  }
  const columns = judgedColumns(table).map((column) => flatColumn(table.name, column, options));
  const repeated = Uint8Array.from(rows.flatMap((list) => repeatsOf(table, list)));
  return { name: table.name, rows: count, columns, subject, repeated };
}

function flatColumn(
  table: string,
  { name, kind, type, read }: JudgedColumn,
  { rows, own, codebook }: FlatOptions,
): FlatColumn {
  const place = `${table}.${name}`;
  const values: number[] = [];
  for (const [position, list] of rows.entries()) {
    const addresses = own[position] ?? new Set();
    for (const row of list) {
      const cell = read(row, addresses);
      values.push(typeof cell === 'string' ? codebook.codeOf(place, cell) : (cell ?? Number.NaN));
    }
  }
  return {
    name,
    kind,
    continuous: type !== 'categorical' && kind !== 'boolean',
    values: Float64Array.from(values),
    labels: () => (kind === 'boolean' ? 2 : codebook.size(place)),
  };
}

function repeatsOf(table: TableSchema, rows: readonly Row[]): readonly number[] {
  const key = keyReader(table, table.primaryKey.slice(1));
  const seen = new Set<Value>();
  return rows.map((row) => {
    const before = seen.size;
    seen.add(key(row));
    return seen.size === before ? 1 : 0;
  });
}

/** Rows are found within the subject; a key that two rows bear names the first. */
function parentRows(relation: TableRelation, child: LaidTable, parent: LaidTable): Int32Array {
  const found = new Int32Array(child.starts.at(-1) ?? 0);
  const find = relation.relationship.kind === 'context' ? null : rowFinder(relation, child, parent);
  for (const [position, list] of child.rows.entries()) {
    const first = parent.starts[position] as number;
    const start = child.starts[position] as number;
    if (find === null) found.fill(first, start, start + list.length);
    else found.set(find(list, parent.rows[position] ?? [], first), start);
  }
  return found;
}

function rowFinder({ relationship }: TableRelation, child: LaidTable, parent: LaidTable) {
  const keyIn = keyReader(child.table, relationship.columns.slice(1));
  const keyOf = keyReader(parent.table, relationship.targetColumns.slice(1));
  return (children: readonly Row[], parents: readonly Row[], first: number): readonly number[] => {
    const places = new Map<Value, number>();
    for (let at = parents.length - 1; at >= 0; at -= 1) {
      places.set(keyOf(parents[at] as Row), first + at);
    }
    return children.map((row) => {
      const key = keyIn(row);
      return key === null ? NO_KEY : (places.get(key) ?? NO_ROW);
    });
  };
}

/** Key of a row within its subject, null where a part is missing. */
function keyReader(table: TableSchema, columns: readonly string[]): (row: Row) => Value {
  const positions = columns.map((name) => columnIndex(table, name));
  const [only] = positions;
  if (positions.length === 1 && only !== undefined) return (row) => row[only] ?? null;
  return (row) =>
    positions.some((at) => isMissing(row[at])) ? null : positions.map((at) => row[at]).join(' ');
}
