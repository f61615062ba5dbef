import { MISSING_PART, SYSMON_KINDS, type SysmonKind } from '../schema/sysmon-kinds.ts';
import { RowDefect, refuse } from './bad-row.ts';
import { domainName, parseBoolean, parseGuid, parseInteger, parsePort } from './cell.ts';
import { parseAddress } from './network-address.ts';
import { protocolName } from './protocol-name.ts';
import type { EventRecord } from './records.ts';
import { refinedTime } from './sysmon-stamp.ts';
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

/** What nxlog writes into `EventType`, over Sysmon's own. */
const SEVERITIES: ReadonlySet<string> = new Set(['INFO', 'WARNING', 'ERROR', 'CRITICAL', 'DEBUG']);
const UNSIGNED = 'unsigned';

/**
 * The record of a Sysmon event.
 *
 * A value that is there and cannot be read makes the row bad; nothing is guessed in its place.
 *
 * @throws RowDefect if the time, the host or the event id is missing, or a value is malformed
 */
export function toEventRecord(source: SysmonSource): EventRecord {
  const eventType = eventTypeOf(source);
  const kind = SYSMON_KINDS[eventType] as SysmonKind;
  const actor = kind.actsOnProcess ? SOURCE_ACTOR : ACTOR;
  const times = timesOf(source);
  const creation = eventType === 1 ? creationOf(source) : NO_CREATION;
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
    parent_guid: creation.parent_guid,
    parent_image: creation.parent_image,
    command_line: creation.command_line,
    user_name: source.field(actor.user),
    integrity_level: creation.integrity_level,
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
    target: kind.target === null ? null : fieldOrMessage(source, kind.target),
    detail: kind.detail === null ? null : detailOf(source, kind.detail),
    target_guid: kind.actsOnProcess ? guidOf(source, TARGET_GUIDS) : null,
    value: carriedOf(source, kind.value),
    hashes: kind.hashes === null ? null : source.field(kind.hashes),
    signature: kind.signed ? signatureOf(source) : null,
    current_directory: creation.current_directory,
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
const TARGET_GUIDS: readonly string[] = ['TargetProcessGUID', 'TargetProcessGuid'];

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
  const loggedUs = logged === null ? null : parseTimestamp('TimeCreated', logged);
  return {
    time: refinedTime(raw, parseTimestamp('UtcTime', raw), loggedUs),
    logged: loggedUs,
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

const NO_CREATION = {
  parent_guid: null,
  parent_image: null,
  command_line: null,
  integrity_level: null,
  current_directory: null,
} as const;

function creationOf(source: SysmonSource) {
  return {
    parent_guid: guidOf(source, PARENT_GUIDS),
    parent_image: source.field('ParentImage'),
    command_line: source.field('CommandLine'),
    integrity_level: source.field('IntegrityLevel'),
    current_directory: source.field('CurrentDirectory'),
  };
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

/** NOTE: some collectors leave fields of the rarer kinds in the message alone. */
function fieldOrMessage(source: SysmonSource, name: string): string | null {
  return source.field(name) ?? source.messageField(name);
}

function detailOf(source: SysmonSource, name: string): string | null {
  const word = source.field(name);
  return word === null || SEVERITIES.has(word) ? source.messageField(name) : word;
}

function carriedOf(source: SysmonSource, names: readonly string[]): string | null {
  const [first] = names;
  if (first === undefined) return null;
  if (names.length === 1) return source.field(first);
  const parts = names.map((name) => source.field(name));
  if (parts.every((part) => part === null)) return null;
  return parts.map((part) => part ?? MISSING_PART).join('|');
}

/** The signer, with the status where that is not Valid; `unsigned` for a file without signature. */
function signatureOf(source: SysmonSource): string | null {
  const signer = source.field('Signature');
  if (signer === null) return source.field('Signed') === 'false' ? UNSIGNED : null;
  const status = source.field('SignatureStatus');
  return status === null || status === 'Valid' ? signer : `${signer}|${status}`;
}
