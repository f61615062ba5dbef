import { RowDefect } from './bad-row.ts';
import { icmpOfFamily, icmpTypeAndCode, parseCount, parseInteger, parsePort } from './cell.ts';
import { parseAddress } from './network-address.ts';
import { hasPorts, isIcmp, protocolName } from './protocol-name.ts';
import type { FlowRecord } from './records.ts';

/** Header names of each part of a NetFlow record, lower case: nfdump 1.6, 1.7, UGR'16, CIDDS. */
const HEADERS = {
  start: ['ts', 'firstseen', 'date first seen'],
  end: ['te', 'lastseen'],
  duration: ['td', 'duration'],
  protocol: ['pr', 'proto'],
  sourceAddress: ['sa', 'srcaddr', 'src ip addr'],
  sourcePort: ['sp', 'srcport', 'src pt'],
  destinationAddress: ['da', 'dstaddr', 'dst ip addr'],
  destinationPort: ['dp', 'dstport', 'dst pt'],
  sourcePackets: ['ipkt', 'pkt', 'inpackets', 'packets'],
  sourceBytes: ['ibyt', 'byt', 'inbytes', 'bytes'],
  destinationPackets: ['opkt', 'outpackets'],
  destinationBytes: ['obyt', 'outbytes'],
  flags: ['flg', 'flags'],
  tos: ['stos', 'srctos', 'tos'],
  label: ['label', 'lable', 'class'],
} as const;

const PARTS = Object.keys(HEADERS) as (keyof typeof HEADERS)[];

/** Place of each part in a record, -1 where the file has none. */
export type NetflowPlaces = Readonly<Record<keyof typeof HEADERS, number>>;

/** The parts of a flow that do not depend on how its times are written. */
export type UntimedFlow = Omit<FlowRecord, 'start_us' | 'duration_us' | 'raw_time'>;

/** Finds the parts of a NetFlow record by its header; null if addresses or protocol are missing. */
export function netflowPlaces(header: readonly string[]): NetflowPlaces | null {
  const names = header.map((name) => name.trim().toLowerCase());
  const found = PARTS.map((part) => [part, placeOf(names, HEADERS[part])] as const);
  const places = Object.fromEntries(found) as NetflowPlaces;
  const needed = [places.sourceAddress, places.destinationAddress, places.protocol];
  return needed.includes(-1) ? null : places;
}

/** A record's text at a place, null where it is missing or empty. */
export function netflowCell(cells: readonly string[], place: number): string | null {
  const text = cells[place];
  return text === undefined || text === '' ? null : text;
}

/**
 * All of a NetFlow record but its times.
 *
 * Zeros on the way back mean that the exporter saw one direction only: they become null.
 *
 * @throws RowDefect if an address or the protocol is missing, or a value is malformed
 */
export function untimedFlow(cells: readonly string[], places: NetflowPlaces): UntimedFlow {
  const source = parseAddress('source address', needed(cells, places.sourceAddress));
  const named = protocolName('protocol', needed(cells, places.protocol));
  const protocol = icmpOfFamily(named, source);
  const [sourcePort, destinationPort] = portsOf(cells, places, protocol);
  const tos = netflowCell(cells, places.tos);
  return {
    protocol,
    src_ip: source,
    src_port: sourcePort,
    dst_ip: parseAddress('destination address', needed(cells, places.destinationAddress)),
    dst_port: destinationPort,
    src_packets: countAt(cells, places.sourcePackets),
    src_bytes: countAt(cells, places.sourceBytes),
    dst_packets: countAt(cells, places.destinationPackets) || null,
    dst_bytes: countAt(cells, places.destinationBytes) || null,
    tcp_flags: netflowCell(cells, places.flags)?.trim() ?? null,
    state: null,
    service: null,
    tos: tos === null ? null : parseInteger('tos', tos),
    label: netflowCell(cells, places.label),
  };
}

function countAt(cells: readonly string[], place: number): number | null {
  const text = netflowCell(cells, place);
  return text === null ? null : parseCount('count', text);
}

function portsOf(
  cells: readonly string[],
  places: NetflowPlaces,
  protocol: string,
): readonly [number | null, number | null] {
  const destination = netflowCell(cells, places.destinationPort);
  if (isIcmp(protocol)) {
    return destination === null ? [null, null] : icmpTypeAndCode('destination port', destination);
  }
  if (!hasPorts(protocol)) return [null, null];
  const source = netflowCell(cells, places.sourcePort);
  return [
    source === null ? null : parsePort('source port', source),
    destination === null ? null : parsePort('destination port', destination),
  ];
}

function placeOf(names: readonly string[], wanted: readonly string[]): number {
  for (const name of wanted) {
    const place = names.indexOf(name);
    if (place >= 0) return place;
  }
  return -1;
}

function needed(cells: readonly string[], place: number): string {
  const text = netflowCell(cells, place);
  if (text === null) throw new RowDefect('an address or the protocol is missing');
  return text;
}
