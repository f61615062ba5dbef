import type { Row, Value } from '../core/row.ts';
import { type DatabaseSchema, tableNamed } from './database-schema.ts';
import type { FindingsBook } from './integrity-findings.ts';
import type { NameBook } from './name-laws.ts';
import { type KeyIndexes, type RelationLaw, timeReader } from './relation-laws.ts';
import { keyReader, type ReadKey } from './row-key.ts';
import { SUBJECT_KEY } from './subject-key.ts';
import type { EndpointTuple, TableSchema } from './table-schema.ts';

/** Rounding that a lag written in milliseconds may carry. */
const LAG_TOLERANCE_MS = 1;

const MICROSECONDS = 1000;

/** A link with the two rows that it ties together; the first parent is the event. */
interface LinkedPair {
  readonly link: Row;
  readonly event: Row;
  readonly flow: Row;
  readonly clockOffsetUs: number;
}

type ReadCell = (row: Row) => Value;

/**
 * Checks link rows: window, lag, and the tuple or name that the method claims.
 *
 * Checks what the table's columns allow: `dt_ms` (event less flow start), `window_ms`, `method`,
 * the flow's `duration_us`, the subject's `clock_offset_us`. A dangling end is an orphan and is
 * told there.
 */
export function linkLaws(
  schema: DatabaseSchema,
  table: TableSchema,
  options: { readonly book: FindingsBook; readonly names: NameBook | null },
): readonly RelationLaw[] {
  const [first, second] = table.relationships.filter((one) => one.kind === 'parent');
  if (table.role !== 'link' || first === undefined || second === undefined) return [];
  const ends = {
    event: tableNamed(schema, first.target),
    flow: tableNamed(schema, second.target),
  };
  const keysOf = [first, second].map((one) =>
    keyReader(
      table,
      one.columns.filter((name) => name !== SUBJECT_KEY),
    ),
  ) as [ReadKey, ReadKey];
  const root = schema.tables.find((one) => one.role === 'subject');
  const offsetOf = root === undefined ? null : cellReader(root, 'clock_offset_us');
  const checkTimes = timeLaw(table, ends, options.book);
  const checkTuple = tupleLaw(table, ends, options);

  return [
    (rows, indexes) => {
      const clockOffsetUs = subjectOffset(root, offsetOf, indexes);
      for (const link of rows) {
        const event = indexes.subject.get(first.target)?.get(keysOf[0](link));
        const flow = indexes.subject.get(second.target)?.get(keysOf[1](link));
        if (event === undefined || flow === undefined) continue;
        const pair = { link, event, flow, clockOffsetUs };
        checkTimes(pair);
        checkTuple(pair);
      }
    },
  ];
}

interface LinkEnds {
  readonly event: TableSchema;
  readonly flow: TableSchema;
}

/** The event lies in [start - w, end + w] of its flow, and `dt_ms` is what the times say. */
function timeLaw(
  table: TableSchema,
  ends: LinkEnds,
  book: FindingsBook,
): (pair: LinkedPair) => void {
  const lagOf = cellReader(table, 'dt_ms');
  const windowOf = cellReader(table, 'window_ms');
  const durationOf = cellReader(ends.flow, 'duration_us');
  const timesOf = [timeReader(ends.event), timeReader(ends.flow)] as const;
  return ({ link, event, flow, clockOffsetUs }) => {
    const eventTime = timesOf[0](event);
    const start = timesOf[1](flow);
    if (eventTime === null || start === null) return;
    const measured = (eventTime - start) / MICROSECONDS;
    const written = numberOf(lagOf?.(link)) ?? measured;
    const isBorneOut = [measured, measured - clockOffsetUs / MICROSECONDS].some((lag) =>
      isWithin(written, lag, lag),
    );
    if (!isBorneOut) book.report('linkLagsWrong', table, link, 'dt_ms');

    const window = numberOf(windowOf?.(link)) ?? Number.POSITIVE_INFINITY;
    const duration = Math.max((numberOf(durationOf?.(flow)) ?? 0) / MICROSECONDS, 0);
    const isInside = isWithin(written, -window, duration + window);
    if (!isInside) book.report('linksOutsideWindow', table, link, 'dt_ms');
  };
}

function isWithin(lag: number, least: number, most: number): boolean {
  return lag >= least - LAG_TOLERANCE_MS && lag <= most + LAG_TOLERANCE_MS;
}

/** Both rows show the same five-tuple (`cid`), address pair (`tuple-relaxed`) or valid name. */
function tupleLaw(
  table: TableSchema,
  ends: LinkEnds,
  options: { readonly book: FindingsBook; readonly names: NameBook | null },
): (pair: LinkedPair) => void {
  const tuple = table.endpointTuple;
  const methodOf = cellReader(table, 'method');
  if (tuple === undefined || methodOf === null) return () => undefined;
  const { book, names } = options;
  const tuplesOf = [tupleReader(ends.event, tuple), tupleReader(ends.flow, tuple)] as const;
  const nameOf = cellReader(ends.event, 'host');
  const startOf = timeReader(ends.flow);
  return ({ link, event, flow }) => {
    const method = methodOf(link);
    const [left, right] = [tuplesOf[0](event), tuplesOf[1](flow)];
    if (method === 'cid' || method === 'tuple-relaxed') {
      const isShared = sharesEndpoints(left, right, method === 'cid');
      if (!isShared) book.report('linkTuplesDiffer', table, link, 'method');
    } else if (method === 'fqdn-time' && names !== null && nameOf !== null) {
      const addresses = [right.source.address, right.destination.address];
      const name = nameOf(event);
      const isNamed = addresses.some((one) => names.hasAt(name, one, startOf(flow)));
      if (!isNamed) book.report('linkTuplesDiffer', table, link, 'method');
    }
  };
}

interface Endpoint {
  readonly address: Value;
  readonly port: Value;
}

interface Endpoints {
  readonly protocol: Value;
  readonly source: Endpoint;
  readonly destination: Endpoint;
}

function tupleReader(table: TableSchema, tuple: EndpointTuple): (row: Row) => Endpoints {
  const read = (name: string) => cellReader(table, name) ?? (() => null);
  const protocol = read(tuple.protocol);
  const source = [read(tuple.sourceAddress), read(tuple.sourcePort)] as const;
  const destination = [read(tuple.destinationAddress), read(tuple.destinationPort)] as const;
  return (row) => ({
    protocol: protocol(row),
    source: { address: source[0](row), port: source[1](row) },
    destination: { address: destination[0](row), port: destination[1](row) },
  });
}

/** Equal in either direction; ports count where `withPorts` (ICMP carries type and code there). */
function sharesEndpoints(left: Endpoints, right: Endpoints, withPorts: boolean): boolean {
  if (left.protocol !== right.protocol) return false;
  const isIcmp = String(left.protocol).startsWith('icmp');
  const isSame = (one: Endpoint, other: Endpoint) =>
    one.address === other.address && (!withPorts || isIcmp || one.port === other.port);
  return (
    (isSame(left.source, right.source) && isSame(left.destination, right.destination)) ||
    (isSame(left.source, right.destination) && isSame(left.destination, right.source))
  );
}

function subjectOffset(
  root: TableSchema | undefined,
  offsetOf: ReadCell | null,
  indexes: KeyIndexes,
): number {
  const rows = root === undefined ? undefined : indexes.subject.get(root.name);
  const row = rows?.values().next().value;
  return row === undefined ? 0 : (numberOf(offsetOf?.(row)) ?? 0);
}

/** Reads a column by name, null where the table has none. */
function cellReader(table: TableSchema, name: string): ReadCell | null {
  const position = table.columns.findIndex((one) => one.name === name);
  return position < 0 ? null : (row) => row[position] ?? null;
}

function numberOf(cell: Value | undefined): number | null {
  return typeof cell === 'number' ? cell : null;
}
