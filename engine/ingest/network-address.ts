import ipaddr from 'ipaddr.js';
import { refuse } from './bad-row.ts';

const OCTETS = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const CACHE_LIMIT = 65_536;
const cache = new Map<string, string | null>();

/**
 * An address in its one canonical form: IPv4 dotted, IPv6 by RFC 5952, IPv4-mapped IPv6 as IPv4,
 * without zone. Octal, hexadecimal and shortened IPv4 forms are no addresses here.
 *
 * @returns null where the text is no address
 */
export function canonicalAddress(text: string): string | null {
  const known = cache.get(text);
  if (known !== undefined) return known;
  if (text.length > 64) return null;
  // NOTE: copies, as a slice would keep the whole block alive from which the line was cut.
  const key = Buffer.from(text).toString();
  const address = canonicalise(key);
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(key, address);
  return address;
}

/** The canonical address of a field. @throws RowDefect if it is none */
export function parseAddress(field: string, text: string): string {
  return canonicalAddress(text.trim()) ?? refuse(field, 'is no address', text);
}

/** The canonical addresses among some words, each once, in their order, joined by `|`. */
export function joinAddresses(words: readonly string[]): string {
  const found = words.map((word) => canonicalAddress(word.trim())).filter((one) => one !== null);
  return [...new Set(found)].join('|');
}

function canonicalise(text: string): string | null {
  if (OCTETS.test(text)) return text;
  if (!text.includes(':')) return null;
  const bare = text.replace(/%.*$/s, '');
  if (!ipaddr.IPv6.isValid(bare)) return null;
  const address = ipaddr.IPv6.parse(bare);
  if (address.isIPv4MappedAddress()) return address.toIPv4Address().toString();
  return address.toRFC5952String();
}
