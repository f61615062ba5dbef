import type { Row, Value } from '../core/row.ts';
import type { DnsRecord, FlowRecord } from '../ingest/records.ts';
import { processIdOf } from './made-identifiers.ts';
import type { ExportedEvent } from './sysmon-data.ts';

const SECOND_US = 1_000_000;

/**
 * The event of a row of events joined with its process, the parent and the process acted on.
 *
 * The process id is made.
 */
export function eventOfRow(row: Row): ExportedEvent {
  const guid = text(row[17]);
  // NOTE: one literal, no spreads: these take most of the time otherwise.
  return {
    time_us: Number(row[0]),
    logged_us: null,
    raw_time: '',
    host: String(row[1]),
    event_type: Number(row[2]),
    process_guid: guid,
    process_id: guid === null ? null : processIdOf(guid),
    image: text(row[18]),
    parent_guid: text(row[25]),
    parent_image: text(row[20]),
    command_line: text(row[21]),
    user_name: text(row[19]),
    integrity_level: text(row[22]),
    protocol: text(row[3]),
    initiated: (row[4] ?? null) as boolean | null,
    src_ip: text(row[5]),
    src_port: number(row[6]),
    dst_ip: text(row[7]),
    dst_port: number(row[8]),
    src_hostname: null,
    dst_hostname: null,
    query_name: text(row[9]),
    query_status: text(row[10]),
    query_results: text(row[11]),
    target: text(row[12]),
    detail: text(row[13]),
    target_guid: text(row[28]),
    value: text(row[14]),
    hashes: text(row[15] ?? row[24]),
    signature: text(row[16]),
    current_directory: text(row[23]),
    parent_command_line: text(row[26]),
    parent_user: text(row[27]),
  };
}

/** The flow of a row of flows, its columns in the order of `FlowRecord` without the stamp. */
export function flowOfRow(row: Row): FlowRecord {
  return {
    start_us: Number(row[0]),
    duration_us: number(row[1]),
    raw_time: '',
    protocol: String(row[2]),
    src_ip: String(row[3]),
    src_port: number(row[4]),
    dst_ip: String(row[5]),
    dst_port: number(row[6]),
    src_packets: number(row[7]),
    src_bytes: number(row[8]),
    dst_packets: number(row[9]),
    dst_bytes: number(row[10]),
    tcp_flags: text(row[11]),
    state: text(row[12]),
    service: text(row[13]),
    tos: number(row[14]),
    label: text(row[15]),
  };
}

/** The answer that a name's span is: given when it began to hold, for as long as it holds. */
export function dnsOfRow(row: Row): DnsRecord {
  return {
    time_us: Number(row[0]),
    raw_time: '',
    client_ip: text(row[4]),
    server_ip: text(row[5]),
    query: String(row[1]),
    answers: String(row[2]),
    ttl_s: Math.round(Number(row[3]) / SECOND_US),
  };
}

function text(value: Value | undefined): string | null {
  return value === undefined || value === null ? null : String(value);
}

function number(value: Value | undefined): number | null {
  return value === undefined || value === null ? null : Number(value);
}
