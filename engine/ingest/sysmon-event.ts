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
  const twoProcesses = eventType === 8 || eventType === 10;
  const connection = eventType === 3;
  return {
    ...timesOf(source),
    host: hostOf(source),
    event_type: eventType,
    ...actorOf(source, twoProcesses),
    parent_guid: guidOf(source, 'ParentProcessGuid'),
    parent_image: source.field('ParentImage'),
    command_line: source.field('CommandLine'),
    integrity_level: source.field('IntegrityLevel'),
    ...(connection ? connectionOf(source) : NO_CONNECTION),
    ...(eventType === 22 ? queryOf(source) : NO_QUERY),
    target: targetOf(source, eventType),
    detail: detailOf(source, eventType),
  };
}

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
    time_us: parseTimestamp('UtcTime', raw),
    logged_us: logged === null ? null : parseTimestamp('TimeCreated', logged),
    raw_time: raw,
  };
}

/** The acting process: kinds 8 and 10 name it `Source…`, with two spellings of GUID. */
function actorOf(source: SysmonSource, twoProcesses: boolean) {
  if (!twoProcesses) {
    return {
      process_guid: guidOf(source, 'ProcessGuid'),
      process_id: integerOf(source, 'ProcessId'),
      image: source.field('Image'),
      user_name: source.field('User'),
    };
  }
  return {
    process_guid: guidOf(source, 'SourceProcessGuid') ?? guidOf(source, 'SourceProcessGUID'),
    process_id: integerOf(source, 'SourceProcessId'),
    image: source.field('SourceImage'),
    user_name: source.field('SourceUser'),
  };
}

function guidOf(source: SysmonSource, name: string): string | null {
  const text = source.field(name);
  return text === null ? null : parseGuid(name, text);
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

const NO_QUERY = { query_name: null, query_status: null, query_results: null } as const;

function queryOf(source: SysmonSource) {
  const name = source.field('QueryName');
  return {
    query_name: name === null ? null : domainName(name),
    query_status: source.field('QueryStatus'),
    query_results: source.field('QueryResults'),
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
