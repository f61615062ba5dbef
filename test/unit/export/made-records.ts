import type { ExportedEvent } from '../../../engine/export/sysmon-data.ts';
import type { DnsRecord, FlowRecord } from '../../../engine/ingest/records.ts';

/** An event of a process' end with some fields changed. */
export function eventOf(change: Partial<ExportedEvent>): ExportedEvent {
  return {
    time_us: 1_709_625_601_937_000,
    logged_us: null,
    raw_time: '',
    host: 'ws1.corp',
    event_type: 5,
    process_guid: '{1e8a1cb8-3319-65df-1200-000000000500}',
    process_id: 4242,
    image: 'C:\\a.exe',
    parent_guid: null,
    parent_image: null,
    command_line: null,
    user_name: 'CORP\\ann',
    integrity_level: null,
    protocol: null,
    initiated: null,
    src_ip: null,
    src_port: null,
    dst_ip: null,
    dst_port: null,
    src_hostname: null,
    dst_hostname: null,
    query_name: null,
    query_status: null,
    query_results: null,
    target: null,
    detail: null,
    target_guid: null,
    value: null,
    hashes: null,
    signature: null,
    current_directory: null,
    ...change,
  };
}

/** A connection of both directions with some fields changed. */
export function flowOf(change: Partial<FlowRecord>): FlowRecord {
  return {
    start_us: 1_709_625_601_941_261,
    duration_us: 69_209,
    raw_time: '',
    protocol: 'udp',
    src_ip: '10.20.0.10',
    src_port: 55_263,
    dst_ip: '198.51.100.53',
    dst_port: 53,
    src_packets: 1,
    src_bytes: 77,
    dst_packets: 1,
    dst_bytes: 184,
    tcp_flags: null,
    state: 'SF',
    service: 'dns',
    tos: null,
    label: null,
    ...change,
  };
}

/** An answer of two addresses with some fields changed. */
export function answerOf(change: Partial<DnsRecord>): DnsRecord {
  return {
    time_us: 1_709_625_601_000_000,
    raw_time: '',
    client_ip: '10.20.0.10',
    server_ip: '10.20.0.53',
    query: 'www.example.com',
    answers: '192.0.2.1|192.0.2.2',
    ttl_s: 300,
    ...change,
  };
}
