import type { Random } from '../../engine/core/random.ts';
import type { Row } from '../../engine/core/row.ts';
import type { DatabaseSchema } from '../../engine/schema/database-schema.ts';
import type { TableSchema } from '../../engine/schema/table-schema.ts';
import { addressClass } from '../columns/address-class.ts';
import type { SubjectSample } from '../relations/subject-sample.ts';

const NONE: ReadonlySet<never> = new Set();

/** Rows of a table that go from one endpoint to another, endpoints as numbers. */
export interface EdgeRows {
  readonly subjects: number;
  /** Position of each row's subject. */
  readonly subject: Int32Array; // [rows]
  readonly source: Int32Array; // [rows]
  readonly destination: Int32Array; // [rows]
  /** Bytes of both directions; 0 where the table counts none. */
  readonly bytes: Float64Array; // [rows]
  /** 1 for public addresses. */
  readonly isExternal: Uint8Array; // [endpoints]
}

/** Where a table holds its endpoints and bytes. */
export interface EdgeColumns {
  readonly table: string;
  readonly source: number;
  readonly destination: number;
  readonly bytes: readonly number[];
}

/** The sequence tables whose rows go from one address to another. */
export function edgeTables(schema: DatabaseSchema): readonly EdgeColumns[] {
  return schema.tables
    .filter(({ role }) => role === 'sequence')
    .flatMap((table) => edgeColumns(table));
}

/** Reads the rows with both endpoints. */
export function readEdges(sample: SubjectSample, columns: EdgeColumns): EdgeRows {
  const numbers = new Map<string, number>();
  const numberOf = (address: string) => {
    const known = numbers.get(address) ?? numbers.size;
    if (known === numbers.size) numbers.set(address, known);
    return known;
  };
  const lists = { subject: [] as number[], source: [] as number[], destination: [] as number[] };
  const bytes: number[] = [];
  const addRow = (position: number, row: Row) => {
    const [source, destination] = [row[columns.source], row[columns.destination]];
    if (typeof source !== 'string' || typeof destination !== 'string') return;
    lists.subject.push(position);
    lists.source.push(numberOf(source));
    lists.destination.push(numberOf(destination));
    bytes.push(columns.bytes.reduce((sum, at) => sum + Number(row[at] ?? 0), 0));
  };
  for (const [position, { tables }] of sample.subjects.entries()) {
    for (const row of tables.get(columns.table) ?? []) addRow(position, row);
  }
  return {
    subjects: sample.subjects.length,
    subject: Int32Array.from(lists.subject),
    source: Int32Array.from(lists.source),
    destination: Int32Array.from(lists.destination),
    bytes: Float64Array.from(bytes),
    isExternal: Uint8Array.from(numbers.keys(), (one) => (isPublic(one) ? 1 : 0)),
  };
}

/** The same rows between endpoints drawn at will, each alike: what no law of degrees would leave. */
export function rewired(edges: EdgeRows, random: Random): EdgeRows {
  const endpoints = Math.max(1, edges.isExternal.length);
  const drawn = () => edges.source.map(() => random.integer(endpoints));
  return { ...edges, source: drawn(), destination: drawn() };
}

/** The rows of the subjects that a mask of ones keeps. */
export function keptEdges(edges: EdgeRows, keep: Uint8Array | null): EdgeRows {
  if (keep === null) return edges;
  const rows = new Int32Array(edges.subject.length);
  let kept = 0;
  for (let row = 0; row < rows.length; row += 1) {
    if (keep[edges.subject[row] as number] !== 1) continue;
    rows[kept] = row;
    kept += 1;
  }
  const at = rows.subarray(0, kept);
  return {
    ...edges,
    subject: at.map((row) => edges.subject[row] as number),
    source: at.map((row) => edges.source[row] as number),
    destination: at.map((row) => edges.destination[row] as number),
    bytes: Float64Array.from(at, (row) => edges.bytes[row] as number),
  };
}

/** The first address column is the source, the second the destination; bytes go by their names. */
function edgeColumns({ name, columns }: TableSchema): readonly EdgeColumns[] {
  const [source, destination] = columns.flatMap(({ kind }, at) => (kind === 'address' ? [at] : []));
  if (source === undefined || destination === undefined) return [];
  const bytes = columns.flatMap((column, at) =>
    column.kind === 'integer' && /(^|_)(bytes|octets)$/.test(column.name) ? [at] : [],
  );
  return [{ table: name, source, destination, bytes }];
}

function isPublic(address: string): boolean {
  return addressClass(address, NONE)?.startsWith('public') === true;
}
