import type { Random } from '../core/random.ts';

/** How the lower 64 bits of an IPv6 address come about: from a MAC address, by hand, by chance. */
export const INTERFACE_KINDS = ['mac', 'small', 'random'] as const;

export type InterfaceKind = (typeof INTERFACE_KINDS)[number];

/** First three bytes of common network cards, virtual ones first; public (IEEE registry). */
const VENDORS = [
  ...[0x080027, 0x000c29, 0x005056, 0x00155d, 0x525400, 0x0050b6, 0x001b21, 0x3c970e],
  ...[0x705681, 0xa4bf01, 0x001a4b, 0x9c8e99],
];

/** Position in `INTERFACE_KINDS`. @see RFC 4291, appendix A (modified EUI-64) */
export function interfaceKind(address: Uint8Array): number {
  if (address[11] === 0xff && address[12] === 0xfe) return 0;
  return address.subarray(8, 14).every((one) => one === 0) ? 1 : 2;
}

/** Eight bytes of the kind. */
export function makeInterface(kind: InterfaceKind, random: Random): Uint8Array {
  switch (kind) {
    case 'mac':
      return fromMac(random.pick(VENDORS), random.integer(0x1000000));
    case 'small': {
      const host = 1 + random.integer(0x1ff);
      return Uint8Array.of(0, 0, 0, 0, 0, 0, host >> 8, host & 255);
    }
    default: {
      const bytes = Uint8Array.from({ length: 8 }, () => random.integer(256));
      bytes[0] = (bytes[0] as number) | 1;
      return bytes;
    }
  }
}

function fromMac(vendor: number, card: number): Uint8Array {
  const [a, b, c] = [vendor >> 16, (vendor >> 8) & 255, vendor & 255];
  return Uint8Array.of(a ^ 2, b, c, 0xff, 0xfe, card >> 16, (card >> 8) & 255, card & 255);
}
