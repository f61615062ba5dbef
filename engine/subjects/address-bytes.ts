import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

const MAPPED = [...new Array<number>(10).fill(0), 0xff, 0xff];

/**
 * The bytes of an address in network order, 4 or 16; null for a text that is no address.
 *
 * IPv4 written as IPv6 (`::ffff:a.b.c.d`) gives 4 bytes; a zone (`%eth0`) is left out.
 */
export function addressBytes(text: string): Uint8Array | null {
  const kind = isIP(text);
  if (kind === 0) return null;
  if (kind === 4) return Uint8Array.from(text.split('.'), Number);
  const bytes = ipaddr.IPv6.parse(text.replace(/%.*$/, '')).toByteArray();
  const isMapped = MAPPED.every((one, at) => bytes[at] === one);
  return Uint8Array.from(isMapped ? bytes.slice(12) : bytes);
}

/** The text of 4 or 16 bytes: dotted, or the short form of RFC 5952. */
export function addressText(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.');
  return new ipaddr.IPv6([...bytes]).toRFC5952String();
}
