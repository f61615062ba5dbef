import { addressBytes } from './address-bytes.ts';

/**
 * The name under which an address is looked up: `4.3.2.1.in-addr.arpa`, or nibbles in `ip6.arpa`.
 *
 * @see RFC 1035, section 3.5; RFC 3596, section 2.5
 */
export function reverseName(address: string): string {
  const bytes = addressBytes(address) ?? Uint8Array.of(127, 0, 0, 1);
  if (bytes.length === 4) return `${[...bytes].reverse().join('.')}.in-addr.arpa`;
  const nibbles = [...bytes].flatMap((one) => [one >> 4, one & 15]).reverse();
  return `${nibbles.map((one) => one.toString(16)).join('.')}.ip6.arpa`;
}
