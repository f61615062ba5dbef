import { RowDefect } from './bad-row.ts';
import { domainName, icmpOfFamily, parseCount, parsePort } from './cell.ts';
import { joinAddresses, parseAddress } from './network-address.ts';
import { hasPorts, isIcmp, protocolName } from './protocol-name.ts';
import type { DnsRecord, FlowRecord } from './records.ts';
import { parseDuration, parseTimestamp } from './timestamp.ts';

/** The fields of one Zeek log line, whichever form it was written in. */
export interface ZeekRow {
  /** The field as text, null where it is unset or missing. */
  text(name: string): string | null;
  /** The members of a set or vector, empty where it is unset or missing. */
  list(name: string): readonly string[];
}

/**
 * The flow of a line of conn.log.
 *
 * Bytes are those of the IP layer where Zeek counted them, else those of the payload.
 *
 * @throws RowDefect if the stamp, an address or the protocol is missing or malformed
 * @see https://docs.zeek.org/en/master/scripts/base/protocols/conn/main.zeek.html
 */
export function flowOfZeek(row: ZeekRow): FlowRecord {
  const stamp = required(row, 'ts');
  const source = parseAddress('id.orig_h', required(row, 'id.orig_h'));
  const named = protocolName('proto', required(row, 'proto'));
  const protocol = icmpOfFamily(named, source);
  const numbered = hasPorts(protocol) || isIcmp(protocol);
  const duration = row.text('duration');
  return {
    start_us: parseTimestamp('ts', stamp),
    duration_us: duration === null ? null : parseDuration('duration', duration),
    raw_time: stamp,
    protocol,
    src_ip: source,
    src_port: numbered ? optional(row, 'id.orig_p', parsePort) : null,
    dst_ip: parseAddress('id.resp_h', required(row, 'id.resp_h')),
    dst_port: numbered ? optional(row, 'id.resp_p', parsePort) : null,
    src_packets: optional(row, 'orig_pkts', parseCount),
    src_bytes:
      optional(row, 'orig_ip_bytes', parseCount) ?? optional(row, 'orig_bytes', parseCount),
    dst_packets: optional(row, 'resp_pkts', parseCount),
    dst_bytes:
      optional(row, 'resp_ip_bytes', parseCount) ?? optional(row, 'resp_bytes', parseCount),
    tcp_flags: null,
    state: row.text('conn_state'),
    service: row.text('service'),
    tos: null,
    label: row.text('label'),
  };
}

/**
 * The response of a line of dns.log; its time to live is the least of the answers'.
 *
 * @returns null where Zeek saw no query, as then there is no name
 * @throws RowDefect if the stamp is missing or a value is malformed
 */
export function dnsOfZeek(row: ZeekRow): DnsRecord | null {
  const stamp = required(row, 'ts');
  const query = domainName(row.text('query') ?? '');
  const time = parseTimestamp('ts', stamp);
  if (query === null) return null;
  const spans = row.list('TTLs').map((text) => parseDuration('TTLs', text));
  return {
    time_us: time,
    raw_time: stamp,
    client_ip: optional(row, 'id.orig_h', parseAddress),
    server_ip: optional(row, 'id.resp_h', parseAddress),
    query,
    answers: joinAddresses(row.list('answers')),
    ttl_s: spans.length === 0 ? null : Math.round(Math.min(...spans) / 1_000_000),
  };
}

function required(row: ZeekRow, name: string): string {
  const text = row.text(name);
  if (text === null) throw new RowDefect(`${name}: is missing`);
  return text;
}

function optional<T>(
  row: ZeekRow,
  name: string,
  parse: (field: string, text: string) => T,
): T | null {
  const text = row.text(name);
  return text === null ? null : parse(name, text);
}
