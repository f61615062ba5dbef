import type { Row, Value } from '../core/row.ts';
import { type DatabaseSchema, tableNamed } from '../schema/database-schema.ts';
import type { Relationship } from '../schema/relationship.ts';
import { keyReader } from '../schema/row-key.ts';
import type { EndpointTuple, TableSchema } from '../schema/table-schema.ts';
import type { CommunityId, FlowTuple } from './ports.ts';

const COLUMN = 'community_id';

/**
 * Counts links by five-tuple (`cid`) whose community ID does not recompute from both of their rows.
 *
 * Links whose rows are missing are orphans and are not counted here.
 */
export function countWrongCommunityIds(
  schema: DatabaseSchema,
  rows: ReadonlyMap<string, readonly Row[]>,
  communityId: CommunityId,
): number {
  return schema.tables.reduce((sum, table) => {
    const tuple = table.endpointTuple;
    if (table.role !== 'link' || tuple === undefined || position(table, COLUMN) < 0) return sum;
    const ends = table.relationships.filter((one) => one.kind === 'parent');
    const idsOf = ends.map((one) => endReader({ schema, table, one, tuple }, rows, communityId));
    const wrong = (rows.get(table.name) ?? []).filter((link) => {
      if (link[position(table, 'method')] !== 'cid') return false;
      return idsOf.some((idOf) => (idOf(link) ?? written(table, link)) !== written(table, link));
    });
    return sum + wrong.length;
  }, 0);
}

interface LinkEnd {
  readonly schema: DatabaseSchema;
  readonly table: TableSchema;
  readonly one: Relationship;
  readonly tuple: EndpointTuple;
}

/** Computes the community ID of the row at one end of a link; undefined where there is no row. */
function endReader(
  end: LinkEnd,
  rows: ReadonlyMap<string, readonly Row[]>,
  communityId: CommunityId,
): (link: Row) => string | null | undefined {
  const target = tableNamed(end.schema, end.one.target);
  const keyOf = keyReader(target, end.one.targetColumns);
  const byKey = new Map((rows.get(target.name) ?? []).map((row) => [keyOf(row), row]));
  const pointerOf = keyReader(end.table, end.one.columns);
  return (link) => {
    const row = byKey.get(pointerOf(link));
    return row === undefined ? undefined : communityId(tupleOf(target, end.tuple, row));
  };
}

function tupleOf(table: TableSchema, tuple: EndpointTuple, row: Row): FlowTuple {
  const cell = (name: string): Value => row[position(table, name)] ?? null;
  const port = (name: string) => (cell(name) === null ? null : Number(cell(name)));
  return {
    protocol: String(cell(tuple.protocol)),
    sourceAddress: String(cell(tuple.sourceAddress)),
    sourcePort: port(tuple.sourcePort),
    destinationAddress: String(cell(tuple.destinationAddress)),
    destinationPort: port(tuple.destinationPort),
  };
}

function written(table: TableSchema, link: Row): Value {
  return link[position(table, COLUMN)] ?? null;
}

function position(table: TableSchema, name: string): number {
  return table.columns.findIndex((one) => one.name === name);
}
