import { SchemaError } from '../engine/core/errors.ts';
import type { Row, Value } from '../engine/core/row.ts';
import type { FlowTuple, LinkSession } from '../engine/pipeline/ports.ts';
import { type DatabaseSchema, tableNamed } from '../engine/schema/database-schema.ts';
import {
  columnIndex,
  contextOf,
  type EndpointTuple,
  type TableSchema,
} from '../engine/schema/table-schema.ts';
import { createLinkSessions } from './link-session.ts';
import type { LinkerOptions } from './linker-options.ts';

/** A database without its links: rows by subject, in the order of their tables' columns. */
export interface TablesToLink {
  readonly schema: DatabaseSchema;
  readonly subjects: readonly {
    readonly key: number;
    readonly row: Row;
    readonly tables: ReadonlyMap<string, readonly Row[]>;
  }[];
  /** Rows of the reference table that ties names to addresses; empty where there is none. */
  readonly names: readonly Row[];
}

/** A found link: the keys of both rows below their subjects' keys. */
export interface RelinkedPair {
  readonly eventSubject: number;
  readonly event: Value;
  readonly flowSubject: number;
  readonly flow: Value;
}

/**
 * Links the rows of an organised database as a capture is linked.
 *
 * All subjects are one capture: the linker sees neither links nor subjects, only hosts by their
 * names. Stamps are on the sensor's clock already, on both sides of a comparison; the clocks are
 * estimated once more all the same, as the real configuration would, and come out near 0.
 *
 * @throws SchemaError if the schema has no link table with a five-tuple
 */
export function createRelinker(
  options: LinkerOptions = {},
): (tables: TablesToLink) => readonly RelinkedPair[] {
  const open = createLinkSessions(options);
  return (tables) => {
    const ends = endsOf(tables.schema);
    const session = open('relink');
    const events = addRows(tables, ends.event, (row, rowId) => {
      addEvent(session, ends.event, row, rowId);
    });
    const flows = addRows(tables, ends.flow, (row, rowId) => {
      addFlow(session, ends.flow, row, rowId);
    });
    addNames(session, tables);
    return session.finish().links.map(({ eventRowId, flowRowId }) => {
      const [event, flow] = [events[eventRowId] as Place, flows[flowRowId] as Place];
      return {
        eventSubject: event.subject,
        event: event.key,
        flowSubject: flow.subject,
        flow: flow.key,
      };
    });
  };
}

/** Where a row that the linker numbered stands. */
interface Place {
  readonly subject: number;
  readonly key: Value;
}

/** Reads the parts of a row that a linker needs; a part is null where the table lacks it. */
interface LinkedEnd {
  readonly table: TableSchema;
  key(row: Row): Value;
  time(row: Row): Value;
  cell(row: Row, name: string): Value;
  tuple(row: Row): FlowTuple | null;
}

function endsOf(schema: DatabaseSchema): { readonly event: LinkedEnd; readonly flow: LinkedEnd } {
  const link = schema.tables.find(({ role }) => role === 'link');
  const [first, second] = link?.relationships.filter(({ kind }) => kind === 'parent') ?? [];
  if (link?.endpointTuple === undefined || first === undefined || second === undefined) {
    throw new SchemaError(
      'schema: no link table with a five-tuple: 0 found; nothing to relink',
      {},
    );
  }
  const endOf = (target: string, keys: readonly string[]) =>
    linkedEnd(tableNamed(schema, target), keys.at(-1) ?? '', link.endpointTuple as EndpointTuple);
  return {
    event: endOf(first.target, first.targetColumns),
    flow: endOf(second.target, second.targetColumns),
  };
}

function linkedEnd(table: TableSchema, key: string, tuple: EndpointTuple): LinkedEnd {
  const at = new Map(table.columns.map(({ name }, position) => [name, position]));
  const cell = (row: Row, name: string) => row[at.get(name) ?? -1] ?? null;
  const keyAt = columnIndex(table, key);
  return {
    table,
    cell,
    key: (row) => row[keyAt] ?? null,
    time: (row) => cell(row, table.timeColumn ?? ''),
    tuple: (row) => {
      const protocol = cell(row, tuple.protocol);
      const source = cell(row, tuple.sourceAddress);
      const destination = cell(row, tuple.destinationAddress);
      if (protocol === null || source === null || destination === null) return null;
      return {
        protocol: String(protocol),
        sourceAddress: String(source),
        sourcePort: numberOf(cell(row, tuple.sourcePort)),
        destinationAddress: String(destination),
        destinationPort: numberOf(cell(row, tuple.destinationPort)),
      };
    },
  };
}

/** Numbers the end's rows from 0 on, subject after subject. */
function addRows(
  { subjects }: TablesToLink,
  end: LinkedEnd,
  add: (row: Row, rowId: number) => void,
): readonly Place[] {
  const places: Place[] = [];
  for (const { key, tables } of subjects) {
    for (const row of tables.get(end.table.name) ?? []) {
      add(row, places.length);
      places.push({ subject: key, key: end.key(row) });
    }
  }
  return places;
}

function addEvent(session: LinkSession, end: LinkedEnd, row: Row, rowId: number): void {
  const [tuple, timeUs] = [end.tuple(row), numberOf(end.time(row))];
  if (tuple === null || timeUs === null) return;
  const host = String(end.cell(row, 'host') ?? '');
  const initiated = end.cell(row, 'initiated');
  session.addEvent({
    ...{ rowId, host, timeUs, tuple, loggedUs: null },
    initiated: initiated === null ? null : initiated === true,
  });
}

function addFlow(session: LinkSession, end: LinkedEnd, row: Row, rowId: number): void {
  const [tuple, startUs] = [end.tuple(row), numberOf(end.time(row))];
  if (tuple === null || startUs === null) return;
  session.addFlow({
    ...{ rowId, startUs, tuple },
    endUs: startUs + (numberOf(end.cell(row, 'duration_us')) ?? 0),
    oneWay: end.cell(row, 'dst_packets') === null && end.cell(row, 'dst_bytes') === null,
  });
}

/** The table of names as answers that held for their span, on the sensor's clock. */
function addNames(session: LinkSession, { schema, names }: TablesToLink): void {
  const table = schema.tables.find(isNameTable);
  if (table === undefined) return;
  const [fqdn, address] = (['fqdn', 'address'] as const).map((wanted) =>
    table.columns.findIndex(({ kind }) => kind === wanted),
  ) as [number, number];
  const [from, to] = table.columns.flatMap(({ kind }, at) => (kind === 'time' ? [at] : []));
  for (const row of names) {
    const fromUs = numberOf(row[from ?? -1] ?? null);
    const toUs = numberOf(row[to ?? -1] ?? null);
    if (fromUs === null || toUs === null) continue;
    session.addName({
      fqdn: String(row[fqdn]),
      addresses: [String(row[address])],
      timeUs: fromUs,
      ttlUs: toUs - fromUs,
      feed: 'dns',
      host: null,
    });
  }
}

/** A reference table that holds names and addresses with the time from which and to which. */
function isNameTable(table: TableSchema): boolean {
  const count = (wanted: string) => table.columns.filter(({ kind }) => kind === wanted).length;
  const isShared = table.role === 'reference' && contextOf(table) === undefined;
  return isShared && count('fqdn') > 0 && count('address') > 0 && count('time') > 1;
}

function numberOf(value: Value): number | null {
  return value === null ? null : Number(value);
}
