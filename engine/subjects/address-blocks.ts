/** A range of addresses with a use of its own. */
export interface AddressBlock {
  readonly name: string;
  /** Position in `ADDRESS_SCOPES`. */
  readonly scope: number;
  /** First two bytes from this one up to and with the last. */
  readonly from: number;
  readonly to: number;
}

/**
 * IPv4 by use, the first that holds an address is its block; `unicast` holds the rest.
 *
 * @see IANA IPv4 special-purpose address registry
 */
export const BLOCKS_FOUR: readonly AddressBlock[] = [
  { name: 'private10', scope: 0, from: 0x0a00, to: 0x0aff },
  { name: 'private172', scope: 0, from: 0xac10, to: 0xac1f },
  { name: 'private192', scope: 0, from: 0xc0a8, to: 0xc0a8 },
  { name: 'this', scope: 4, from: 0x0000, to: 0x00ff },
  { name: 'loopback', scope: 4, from: 0x7f00, to: 0x7fff },
  { name: 'linkLocal', scope: 4, from: 0xa9fe, to: 0xa9fe },
  { name: 'groups', scope: 4, from: 0xe000, to: 0xe000 },
  { name: 'multicast', scope: 4, from: 0xe001, to: 0xefff },
  { name: 'reserved', scope: 4, from: 0xf000, to: 0xffff },
  { name: 'unicast', scope: 1, from: 0x0100, to: 0xdfff },
];

/**
 * IPv6 by use; global unicast by the blocks that the registries were given.
 *
 * @see IANA IPv6 global unicast address assignments
 */
export const BLOCKS_SIX: readonly AddressBlock[] = [
  { name: 'linkLocal', scope: 2, from: 0xfe80, to: 0xfebf },
  { name: 'uniqueLocal', scope: 2, from: 0xfc00, to: 0xfdff },
  { name: 'multicast', scope: 4, from: 0xff00, to: 0xffff },
  { name: 'loopback', scope: 4, from: 0x0000, to: 0x0000 },
  { name: 'first', scope: 3, from: 0x2001, to: 0x2001 },
  { name: 'apnic', scope: 3, from: 0x2400, to: 0x240f },
  { name: 'arin', scope: 3, from: 0x2600, to: 0x260f },
  { name: 'lacnic', scope: 3, from: 0x2800, to: 0x280f },
  { name: 'ripe', scope: 3, from: 0x2a00, to: 0x2a1f },
  { name: 'afrinic', scope: 3, from: 0x2c00, to: 0x2c0f },
  { name: 'other', scope: 3, from: 0x0001, to: 0xfdff },
];

/** Registered ranges within global unicast IPv4 that stand for no host on the Internet. */
const UNUSABLE_FOUR: readonly (readonly [number, number])[] = [
  [0x6440, 0x647f], // shared by carriers
  [0xc000, 0xc000], // protocol assignments, documentation
  [0xc034, 0xc034], // AS112 and relays
  [0xc058, 0xc058], // 6to4 relays
  [0xc0af, 0xc0af], // AS112
  [0xc612, 0xc613], // benchmarks
  [0xc633, 0xc633], // documentation
  [0xcb00, 0xcb00], // documentation
];

/** Position of the block that holds the address, by its first two bytes. */
export function blockOf(blocks: readonly AddressBlock[], bytes: Uint8Array): number {
  const high = (bytes[0] as number) * 256 + (bytes[1] as number);
  return blocks.findIndex((one) => high >= one.from && high <= one.to);
}

/** True if hosts of the Internet may have this /16. */
export function isUsableHigh(high: number): boolean {
  return !UNUSABLE_FOUR.some(([from, to]) => high >= from && high <= to);
}
