import { hasPorts, isIcmp } from '../ingest/protocol-name.ts';
import type { FlowRecord } from '../ingest/records.ts';

/** A protocol as nfdump writes it: upper case, a number where it has no name. */
export function netflowProtocol(protocol: string): string {
  if (protocol === 'ipv6-icmp') return 'ICMP6';
  return protocol.startsWith('proto-') ? protocol.slice(6) : protocol.toUpperCase();
}

/** Source and destination port as nfdump writes them: `0` and `type.code` for ICMP, `0` for none. */
export function netflowPorts(flow: FlowRecord): readonly [string, string] {
  const { protocol, src_port: source, dst_port: destination } = flow;
  if (isIcmp(protocol)) return ['0', source === null ? '' : `${source}.${destination ?? 0}`];
  if (!hasPorts(protocol)) return ['0', '0'];
  return [source === null ? '' : String(source), destination === null ? '' : String(destination)];
}

/** Ports of a protocol that has none: no form of flows keeps them. */
export function absentPorts({ protocol }: FlowRecord): readonly ('src_port' | 'dst_port')[] {
  return hasPorts(protocol) || isIcmp(protocol) ? [] : ['src_port', 'dst_port'];
}
