import type { Row, Value } from '../../engine/core/row.ts';
import { type DatabaseSchema, tableNamed } from '../../engine/schema/database-schema.ts';
import { contextOf } from '../../engine/schema/table-schema.ts';
import type { SubjectRows } from '../relations/subject-walk.ts';
import type { SigmaEvent } from './event-reader.ts';

const EVENTS = 'events';
const PROCESSES = 'processes';
/** Remote thread and process access: the acting process stands under other names. */
const ACTING_ON_PROCESS: ReadonlySet<number> = new Set([8, 10]);
const TARGET_FIELDS: Readonly<Record<string, readonly number[]>> = {
  TargetFilename: [2, 11, 15, 23, 26, 27, 28, 29],
  ImageLoaded: [6, 7],
  TargetImage: [8, 10],
  Device: [9],
  TargetObject: [12, 13, 14],
  PipeName: [17, 18],
  Name: [19, 20],
  Consumer: [21],
};

/** An event's row with the process that acts in it, and that one's parent. */
interface EventRows {
  readonly eventId: number;
  readonly event: Row;
  readonly process: Row | null;
  readonly parent: Row | null;
}

type ReadField = (rows: EventRows) => Value;

/** The events of a telemetry database as Sysmon would have written them. */
export interface TableEvents {
  /** Names of the fields that the tables hold. */
  readonly fields: ReadonlySet<string>;
  /** Events of the subject, of whatever id. */
  countOf(subject: SubjectRows): number;
  /** Visits the subject's events of wanted ids; one event object serves all. */
  visit(subject: SubjectRows, visitor: EventVisitor): void;
}

/** What looks at a subject's events. */
export interface EventVisitor {
  isWanted(eventId: number): boolean;
  see(event: SigmaEvent): void;
}

/** True where the database has the shipped tables of events and processes. */
export function holdsSysmonEvents({ tables }: DatabaseSchema): boolean {
  return [EVENTS, PROCESSES].every((name) => tables.some((table) => table.name === name));
}

/**
 * How the shipped tables give Sysmon's fields; by nature about telemetry, hence by name.
 *
 * What the tables do not hold (hashes, original file names, signatures) is missing, as in an event
 * that lacks the field.
 *
 * @throws SchemaError if the schema has no such tables; ask `holdsSysmonEvents` first
 */
export function createTableEvents(schema: DatabaseSchema): TableEvents {
  const read = readersOf(schema);
  const at = positionsOf(schema, EVENTS);
  const process = positionsOf(schema, PROCESSES);
  const [typeAt, processAt] = [at('event_type'), at('process_key')];
  const [keyAt, parentAt] = [process('process_key'), process('parent_key')];
  const visit = (subject: SubjectRows, visitor: EventVisitor) => {
    const processes = new Map(
      (subject.tables.get(PROCESSES) ?? []).map((row) => [row[keyAt] ?? null, row] as const),
    );
    const find = (key: Value | undefined) => processes.get(key ?? null) ?? null;
    for (const event of subject.tables.get(EVENTS) ?? []) {
      const eventId = Number(event[typeAt]);
      if (!visitor.isWanted(eventId)) continue;
      const acting = find(event[processAt]);
      const parent = acting === null ? null : find(acting[parentAt]);
      visitor.see(eventOf({ eventId, event, process: acting, parent }, read));
    }
  };
  const countOf = ({ tables }: SubjectRows) => tables.get(EVENTS)?.length ?? 0;
  return { fields: new Set(read.keys()), countOf, visit };
}

function eventOf(rows: EventRows, read: ReadonlyMap<string, ReadField>): SigmaEvent {
  const value = (field: string) => {
    const cell = read.get(field)?.(rows) ?? null;
    return cell === null ? null : String(cell);
  };
  return {
    eventId: rows.eventId,
    value,
    texts: () => [...read.keys()].map(value).filter((text) => text !== null),
  };
}

function positionsOf(schema: DatabaseSchema, name: string): (column: string) => number {
  const table = tableNamed(schema, name);
  return (column) => table.columns.findIndex((one) => one.name === column);
}

function readersOf(schema: DatabaseSchema): ReadonlyMap<string, ReadField> {
  const [inEvent, inProcess] = [positionsOf(schema, EVENTS), positionsOf(schema, PROCESSES)];
  const ofEvent = (column: string): ReadField => {
    const at = inEvent(column);
    return ({ event }) => event[at] ?? null;
  };
  const ofProcess = (column: string, whose: 'process' | 'parent' = 'process'): ReadField => {
    const at = inProcess(column);
    return (rows) => rows[whose]?.[at] ?? null;
  };
  const entries: [string, ReadField][] = [
    ['EventID', ({ eventId }) => eventId],
    ['Computer', ofEvent('host')],
    ['Hostname', ofEvent('host')],
    ...actorFields(ofProcess),
    ...creationFields(ofProcess),
    ...connectionFields(ofEvent),
    ['QueryName', only([22], ofEvent('query_name'))],
    ['QueryStatus', only([22], ofEvent('query_status'))],
    ...Object.entries(TARGET_FIELDS).map(([name, ids]): [string, ReadField] => [
      name,
      only(ids, ofEvent('target')),
    ]),
    ['GrantedAccess', only([10], ofEvent('detail'))],
    ['EventType', only([12, 13, 14, 17, 18], ofEvent('detail'))],
  ];
  return new Map(entries);
}

type ProcessReader = (column: string, whose?: 'process' | 'parent') => ReadField;

function actorFields(ofProcess: ProcessReader): [string, ReadField][] {
  const acting = (name: string, source: string, read: ReadField): [string, ReadField][] => [
    [name, (rows) => (ACTING_ON_PROCESS.has(rows.eventId) ? null : read(rows))],
    [source, only([...ACTING_ON_PROCESS], read)],
  ];
  return [
    ...acting('Image', 'SourceImage', ofProcess('image')),
    ...acting('User', 'SourceUser', ofProcess('user_name')),
    ...acting('ProcessGuid', 'SourceProcessGUID', ofProcess('process_guid')),
  ];
}

/** NOTE: a parent outside the log is no row; the creation's own parent image is kept anyhow. */
function creationFields(ofProcess: ProcessReader): [string, ReadField][] {
  return [
    ['CommandLine', only([1], ofProcess('command_line'))],
    ['IntegrityLevel', only([1], ofProcess('integrity_level'))],
    ['ParentImage', only([1], ofProcess('parent_image'))],
    ['ParentCommandLine', only([1], ofProcess('command_line', 'parent'))],
    ['ParentUser', only([1], ofProcess('user_name', 'parent'))],
    ['ParentProcessGuid', only([1], ofProcess('process_guid', 'parent'))],
  ];
}

function connectionFields(ofEvent: (column: string) => ReadField): [string, ReadField][] {
  const columns: readonly (readonly [string, string])[] = [
    ['Protocol', 'protocol'],
    ['Initiated', 'initiated'],
    ['SourceIp', 'src_ip'],
    ['SourcePort', 'src_port'],
    ['DestinationIp', 'dst_ip'],
    ['DestinationPort', 'dst_port'],
  ];
  const ofVersion = (column: string): ReadField => {
    const read = ofEvent(column);
    return (rows) => {
      const address = read(rows);
      return address === null ? null : String(address).includes(':');
    };
  };
  return [
    ...columns.map(([name, column]): [string, ReadField] => [name, only([3], ofEvent(column))]),
    ['SourceIsIpv6', only([3], ofVersion('src_ip'))],
    ['DestinationIsIpv6', only([3], ofVersion('dst_ip'))],
  ];
}

function only(ids: readonly number[], read: ReadField): ReadField {
  const wanted = new Set(ids);
  return (rows) => (wanted.has(rows.eventId) ? read(rows) : null);
}

/** The schema without what the mapping does not read. */
export function sysmonTables(schema: DatabaseSchema): DatabaseSchema {
  const root = contextOf(tableNamed(schema, EVENTS))?.target;
  return { tables: schema.tables.filter(({ name }) => [root, EVENTS, PROCESSES].includes(name)) };
}
