import ipaddr from 'ipaddr.js';
import type { Value } from '../../engine/core/row.ts';

/** Reserved blocks (documentation, benchmarks) stand for public addresses wherever they are used. */
const PUBLIC_RANGES: readonly string[] = ['unicast', 'reserved', 'benchmarking'];
const PRIVATE_RANGES: readonly string[] = ['private', 'uniqueLocal', 'carrierGradeNat'];

/**
 * What an address is, without saying which: `self` (the subject's own), `private`, `public`, or
 * the special range it lies in.
 *
 * @param own addresses of the subject's row
 */
export function addressClass(value: Value, own: ReadonlySet<Value>): string | null {
  if (typeof value !== 'string') return null;
  if (own.has(value)) return 'self';
  if (!ipaddr.isValid(value)) return 'invalid';
  const address = ipaddr.process(value);
  const range = address.range();
  if (PUBLIC_RANGES.includes(range)) return address.kind() === 'ipv6' ? 'public v6' : 'public';
  return PRIVATE_RANGES.includes(range) ? 'private' : range;
}
