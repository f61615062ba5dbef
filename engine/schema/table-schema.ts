import { SchemaError } from '../core/errors.ts';
import type { ColumnSchema } from './column.ts';
import type { Relationship } from './relationship.ts';

/**
 * What a table is to the generator.
 *
 * `subject`: the root, one row a subject; `sequence`: rows in order below a context parent;
 * `link`: ties rows of two sequence tables of the same subject; `reference`: shared by all subjects.
 */
export const TABLE_ROLES = ['subject', 'sequence', 'link', 'reference'] as const;

export type TableRole = (typeof TABLE_ROLES)[number];

/** A table: typed columns, a primary key, and its relationships. */
export interface TableSchema {
  readonly name: string;
  readonly role: TableRole;
  readonly columns: readonly ColumnSchema[];
  readonly primaryKey: readonly string[];
  readonly relationships: readonly Relationship[];
  /** The column that orders the rows of a subject, null where they have no time. */
  readonly timeColumn: string | null;
  /** For a `link`: column pairs that are equal on both ends, in either direction of the flow. */
  readonly endpointTuple?: EndpointTuple;
}

/** Names the five-tuple's columns, the same on both linked tables. */
export interface EndpointTuple {
  readonly sourceAddress: string;
  readonly sourcePort: string;
  readonly destinationAddress: string;
  readonly destinationPort: string;
  readonly protocol: string;
}

/** Position of a column in the table's rows. @throws SchemaError if the table lacks it */
export function columnIndex(table: TableSchema, name: string): number {
  const index = table.columns.findIndex((one) => one.name === name);
  if (index < 0) {
    throw new SchemaError(`table ${table.name}: no such column: ${name}; name one of its columns`);
  }
  return index;
}

/** The column of that name. @throws SchemaError if the table lacks it */
export function columnNamed(table: TableSchema, name: string): ColumnSchema {
  return table.columns[columnIndex(table, name)] as ColumnSchema;
}

/** The relationship to the row's owner, undefined for the root and for reference tables. */
export function contextOf(table: TableSchema): Relationship | undefined {
  return table.relationships.find((one) => one.kind === 'context');
}
