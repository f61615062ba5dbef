import { RowDefect } from './bad-row.ts';
import { icmpOfFamily, parseCount, parseInteger, parsePort } from './cell.ts';
import { type JsonObject, objectMember, parseJsonObject, textMember } from './json-value.ts';
import { parseAddress } from './network-address.ts';
import { hasPorts, isIcmp, protocolName } from './protocol-name.ts';
import type { FlowRecord } from './records.ts';
import { parseDuration, parseTimestamp } from './timestamp.ts';

const NOTHING: JsonObject = Object.freeze({});

/**
 * Reads a line of flows as ECS documents (Packetbeat, Filebeat's Zeek and NetFlow modules).
 *
 * The start is `event.start`, else `@timestamp`; the duration is the end less the start, else
 * `event.duration` in nanoseconds.
 *
 * @returns null for a blank line
 * @throws RowDefect if the line is no such flow
 */
export function parseEcsFlow(line: string, depth: number): FlowRecord | null {
  if (line.trim() === '') return null;
  const object = parseJsonObject(line, depth);
  const [source, destination] = [inside(object, 'source'), inside(object, 'destination')];
  const [network, netflow] = [inside(object, 'network'), inside(object, 'netflow')];
  const connection = inside(inside(object, 'zeek'), 'connection');
  const sourceAddress = parseAddress('source.ip', needed(source, 'ip'));
  const named = textMember(network, 'transport') ?? textMember(network, 'iana_number') ?? '';
  const protocol = icmpOfFamily(protocolName('network.transport', named), sourceAddress);
  const tos = textMember(netflow, 'ip_class_of_service');
  return {
    ...timesOf(object),
    protocol,
    src_ip: sourceAddress,
    dst_ip: parseAddress('destination.ip', needed(destination, 'ip')),
    ...portsOf(protocol, { source, destination, icmp: inside(connection, 'icmp') }),
    src_packets: countOf(source, 'packets'),
    src_bytes: countOf(source, 'bytes'),
    dst_packets: countOf(destination, 'packets'),
    dst_bytes: countOf(destination, 'bytes'),
    tcp_flags: textMember(netflow, 'tcp_control_bits'),
    state: textMember(connection, 'state'),
    service: textMember(network, 'protocol'),
    tos: tos === null ? null : parseInteger('netflow.ip_class_of_service', tos),
    label: textMember(inside(object, 'labels'), 'label'),
  };
}

/** True where a line's members are those of a flow between two addresses. */
export function looksLikeEcsFlow(object: JsonObject): boolean {
  const ends = [objectMember(object, 'source'), objectMember(object, 'destination')];
  const hasEnds = ends.every((end) => end !== null && Object.hasOwn(end, 'ip'));
  return hasEnds && objectMember(object, 'network') !== null && !Object.hasOwn(object, 'winlog');
}

function timesOf(object: JsonObject) {
  const event = inside(object, 'event');
  const stamp = textMember(event, 'start') ?? needed(object, '@timestamp');
  const startUs = parseTimestamp('event.start', stamp);
  return { start_us: startUs, duration_us: durationOf(event, startUs), raw_time: stamp };
}

function durationOf(event: JsonObject, startUs: number): number | null {
  const end = textMember(event, 'end');
  if (end !== null) {
    const endUs = parseTimestamp('event.end', end);
    if (endUs < startUs) throw new RowDefect(`event.end: lies before the start: ${end}`);
    return endUs - startUs;
  }
  const span = textMember(event, 'duration');
  return span === null ? null : parseDuration('event.duration', span, 'ns');
}

interface Ends {
  readonly source: JsonObject;
  readonly destination: JsonObject;
  readonly icmp: JsonObject;
}

function portsOf(protocol: string, { source, destination, icmp }: Ends) {
  const port = (object: JsonObject, name: string) => {
    const text = textMember(object, name);
    return text === null ? null : parsePort(name, text);
  };
  if (isIcmp(protocol)) return { src_port: port(icmp, 'type'), dst_port: port(icmp, 'code') };
  if (!hasPorts(protocol)) return { src_port: null, dst_port: null };
  return { src_port: port(source, 'port'), dst_port: port(destination, 'port') };
}

function countOf(object: JsonObject, name: string): number | null {
  const text = textMember(object, name);
  return text === null ? null : parseCount(name, text);
}

function inside(object: JsonObject, name: string): JsonObject {
  return objectMember(object, name) ?? NOTHING;
}

function needed(object: JsonObject, name: string): string {
  const text = textMember(object, name);
  if (text === null) throw new RowDefect(`${name}: is missing`);
  return text;
}
