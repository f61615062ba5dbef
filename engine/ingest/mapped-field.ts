import type { SourceKind, TimeUnit } from '../core/capture-format.ts';
import { RowDefect } from './bad-row.ts';
import {
  domainName,
  parseBoolean,
  parseCount,
  parseGuid,
  parseInteger,
  parsePort,
} from './cell.ts';
import { joinAddresses, parseAddress } from './network-address.ts';
import { protocolName } from './protocol-name.ts';
import type { DnsRecord, EventRecord, FlowRecord } from './records.ts';
import { parseEventType } from './sysmon-event.ts';
import { parseDuration, parseTimestamp } from './timestamp.ts';

/** Reads one cell into a field's value. @throws RowDefect if it is malformed */
export type FieldReader = (field: string, text: string, unit: TimeUnit) => unknown;

const text: FieldReader = (_, cell) => cell;

const name: FieldReader = (field, cell) => {
  const domain = domainName(cell);
  if (domain === null) throw new RowDefect(`${field}: is missing`);
  return domain;
};

const EVENT_READERS: Readonly<Record<keyof EventRecord, FieldReader>> = {
  time_us: parseTimestamp,
  logged_us: parseTimestamp,
  raw_time: text,
  host: name,
  event_type: parseEventType,
  process_guid: parseGuid,
  process_id: parseInteger,
  image: text,
  parent_guid: parseGuid,
  parent_image: text,
  command_line: text,
  user_name: text,
  integrity_level: text,
  protocol: protocolName,
  initiated: parseBoolean,
  src_ip: parseAddress,
  src_port: parsePort,
  dst_ip: parseAddress,
  dst_port: parsePort,
  src_hostname: name,
  dst_hostname: name,
  query_name: name,
  query_status: text,
  query_results: text,
  target: text,
  detail: text,
  target_guid: parseGuid,
  value: text,
  hashes: text,
  signature: text,
  current_directory: text,
};

const FLOW_READERS: Readonly<Record<keyof FlowRecord | 'end_us', FieldReader>> = {
  start_us: parseTimestamp,
  duration_us: parseDuration,
  end_us: parseTimestamp,
  raw_time: text,
  protocol: protocolName,
  src_ip: parseAddress,
  src_port: parsePort,
  dst_ip: parseAddress,
  dst_port: parsePort,
  src_packets: parseCount,
  src_bytes: parseCount,
  dst_packets: parseCount,
  dst_bytes: parseCount,
  tcp_flags: text,
  state: text,
  service: text,
  tos: parseInteger,
  label: text,
};

const DNS_READERS: Readonly<Record<keyof DnsRecord, FieldReader>> = {
  time_us: parseTimestamp,
  raw_time: text,
  client_ip: parseAddress,
  server_ip: parseAddress,
  query: name,
  answers: (_, cell) => joinAddresses(cell.split(/[|,; ]+/)),
  ttl_s: (field, cell) => Math.round(parseDuration(field, cell) / 1_000_000),
};

/** How a plain CSV's cells are read, by kind and field. */
export const FIELD_READERS: Readonly<Record<SourceKind, Readonly<Record<string, FieldReader>>>> = {
  events: EVENT_READERS,
  flows: FLOW_READERS,
  dns: DNS_READERS,
};

/** Fields without which there is no record. */
export const REQUIRED_FIELDS: Readonly<Record<SourceKind, readonly string[]>> = {
  events: ['time_us', 'host', 'event_type'],
  flows: ['start_us', 'protocol', 'src_ip', 'dst_ip'],
  dns: ['time_us', 'query'],
};

/** The field whose text is kept as `raw_time`. */
export const TIME_FIELDS: Readonly<Record<SourceKind, string>> = {
  events: 'time_us',
  flows: 'start_us',
  dns: 'time_us',
};
