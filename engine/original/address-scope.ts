import ipaddr from 'ipaddr.js';
import { ScenarioError } from '../core/errors.ts';

/** Where an address lies: in the site, outside it, or in no network (loopback, multicast…). */
export const ADDRESS_SCOPES = ['internal', 'external', 'special'] as const;

export type AddressScope = (typeof ADDRESS_SCOPES)[number];

const INTERNAL_RANGES = new Set(['private', 'uniqueLocal', 'carrierGradeNat']);
const EXTERNAL_RANGES = new Set([
  'unicast',
  '6to4',
  'teredo',
  'rfc6145',
  'rfc6052',
  'as112',
  'amt',
]);

/**
 * Sorts addresses by scope: the site's own networks, then the registered ranges.
 *
 * @param internal networks of the site in CIDR form, beside the private ranges
 * @throws ScenarioError if a network is not in CIDR form
 * @see IANA IPv4 and IPv6 special-purpose address registries, as ipaddr.js holds them
 */
export function createScopeOf(internal: readonly string[]): (address: string) => AddressScope {
  const networks = internal.map(parseNetwork);
  return (address) => {
    const parsed = ipaddr.parse(address);
    if (
      networks.some(([network, bits]) => sameKind(parsed, network) && parsed.match(network, bits))
    ) {
      return 'internal';
    }
    const range = parsed.range();
    if (INTERNAL_RANGES.has(range)) return 'internal';
    return EXTERNAL_RANGES.has(range) || range === 'reserved' ? 'external' : 'special';
  };
}

function parseNetwork(text: string) {
  try {
    return ipaddr.parseCIDR(text);
  } catch (cause) {
    throw new ScenarioError(
      `subject.internal: not a network: ${text}; write it as 10.0.0.0/8`,
      { text },
      cause,
    );
  }
}

function sameKind(one: ipaddr.IPv4 | ipaddr.IPv6, other: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return one.kind() === other.kind();
}
