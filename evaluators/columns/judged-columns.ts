import { assertNever } from '../../engine/core/invariant.ts';
import type { Row, Value } from '../../engine/core/row.ts';
import type { ColumnKind, ColumnSchema } from '../../engine/schema/column.ts';
import type { TableSchema } from '../../engine/schema/table-schema.ts';
import { addressClass } from './address-class.ts';
import type { Cell, ColumnType } from './frame.ts';

/** Kinds whose real values never recur in synthetic rows, so that only their shape is judged. */
export const IDENTITY_KINDS: readonly ColumnKind[] = ['address', 'fqdn', 'user', 'guid'];

const MOST_CHARACTERS = 200;

/** A column as the accuracy sees it: read from a row, given the subject's own addresses. */
export interface JudgedColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly type: ColumnType;
  /** True where the text rule may apply. */
  readonly textual: boolean;
  read(row: Row, own: ReadonlySet<Value>): Cell;
}

/** An identity column, judged by how many distinct values a subject meets. */
export interface IdentityColumn {
  readonly name: string;
  read(row: Row): Value;
}

/**
 * The columns of a table that accuracy compares.
 *
 * Keys never enter. Addresses enter as their class and names as their number of labels, because
 * the values themselves are fresh by design; users and GUIDs do not enter.
 */
export function judgedColumns(table: TableSchema): readonly JudgedColumn[] {
  const keys = new Set([...table.primaryKey, ...ownKeys(table)]);
  return table.columns.flatMap((column, at) =>
    keys.has(column.name) && !IDENTITY_KINDS.includes(column.kind) ? [] : judgedColumn(column, at),
  );
}

/** The identity columns of a table. */
export function identityColumns(table: TableSchema): readonly IdentityColumn[] {
  return table.columns.flatMap((column, at) =>
    IDENTITY_KINDS.includes(column.kind)
      ? [{ name: column.name, read: (row: Row) => row[at] ?? null }]
      : [],
  );
}

/** Addresses in the subject's row. */
export function ownAddresses(subjects: TableSchema, row: Row): ReadonlySet<Value> {
  const own = row.filter((value, at) => value !== null && subjects.columns[at]?.kind === 'address');
  return new Set(own);
}

function ownKeys(table: TableSchema): readonly string[] {
  return table.relationships
    .filter(({ kind }) => kind !== 'reference')
    .flatMap(({ columns }) => columns);
}

function judgedColumn(column: ColumnSchema, at: number): readonly JudgedColumn[] {
  const { name, kind } = column;
  const read = (row: Row) => row[at] ?? null;
  switch (kind) {
    case 'key':
    case 'user':
    case 'guid':
      return [];
    case 'integer':
    case 'real':
    case 'time':
    case 'duration':
    case 'port':
    case 'boolean':
      return [{ name, kind, type: 'numeric', textual: false, read: (row) => numberOf(read(row)) }];
    case 'address':
      return [
        {
          name: `${name} class`,
          kind: 'category',
          type: 'categorical',
          textual: false,
          read: (row, own) => addressClass(read(row), own),
        },
      ];
    case 'fqdn':
      return [
        {
          name: `${name} labels`,
          kind: 'integer',
          type: 'numeric',
          textual: false,
          read: (row) => labelCount(read(row)),
        },
      ];
    case 'category':
      return [
        { name, kind, type: 'categorical', textual: false, read: (row) => textOf(read(row)) },
      ];
    case 'path':
    case 'text':
      return [{ name, kind, type: 'categorical', textual: true, read: (row) => textOf(read(row)) }];
    default:
      return assertNever(kind);
  }
}

function numberOf(value: Value): number | null {
  return value === null ? null : Number(value);
}

/** Texts are compared by their first 200 characters, which bounds what is held. */
function textOf(value: Value): string | null {
  return value === null ? null : String(value).slice(0, MOST_CHARACTERS);
}

function labelCount(value: Value): number | null {
  return value === null ? null : String(value).split('.').length;
}
