import type { Row } from '../../engine/core/row.ts';
import { type ColumnKind, isNumericKind } from '../../engine/schema/column.ts';
import { type DatabaseSchema, tableNamed } from '../../engine/schema/database-schema.ts';
import type { Relationship } from '../../engine/schema/relationship.ts';
import { keyReader } from '../../engine/schema/row-key.ts';
import { contextOf, type TableSchema } from '../../engine/schema/table-schema.ts';
import { type SubjectRows, subjectTableOf } from '../relations/subject-walk.ts';
import type { Compiled, ResolveColumn } from './compiled.ts';
import { ExpressionError } from './expression.ts';
import type { ValueType } from './rule-functions.ts';
import { openSubjectIndex, type SubjectIndex } from './subject-index.ts';

/** Finds the columns of a row, of its owner and of its parents, one subject at a time. */
export interface RowScope {
  /** The subject whose rows are read from now on. */
  enter(subject: SubjectRows): void;
  /** How conditions about rows of this table find columns. */
  columnsOf(table: TableSchema): ResolveColumn;
}

type Step = (row: Row) => Row | null;

/** A scope over a schema; it holds the rows of one subject. */
export function openRowScope(schema: DatabaseSchema): RowScope {
  const root = subjectTableOf(schema);
  const index = openSubjectIndex(root.name);
  const resolve = (table: TableSchema, path: readonly string[], at: number): Compiled => {
    const [first = '', ...rest] = path;
    if (rest.length === 0) return columnAt(table, first, at);
    const relationship = relationshipOf(table, first, at);
    const target = tableNamed(schema, relationship.target);
    const { type, read } = resolve(target, rest, at);
    const step: Step =
      target === root ? () => index.root() : stepAlong(index, { table, relationship, target });
    return {
      type,
      read: (row) => {
        const next = step(row);
        return next === null ? null : read(next);
      },
    };
  };
  return { enter: index.enter, columnsOf: (table) => (path, at) => resolve(table, path, at) };
}

interface Hop {
  readonly table: TableSchema;
  readonly relationship: Relationship;
  readonly target: TableSchema;
}

/** From a row to the row of the same subject that it names; missing if there is none. */
function stepAlong(index: SubjectIndex, { table, relationship, target }: Hop): Step {
  const owner = contextOf(target)?.columns[0];
  const kept = [...relationship.targetColumns.keys()].filter(
    (at) => relationship.targetColumns[at] !== owner,
  );
  const named = (columns: readonly string[]) => kept.map((at) => columns[at] ?? '');
  const keyOf = keyReader(table, named(relationship.columns));
  const find = index.by(target, named(relationship.targetColumns));
  return (row) => {
    const key = keyOf(row);
    return key === null ? null : find(key);
  };
}

/** Reads a table's own column. @throws ExpressionError if it has none of that name */
export function columnAt(table: TableSchema, name: string, at: number): Compiled {
  const position = table.columns.findIndex((one) => one.name === name);
  const column = table.columns[position];
  if (column === undefined) {
    const known = table.columns.map((one) => one.name);
    const remedy = `use one of ${known.join(', ')}`;
    throw new ExpressionError(`no column of ${table.name}`, { at, value: name, remedy, known });
  }
  return { type: typeOf(column.kind), read: (row) => row[position] ?? null };
}

function typeOf(kind: ColumnKind): ValueType {
  if (kind === 'boolean') return 'boolean';
  return isNumericKind(kind) ? 'number' : 'text';
}

/** By the name of the other table, of the key's last column, or `parent` for the own table. */
function relationshipOf(table: TableSchema, name: string, at: number): Relationship {
  const within = table.relationships.filter(({ kind }) => kind !== 'reference');
  const byName = within.filter(({ kind, target }) =>
    kind === 'self' ? name === 'parent' : target === name,
  );
  const found =
    byName.length > 0 ? byName : within.filter(({ columns }) => columns.at(-1) === name);
  const [only, second] = found;
  if (only !== undefined && second === undefined) return only;
  const names = within.map(({ kind, target, columns }) =>
    kind === 'self' ? 'parent' : second === undefined ? target : (columns.at(-1) ?? ''),
  );
  const what = second === undefined ? 'no owner or parent of' : 'several parents of';
  throw new ExpressionError(`${what} ${table.name}`, {
    at,
    value: name,
    remedy: names.length === 0 ? 'name its own columns' : `use one of ${names.join(', ')}`,
    known: names,
  });
}
