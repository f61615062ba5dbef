import type { Row, Value } from '../../engine/core/row.ts';
import { type DatabaseSchema, tableNamed } from '../../engine/schema/database-schema.ts';
import { MISSING_PART, SYSMON_KINDS } from '../../engine/schema/sysmon-kinds.ts';
import { contextOf } from '../../engine/schema/table-schema.ts';
import type { SubjectRows } from '../relations/subject-walk.ts';
import type { SigmaEvent } from './event-reader.ts';

const EVENTS = 'events';
const PROCESSES = 'processes';
const UNSIGNED = 'unsigned';
/** Remote thread and process access: the acting process stands under other names. */
const ACTING_ON_PROCESS: ReadonlySet<number> = new Set([8, 10]);
/** An event's row with the process that acts in it, that one's parent, and the one acted on. */
interface EventRows {
  readonly eventId: number;
  readonly event: Row;
  readonly process: Row | null;
  readonly parent: Row | null;
  readonly target: Row | null;
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
 * What the tables do not hold (original file names, products, logon ids) is missing, as in an event
 * that lacks the field.
 *
 * @throws SchemaError if the schema has no such tables; ask `holdsSysmonEvents` first
 */
export function createTableEvents(schema: DatabaseSchema): TableEvents {
  const read = readersOf(schema);
  const at = positionsOf(schema, EVENTS);
  const process = positionsOf(schema, PROCESSES);
  const [typeAt, processAt] = [at('event_type'), at('process_key')];
  const targetAt = at('target_process_key');
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
      const target = find(event[targetAt]);
      visitor.see(eventOf({ eventId, event, process: acting, parent, target }, read));
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
  const ofProcess: ProcessReader = (column, whose = 'process') => {
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
    ['QueryResults', only([22], ofEvent('query_results'))],
    ...signatureFields(ofEvent('signature')),
    ...kindFields(ofEvent),
  ];
  return new Map(entries);
}

type ProcessReader = (column: string, whose?: 'process' | 'parent' | 'target') => ReadField;

function actorFields(ofProcess: ProcessReader): [string, ReadField][] {
  const acting = (name: string, source: string, read: ReadField): [string, ReadField][] => [
    [name, (rows) => (ACTING_ON_PROCESS.has(rows.eventId) ? null : read(rows))],
    [source, only([...ACTING_ON_PROCESS], read)],
  ];
  return [
    ...acting('Image', 'SourceImage', ofProcess('image')),
    ...acting('User', 'SourceUser', ofProcess('user_name')),
    ...acting('ProcessGuid', 'SourceProcessGUID', ofProcess('process_guid')),
    ['TargetProcessGUID', only([10], ofProcess('process_guid', 'target'))],
    ['TargetProcessGuid', only([8], ofProcess('process_guid', 'target'))],
    ['TargetUser', only([...ACTING_ON_PROCESS], ofProcess('user_name', 'target'))],
  ];
}

/** Fields that stand in a column that other kinds use for another field. */
function kindFields(ofEvent: (column: string) => ReadField): [string, ReadField][] {
  const readers = new Map<string, Map<number, ReadField>>();
  const put = (name: string | null, id: string, read: ReadField) => {
    if (name === null) return;
    const byKind = readers.get(name) ?? new Map<number, ReadField>();
    readers.set(name, byKind.set(Number(id), read));
  };
  for (const [id, kind] of Object.entries(SYSMON_KINDS)) {
    put(kind.target, id, ofEvent('target'));
    put(kind.detail, id, ofEvent('detail'));
    put(kind.hashes, id, ofEvent('hashes'));
    const parts = kind.value.length;
    for (const [part, name] of kind.value.entries()) {
      put(name, id, partOf(ofEvent('value'), part, parts));
    }
  }
  const read = (byKind: ReadonlyMap<number, ReadField>): ReadField => {
    return (rows) => byKind.get(rows.eventId)?.(rows) ?? null;
  };
  return [...readers].map(([name, byKind]) => [name, read(byKind)]);
}

/** One of the parts that a value joins by bars; a value of one part may hold bars itself. */
function partOf(read: ReadField, part: number, parts: number): ReadField {
  if (parts === 1) return read;
  return (rows) => {
    const text = read(rows)?.toString().split('|')[part];
    return text === undefined || text === MISSING_PART ? null : text;
  };
}

/** NOTE: a signer without a status is a valid one. */
function signatureFields(signature: ReadField): [string, ReadField][] {
  const images = (read: (signer: string, status: string | undefined) => Value) =>
    only([6, 7], (rows) => {
      const [signer, status] = String(signature(rows) ?? '').split('|', 2);
      return signer === undefined || signer === '' ? null : read(signer, status);
    });
  return [
    ['Signed', images((signer) => signer !== UNSIGNED)],
    ['Signature', images((signer) => (signer === UNSIGNED ? null : signer))],
    [
      'SignatureStatus',
      images((signer, status) => (signer === UNSIGNED ? 'Unavailable' : (status ?? 'Valid'))),
    ],
  ];
}

/** NOTE: a parent outside the log is no row; the creation's own parent image is kept anyhow. */
function creationFields(ofProcess: ProcessReader): [string, ReadField][] {
  return [
    ['CommandLine', only([1], ofProcess('command_line'))],
    ['CurrentDirectory', only([1], ofProcess('current_directory'))],
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
