import { refuse } from './bad-row.ts';
import { scaleDecimal } from './decimal.ts';
import { isIcmp } from './protocol-name.ts';

const INTEGER = /^\d{1,16}(?:\.0*)?$/;
const GUID = /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i;
/** Sysmon's word for a process that it does not know. */
const NO_GUID = '00000000-0000-0000-0000-000000000000';
const SUFFIXES: Readonly<Record<string, number>> = { K: 3, M: 6, G: 9, T: 12 };

/** A whole number up to 2^53; `80.0` is 80, never rounded. @throws RowDefect if it is none */
export function parseInteger(field: string, text: string): number {
  const digits = text.trim();
  const value = Number(digits);
  if (!INTEGER.test(digits) || !Number.isSafeInteger(value))
    return refuse(field, 'is no whole number below 2^53', text);
  return value;
}

/** A port, 0..65535. @throws RowDefect if it is none */
export function parsePort(field: string, text: string): number {
  const port = parseInteger(field, text);
  return port < 65_536 ? port : refuse(field, 'is no port', text);
}

/** A count, also as nfdump shortens it: `1.2 M` is 1,200,000. @throws RowDefect */
export function parseCount(field: string, text: string): number {
  const short = /^([\d.]+) *([KMGT])$/.exec(text.trim());
  if (short === null) return parseInteger(field, text);
  const places = SUFFIXES[short[2] as string] as number;
  return scaleDecimal(short[1] as string, places) ?? refuse(field, 'is no count', text);
}

/**
 * ICMP's type and code out of a NetFlow destination port: `type.code` or type * 256 + code.
 *
 * @throws RowDefect if it is neither
 */
export function icmpTypeAndCode(field: string, text: string): readonly [number, number] {
  const [type = '', code] = text.trim().split('.', 2);
  if (code !== undefined) return [parsePort(field, type), parsePort(field, code)];
  const both = parsePort(field, type);
  return [both >> 8, both & 255];
}

/** A host or domain name: lower case, no trailing dot; null if nothing is left. */
export function domainName(text: string): string | null {
  const trimmed = text.trim();
  const bare = trimmed.endsWith('.') ? trimmed.slice(0, -1) : trimmed;
  return bare === '' ? null : bare.toLowerCase();
}

/** ICMP's own protocol for the family of the address: writers say `icmp` for both. */
export function icmpOfFamily(protocol: string, address: string): string {
  return isIcmp(protocol) && address.includes(':') ? 'ipv6-icmp' : protocol;
}

/** A boolean as logs write it. @throws RowDefect if it is none */
export function parseBoolean(field: string, text: string): boolean {
  const word = text.trim().toLowerCase();
  if (word === 'true' || word === '1') return true;
  if (word === 'false' || word === '0') return false;
  return refuse(field, 'is no boolean', text);
}

/** A GUID, lower case in braces; null for the one of zeros, which names no process. @throws RowDefect */
export function parseGuid(field: string, text: string): string | null {
  const guid = (GUID.exec(text.trim())?.[1] ?? refuse(field, 'is no GUID', text)).toLowerCase();
  return guid === NO_GUID ? null : `{${guid}}`;
}
