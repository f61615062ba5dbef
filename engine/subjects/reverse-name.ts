import { addressBytes } from './address-bytes.ts';

/** A prefix of an address, as a reverse name spells it. */
export interface ReversedPrefix {
  /** 4 or 16 bytes, zeros behind the prefix. */
  readonly bytes: Uint8Array;
  /** Labels of the prefix: bytes for IPv4, nibbles for IPv6. */
  readonly length: number;
}

/**
 * The name under which an address is looked up: `4.3.2.1.in-addr.arpa`, or nibbles in `ip6.arpa`.
 *
 * @see RFC 1035, section 3.5; RFC 3596, section 2.5
 */
export function reverseName(address: string): string {
  const bytes = addressBytes(address) ?? Uint8Array.of(127, 0, 0, 1);
  return reversePrefixName(bytes, bytes.length === 4 ? 4 : 32);
}

/** The reverse name of the first labels of an address. */
export function reversePrefixName(bytes: Uint8Array, length: number): string {
  const labels =
    bytes.length === 4
      ? [...bytes].map(String)
      : [...bytes].flatMap((one) => [one >> 4, one & 15].map((nibble) => nibble.toString(16)));
  const zone = bytes.length === 4 ? 'in-addr.arpa' : 'ip6.arpa';
  return [...labels.slice(0, length).reverse(), zone].join('.');
}

/** The prefix that a reverse name spells, null for any other name. */
export function reversedPrefix(name: string): ReversedPrefix | null {
  const [, spelt, zone] = /^([0-9a-f.]+)\.(in-addr|ip6)\.arpa$/i.exec(name) ?? [];
  if (spelt === undefined) return null;
  const labels = spelt.split('.').reverse();
  if (zone?.toLowerCase() === 'ip6') return nibblePrefix(labels);
  const isRight = labels.length <= 4 && labels.every((one) => /^(0|[1-9]\d{0,2})$/.test(one));
  if (!isRight || labels.some((one) => Number(one) > 255)) return null;
  const bytes = new Uint8Array(4);
  bytes.set(labels.map(Number));
  return { bytes, length: labels.length };
}

function nibblePrefix(labels: readonly string[]): ReversedPrefix | null {
  if (labels.length > 32 || labels.some((one) => !/^[0-9a-f]$/i.test(one))) return null;
  const bytes = new Uint8Array(16);
  for (const [at, one] of labels.entries()) {
    bytes[at >> 1] =
      (bytes[at >> 1] as number) | (Number.parseInt(one, 16) << (at % 2 === 0 ? 4 : 0));
  }
  return { bytes, length: labels.length };
}
