import ipaddr from 'ipaddr.js';

/** What an address is good for; only `ordinary` ones count in link rates. */
export const ADDRESS_SCOPES = ['ordinary', 'ipv6', 'link-local', 'multicast', 'loopback'] as const;

export type AddressScope = (typeof ADDRESS_SCOPES)[number];

const ZERO = 48;
const DOT = 46;

/** Codes of IPv4 addresses are their 32 bits; all others are numbered from here on. */
const FIRST_OTHER = 2 ** 32;

/** Addresses as numbers: 8 bytes each in a column, and nothing to look up for IPv4. */
export interface AddressBook {
  /** Equal for equal addresses, however they are spelled. */
  code(text: string): number;
  /** The canonical spelling. */
  text(code: number): string;
  scope(code: number): AddressScope;
  isVersion6(code: number): boolean;
}

/** Opens an empty book; codes of one book mean nothing in another. */
export function createAddressBook(): AddressBook {
  const codes = new Map<string, number>();
  const texts: string[] = [];
  const internOther = (text: string): number => {
    const known = codes.get(text);
    if (known !== undefined) return known;
    const canonical = canonicalAddress(text);
    const v4 = ipv4Code(canonical);
    const code = v4 >= 0 ? v4 : (codes.get(canonical) ?? FIRST_OTHER + texts.push(canonical) - 1);
    codes.set(canonical, code).set(text, code);
    return code;
  };
  const textOf = (code: number) =>
    code < FIRST_OTHER ? ipv4Text(code) : (texts[code - FIRST_OTHER] ?? '');
  return {
    code: (text) => {
      const v4 = ipv4Code(text);
      return v4 >= 0 ? v4 : internOther(text);
    },
    text: textOf,
    isVersion6: (code) => code >= FIRST_OTHER && ipaddr.IPv6.isValid(textOf(code)),
    scope: (code) => (code < FIRST_OTHER ? ipv4Scope(code) : otherScope(textOf(code))),
  };
}

/**
 * The one spelling of an address: no zone, no IPv4-mapped prefix, IPv6 as RFC 5952 has it.
 *
 * @returns lower-cased `text` itself where it is no address (de-identified names)
 */
export function canonicalAddress(text: string): string {
  if (ipv4Code(text) >= 0) return text;
  const bare = text.replace(/%.*$/, '').toLowerCase();
  if (!ipaddr.IPv6.isValid(bare)) return bare;
  const address = ipaddr.IPv6.parse(bare);
  return address.isIPv4MappedAddress()
    ? address.toIPv4Address().toString()
    : address.toRFC5952String();
}

/** The 4 or 16 bytes of an address in network order, null where it is none. */
export function addressBytes(text: string): readonly number[] | null {
  const code = ipv4Code(text);
  if (code >= 0) return ipv4Bytes(code);
  const canonical = canonicalAddress(text);
  const stripped = ipv4Code(canonical);
  if (stripped >= 0) return ipv4Bytes(stripped);
  return ipaddr.IPv6.isValid(canonical) ? ipaddr.IPv6.parse(canonical).toByteArray() : null;
}

/** The 32 bits of a dotted quad without leading zeros, -1 for any other text. */
function ipv4Code(text: string): number {
  if (text.length < 7 || text.length > 15) return -1;
  let code = 0;
  let at = 0;
  for (let octets = 0; octets < 4; octets += 1) {
    const start = at;
    let octet = 0;
    for (let digit = digitAt(text, at); digit >= 0; digit = digitAt(text, at)) {
      octet = octet * 10 + digit;
      at += 1;
    }
    const isPadded = at - start > 1 && text.charCodeAt(start) === ZERO;
    const isEnded = octets === 3 ? at === text.length : text.charCodeAt(at) === DOT;
    if (at === start || octet > 255 || isPadded || !isEnded) return -1;
    code = code * 256 + octet;
    at += 1;
  }
  return code;
}

/** The decimal digit at a place, -1 where there is none. */
function digitAt(text: string, at: number): number {
  const digit = text.charCodeAt(at) - ZERO;
  return digit >= 0 && digit <= 9 ? digit : -1;
}

function ipv4Bytes(code: number): readonly number[] {
  return [code >>> 24, (code >>> 16) & 255, (code >>> 8) & 255, code & 255];
}

function ipv4Text(code: number): string {
  return ipv4Bytes(code).join('.');
}

/** `0.0.0.0/8` and `127.0.0.0/8`, `169.254.0.0/16`, `224.0.0.0/3` and the subnet-free broadcast. */
function ipv4Scope(code: number): AddressScope {
  const first = code >>> 24;
  if (first === 127 || first === 0) return 'loopback';
  if (first >= 224) return 'multicast';
  return code >>> 16 === 0xa9fe ? 'link-local' : 'ordinary';
}

function otherScope(text: string): AddressScope {
  if (!ipaddr.IPv6.isValid(text)) return 'ordinary';
  switch (ipaddr.IPv6.parse(text).range()) {
    case 'loopback':
    case 'unspecified':
      return 'loopback';
    case 'linkLocal':
      return 'link-local';
    case 'multicast':
      return 'multicast';
    default:
      return 'ipv6';
  }
}
