import { hash } from 'node:crypto';
import type { FlowTuple } from '../engine/pipeline/ports.ts';
import { addressBytes } from './address-book.ts';
import { hasPorts, ICMP, ICMP_V6, icmpCounterpart, protocolNumber } from './protocol-number.ts';

/** One end of a tuple in the bytes that are hashed. */
interface End {
  readonly address: readonly number[];
  readonly port: number;
}

/**
 * Hashes a five-tuple without its direction, as Community ID version 1.
 *
 * IPv4-mapped IPv6 addresses are taken as IPv4; `icmp` between IPv6 addresses as ICMPv6.
 *
 * @param tuple ICMP carries type and code as source and destination port
 * @param seed 16 bits that keep the identifiers of two sites apart
 * @returns `1:` and the Base64 of a SHA-1; null where an address, the protocol or a port is missing
 * @see corelight/community-id-spec
 */
export function communityId(tuple: FlowTuple, seed = 0): string | null {
  const source = addressBytes(tuple.sourceAddress);
  const destination = addressBytes(tuple.destinationAddress);
  const named = protocolNumber(tuple.protocol);
  if (source === null || destination === null || named === null) return null;
  if (source.length !== destination.length) return null;
  const protocol = named === ICMP && source.length === 16 ? ICMP_V6 : named;
  const ports = wirePorts(tuple, protocol);
  if (ports === null) return null;
  const from = { address: source, port: ports.source };
  const to = { address: destination, port: ports.destination };
  const [low, high] = ports.oneWay || precedes(from, to) ? [from, to] : [to, from];
  const bytes = [seed >> 8, seed & 255, ...low.address, ...high.address, protocol, 0];
  if (hasPorts(protocol)) {
    bytes.push(low.port >> 8, low.port & 255, high.port >> 8, high.port & 255);
  }
  return `1:${hash('sha1', Uint8Array.from(bytes), 'base64')}`;
}

/** The ports as they are hashed: for ICMP a type and its counterpart, or type and code one-way. */
function wirePorts(
  tuple: FlowTuple,
  protocol: number,
): { source: number; destination: number; oneWay: boolean } | null {
  if (!hasPorts(protocol)) return { source: 0, destination: 0, oneWay: false };
  const { sourcePort: source, destinationPort: destination } = tuple;
  if (source === null || destination === null) return null;
  if (protocol !== ICMP && protocol !== ICMP_V6) return { source, destination, oneWay: false };
  const answer = icmpCounterpart(protocol, source);
  return { source, destination: answer ?? destination, oneWay: answer === null };
}

/** Whether `one` comes before `other`: by the bytes of the address, then by port. */
function precedes(one: End, other: End): boolean {
  for (let at = 0; at < one.address.length; at += 1) {
    const difference = (one.address[at] ?? 0) - (other.address[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return one.port <= other.port;
}
