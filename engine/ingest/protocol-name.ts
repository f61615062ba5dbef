import { refuse } from './bad-row.ts';

/**
 * Protocol names by IANA number, as far as flow exporters write them.
 *
 * @see https://www.iana.org/assignments/protocol-numbers
 */
const NAMES: Readonly<Record<number, string>> = {
  0: 'hopopt',
  1: 'icmp',
  2: 'igmp',
  4: 'ipv4',
  6: 'tcp',
  8: 'egp',
  17: 'udp',
  27: 'rdp',
  33: 'dccp',
  41: 'ipv6',
  43: 'ipv6-route',
  44: 'ipv6-frag',
  46: 'rsvp',
  47: 'gre',
  50: 'esp',
  51: 'ah',
  58: 'ipv6-icmp',
  59: 'ipv6-nonxt',
  60: 'ipv6-opts',
  88: 'eigrp',
  89: 'ospf',
  94: 'ipip',
  103: 'pim',
  112: 'vrrp',
  115: 'l2tp',
  132: 'sctp',
  136: 'udplite',
  137: 'mpls-in-ip',
};

/** Other spellings of the same protocols. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['icmp6', 'ipv6-icmp'],
  ['icmpv6', 'ipv6-icmp'],
  ['ospfigp', 'ospf'],
  ['udplt', 'udplite'],
  ['ip6fr', 'ipv6-frag'],
]);

const WITH_PORTS: ReadonlySet<string> = new Set(['tcp', 'udp', 'sctp', 'dccp', 'udplite']);
const CACHE_LIMIT = 1024;
const cache = new Map<string, string>();

/**
 * A protocol's lower-case name, from a name or an IANA number; `proto-N` for an unknown number.
 *
 * @throws RowDefect if it is neither
 */
export function protocolName(field: string, text: string): string {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const name = Buffer.from(nameOf(field, text.trim().toLowerCase())).toString();
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(Buffer.from(text).toString(), name);
  return name;
}

/** True for protocols whose flows have ports. */
export function hasPorts(protocol: string): boolean {
  return WITH_PORTS.has(protocol);
}

/** True for both ICMP protocols, whose flows have type and code in place of ports. */
export function isIcmp(protocol: string): boolean {
  return protocol === 'icmp' || protocol === 'ipv6-icmp';
}

function nameOf(field: string, text: string): string {
  if (/^\d{1,3}$/.test(text) && Number(text) < 256) {
    return NAMES[Number(text)] ?? `proto-${Number(text)}`;
  }
  if (!/^[a-z][a-z0-9_+./-]{0,31}$/.test(text)) return refuse(field, 'is no protocol', text);
  return ALIASES.get(text) ?? text;
}
