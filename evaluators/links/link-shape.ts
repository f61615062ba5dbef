import { SchemaError } from '../../engine/core/errors.ts';
import type { Row, Value } from '../../engine/core/row.ts';
import { type DatabaseSchema, tableNamed } from '../../engine/schema/database-schema.ts';
import type { Relationship } from '../../engine/schema/relationship.ts';
import { columnIndex, type TableSchema } from '../../engine/schema/table-schema.ts';
import { type JudgedColumn, judgedColumns } from '../columns/judged-columns.ts';

/** One end of the link table: which rows may have a link, and what is known of them. */
export interface LinkEnd {
  readonly table: TableSchema;
  /** Key of an end's row, and of the row that a link names, within a subject. */
  keyOf(row: Row): string;
  keyIn(link: Row): string;
  /** True for a row that carries the tuple by which links are found. */
  isLinkable(row: Row): boolean;
  readonly columns: readonly JudgedColumn[];
  /** Further parents of the end's rows with their columns, e.g. the event's process. */
  readonly parents: readonly ParentOfEnd[];
}

/** A parent of an end's row within the subject. */
export interface ParentOfEnd {
  readonly table: TableSchema;
  keyIn(row: Row): string | null;
  keyOf(row: Row): string;
  readonly columns: readonly JudgedColumn[];
}

/** The link table, found by its role. */
export interface LinkShape {
  readonly table: TableSchema;
  /** The first parent (events) and the second (flows). */
  readonly event: LinkEnd;
  readonly flow: LinkEnd;
  lagMs(link: Row): number | null;
  method(link: Row): string;
}

/** Shape of the schema's link table, null where it has none. @throws SchemaError on a lone end */
export function linkShapeOf(schema: DatabaseSchema): LinkShape | null {
  const table = schema.tables.find(({ role }) => role === 'link');
  if (table === undefined) return null;
  const [first, second] = table.relationships.filter(({ kind }) => kind === 'parent');
  if (first === undefined || second === undefined) {
    throw new SchemaError(`table ${table.name}: a link needs two parents; name both`, {});
  }
  const read = optionalReader(table);
  return {
    table,
    event: endOf(schema, table, first),
    flow: endOf(schema, table, second),
    lagMs: (link) => {
      const lag = read('dt_ms', link);
      return typeof lag === 'number' ? lag : null;
    },
    method: (link) => String(read('method', link) ?? 'link'),
  };
}

function endOf(schema: DatabaseSchema, link: TableSchema, towards: Relationship): LinkEnd {
  const table = tableNamed(schema, towards.target);
  const tuple = link.endpointTuple;
  const needed =
    tuple === undefined
      ? []
      : [tuple.sourceAddress, tuple.destinationAddress, tuple.protocol].map((name) =>
          columnIndex(table, name),
        );
  return {
    table,
    keyOf: keyReader(table, towards.targetColumns.slice(1)),
    keyIn: keyReader(link, towards.columns.slice(1)),
    isLinkable: (row) => needed.every((at) => row[at] !== null && row[at] !== undefined),
    columns: judgedColumns(table).filter(({ kind }) => kind !== 'time'),
    parents: firstTowardsEach(table.relationships.filter(({ kind }) => kind === 'parent')).map(
      (further) => parentOf(schema, table, further),
    ),
  };
}

/** NOTE: of two keys towards one table the first is the row's own, e.g. who acts, not on whom. */
function firstTowardsEach(parents: readonly Relationship[]): readonly Relationship[] {
  return parents.filter(
    ({ target }, at) => parents.findIndex((one) => one.target === target) === at,
  );
}

function parentOf(schema: DatabaseSchema, table: TableSchema, further: Relationship): ParentOfEnd {
  const parent = tableNamed(schema, further.target);
  const keyIn = keyReader(table, further.columns.slice(1));
  const optional = further.columns.slice(1).map((name) => columnIndex(table, name));
  return {
    table: parent,
    keyIn: (row) => (optional.some((at) => row[at] === null) ? null : keyIn(row)),
    keyOf: keyReader(parent, further.targetColumns.slice(1)),
    columns: judgedColumns(parent).filter(({ kind }) => kind === 'category' || kind === 'path'),
  };
}

function keyReader(table: TableSchema, columns: readonly string[]): (row: Row) => string {
  const positions = columns.map((name) => columnIndex(table, name));
  return (row) => positions.map((at) => String(row[at])).join(' ');
}

function optionalReader(table: TableSchema): (name: string, row: Row) => Value {
  return (name, row) => row[table.columns.findIndex((column) => column.name === name)] ?? null;
}
