import type { Row, Value } from '../../engine/core/row.ts';
import type { DatabaseSchema } from '../../engine/schema/database-schema.ts';
import { columnIndex, type TableSchema } from '../../engine/schema/table-schema.ts';
import type { SubjectSample } from '../relations/subject-sample.ts';
import { DEGREE_CELLS, degreeCell } from './degree-cells.ts';
import { countKeys } from './link-degrees.ts';
import type { LinkShape } from './link-shape.ts';

/** Names that the flows of a sample reach, and whether each flow has how many links. */
export interface NamedFlows {
  readonly subjects: number;
  /** Position of each reached name's subject. */
  readonly subject: Int32Array; // [reached]
  /** Number of the name. */
  readonly name: Int32Array; // [reached]
  /** Links of the flow. */
  readonly links: Int32Array; // [reached]
}

/** A reference table that ties names to addresses for a span of time; undefined if there is none. */
export function nameTableOf(schema: DatabaseSchema): TableSchema | undefined {
  const has = (table: TableSchema, kind: string, least: number) =>
    table.columns.filter((column) => column.kind === kind).length >= least;
  return schema.tables.find(
    (table) =>
      table.role === 'reference' &&
      has(table, 'fqdn', 1) &&
      has(table, 'address', 1) &&
      has(table, 'time', 2),
  );
}

/**
 * The names that stood for the destination of each flow when it began, with the flow's links.
 *
 * @param names rows of the table of names; empty if the schema has none
 */
export function namedFlows(
  sample: SubjectSample,
  shape: LinkShape,
  names: readonly Row[],
): NamedFlows {
  const lookUp = openNames(sample.schema, names);
  const { flow, table } = shape;
  const destination = destinationReader(flow.table, table);
  const time = flow.table.timeColumn === null ? -1 : columnIndex(flow.table, flow.table.timeColumn);
  const lists = { subject: [] as number[], name: [] as number[], links: [] as number[] };
  const addFlow = (position: number, row: Row, links: number) => {
    for (const name of lookUp(destination(row), Number(row[time] ?? 0))) {
      lists.subject.push(position);
      lists.name.push(name);
      lists.links.push(links);
    }
  };
  for (const [position, { tables }] of sample.subjects.entries()) {
    const linksOf = countKeys((tables.get(table.name) ?? []).map(flow.keyIn));
    for (const row of tables.get(flow.table.name) ?? []) {
      addFlow(position, row, linksOf.get(flow.keyOf(row)) ?? 0);
    }
  }
  return {
    subjects: sample.subjects.length,
    subject: Int32Array.from(lists.subject),
    name: Int32Array.from(lists.name),
    links: Int32Array.from(lists.links),
  };
}

/** Numbers of names by degree cell of their links; names that flows reach without a link have 0. */
export function nameDegrees(
  { subject, name, links }: NamedFlows,
  keep: Uint8Array | null,
): Float64Array {
  const sums = new Map<number, number>();
  for (let at = 0; at < name.length; at += 1) {
    if (keep !== null && keep[subject[at] as number] !== 1) continue;
    sums.set(name[at] as number, (sums.get(name[at] as number) ?? 0) + (links[at] as number));
  }
  const cells = new Float64Array(DEGREE_CELLS);
  for (const degree of sums.values()) {
    cells[degreeCell(degree)] = (cells[degreeCell(degree)] as number) + 1;
  }
  return cells;
}

interface Span {
  readonly name: number;
  readonly fromUs: number;
  readonly toUs: number;
}

function openNames(
  schema: DatabaseSchema,
  rows: readonly Row[],
): (address: Value, timeUs: number) => readonly number[] {
  const table = nameTableOf(schema);
  if (table === undefined) return () => [];
  const positionsOf = (kind: string) =>
    table.columns.flatMap((column, at) => (column.kind === kind ? [at] : []));
  const [fqdn = -1] = positionsOf('fqdn');
  const [address = -1] = positionsOf('address');
  const [from = -1, to = -1] = positionsOf('time');
  const numbers = new Map<Value, number>();
  const spans = new Map<Value, Span[]>();
  for (const row of rows) {
    const name = numbers.get(row[fqdn] ?? null) ?? numbers.size;
    numbers.set(row[fqdn] ?? null, name);
    const list = spans.get(row[address] ?? null) ?? [];
    list.push({ name, fromUs: Number(row[from]), toUs: Number(row[to]) });
    spans.set(row[address] ?? null, list);
  }
  return (of, timeUs) => {
    const valid = (spans.get(of) ?? []).filter(
      ({ fromUs, toUs }) => fromUs <= timeUs && timeUs <= toUs,
    );
    return [...new Set(valid.map(({ name }) => name))];
  };
}

/** The link's tuple names the column; else the last address column of the table. */
function destinationReader(table: TableSchema, link: TableSchema): (row: Row) => Value {
  const named = link.endpointTuple?.destinationAddress;
  const last = table.columns.findLastIndex(({ kind }) => kind === 'address');
  const at = named === undefined ? last : columnIndex(table, named);
  return (row) => row[at] ?? null;
}
