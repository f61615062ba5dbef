import { RowDefect, refuse } from './bad-row.ts';
import { domainName, parseBoolean, parseGuid, parseInteger, parsePort } from './cell.ts';
import { parseAddress } from './network-address.ts';
import { protocolName } from './protocol-name.ts';
import type { EventRecord } from './records.ts';
import { parseTimestamp } from './timestamp.ts';

/** An event of a Windows log, out of whatever form it was written in. */
export interface SysmonSource {
  readonly eventId: string | null;
  readonly computer: string | null;
  /** `TimeCreated`, or the next best stamp of the logging. */
  readonly logged: string | null;
  /** A stamp without a zone: used only where there is no other. */
  readonly localTime: string | null;
  /** A field of the event data; null where it is missing, empty or `-`. */
  field(name: string): string | null;
  /** A line of the rendered message, for what collectors have overwritten or dropped. */
  messageField(name: string): string | null;
}

/** The event data field that names what each kind acts on. */
const TARGET_FIELDS: Readonly<Record<number, string>> = {
  2: 'TargetFilename',
  6: 'ImageLoaded',
  7: 'ImageLoaded',
  8: 'TargetImage',
  9: 'Device',
  10: 'TargetImage',
  11: 'TargetFilename',
  12: 'TargetObject',
  13: 'TargetObject',
  14: 'TargetObject',
  15: 'TargetFilename',
  17: 'PipeName',
  18: 'PipeName',
  19: 'Name',
  20: 'Name',
  21: 'Consumer',
  23: 'TargetFilename',
  26: 'TargetFilename',
  27: 'TargetFilename',
  28: 'TargetFilename',
  29: 'TargetFilename',
};

const WITH_EVENT_TYPE: ReadonlySet<number> = new Set([12, 13, 14, 17, 18]);
/** What nxlog writes into `EventType`, over Sysmon's own. */
const SEVERITIES: ReadonlySet<string> = new Set(['INFO', 'WARNING', 'ERROR', 'CRITICAL', 'DEBUG']);

/**
 * The record of a Sysmon event.
 *
 * A value that is there and cannot be read makes the row bad; nothing is guessed in its place.
 *
 * @throws RowDefect if the time, the host or the event id is missing, or a value is malformed
 */
export function toEventRecord(source: SysmonSource): EventRecord {
  const eventType = eventTypeOf(source);
  const actor = eventType === 8 || eventType === 10 ? SOURCE_ACTOR : ACTOR;
  const times = timesOf(source);
  const connection = eventType === 3 ? connectionOf(source) : NO_CONNECTION;
  const query = eventType === 22 ? queryOf(source) : NO_QUERY;
  // NOTE: one literal, no spreads: these take most of the time otherwise.
  return {
    time_us: times.time,
    logged_us: times.logged,
    raw_time: times.raw,
    host: hostOf(source),
    event_type: eventType,
    process_guid: guidOf(source, actor.guids),
    process_id: integerOf(source, actor.id),
    image: source.field(actor.image),
    parent_guid: guidOf(source, PARENT_GUIDS),
    parent_image: source.field('ParentImage'),
    command_line: source.field('CommandLine'),
    user_name: source.field(actor.user),
    integrity_level: source.field('IntegrityLevel'),
    protocol: connection.protocol,
    initiated: connection.initiated,
    src_ip: connection.src_ip,
    src_port: connection.src_port,
    dst_ip: connection.dst_ip,
    dst_port: connection.dst_port,
    src_hostname: connection.src_hostname,
    dst_hostname: connection.dst_hostname,
    query_name: query.name,
    query_status: query.status,
    query_results: query.results,
    target: targetOf(source, eventType),
    detail: detailOf(source, eventType),
  };
}

/** Where the event data names the acting process. */
interface ActorFields {
  readonly guids: readonly string[];
  readonly id: string;
  readonly image: string;
  readonly user: string;
}

const ACTOR: ActorFields = {
  guids: ['ProcessGuid'],
  id: 'ProcessId',
  image: 'Image',
  user: 'User',
};

/** Kinds 8 and 10 have two processes, and spell GUID in two ways. */
const SOURCE_ACTOR: ActorFields = {
  guids: ['SourceProcessGUID', 'SourceProcessGuid'],
  id: 'SourceProcessId',
  image: 'SourceImage',
  user: 'SourceUser',
};

const PARENT_GUIDS: readonly string[] = ['ParentProcessGuid'];

function eventTypeOf({ eventId }: SysmonSource): number {
  if (eventId === null) throw new RowDefect('EventID: is missing');
  return parseEventType('EventID', eventId);
}

/** A Sysmon event id: 1..29 or 255. @throws RowDefect if it is none */
export function parseEventType(field: string, text: string): number {
  const id = parseInteger(field, text);
  return (id >= 1 && id <= 29) || id === 255 ? id : refuse(field, 'is none of Sysmon', text);
}

function hostOf({ computer }: SysmonSource): string {
  const host = computer === null ? null : domainName(computer);
  if (host === null) throw new RowDefect('Computer: is missing');
  return host;
}

function timesOf(source: SysmonSource) {
  const { logged, localTime } = source;
  const utcTime = source.field('UtcTime') ?? source.messageField('UtcTime');
  const raw = utcTime ?? logged ?? localTime;
  if (raw === null) throw new RowDefect('UtcTime: is missing, and so is TimeCreated');
  return {
    time: parseTimestamp('UtcTime', raw),
    logged: logged === null ? null : parseTimestamp('TimeCreated', logged),
    raw,
  };
}

function guidOf(source: SysmonSource, names: readonly string[]): string | null {
  for (const name of names) {
    const text = source.field(name);
    if (text !== null) return parseGuid(name, text);
  }
  return null;
}

function integerOf(source: SysmonSource, name: string): number | null {
  const text = source.field(name) ?? source.messageField(name);
  return text === null ? null : parseInteger(name, text);
}

const NO_CONNECTION = {
  protocol: null,
  initiated: null,
  src_ip: null,
  src_port: null,
  dst_ip: null,
  dst_port: null,
  src_hostname: null,
  dst_hostname: null,
} as const;

function connectionOf(source: SysmonSource) {
  const read = <T>(name: string, parse: (field: string, text: string) => T): T | null => {
    const text = source.field(name);
    return text === null ? null : parse(name, text);
  };
  return {
    protocol: read('Protocol', protocolName),
    initiated: read('Initiated', parseBoolean),
    src_ip: read('SourceIp', parseAddress),
    src_port: read('SourcePort', parsePort),
    dst_ip: read('DestinationIp', parseAddress),
    dst_port: read('DestinationPort', parsePort),
    src_hostname: read('SourceHostname', (_, text) => domainName(text)),
    dst_hostname: read('DestinationHostname', (_, text) => domainName(text)),
  };
}

const NO_QUERY = { name: null, status: null, results: null } as const;

function queryOf(source: SysmonSource) {
  const name = source.field('QueryName');
  return {
    name: name === null ? null : domainName(name),
    status: source.field('QueryStatus'),
    results: source.field('QueryResults'),
  };
}

function targetOf(source: SysmonSource, eventType: number): string | null {
  const name = TARGET_FIELDS[eventType];
  return name === undefined ? null : source.field(name);
}

function detailOf(source: SysmonSource, eventType: number): string | null {
  if (eventType === 10) return source.field('GrantedAccess');
  if (!WITH_EVENT_TYPE.has(eventType)) return null;
  const word = source.field('EventType');
  return word === null || SEVERITIES.has(word) ? source.messageField('EventType') : word;
}
