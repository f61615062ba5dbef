import { DataError } from '../core/errors.ts';
import type { Random } from '../core/random.ts';
import { BLOCKS_FOUR, BLOCKS_SIX, blockOf } from './address-blocks.ts';
import { addressBytes, addressText } from './address-bytes.ts';
import { FourMaker, type FourSpace, learnFourSpace } from './four-space.ts';
import { learnSixSpace, SixMaker, type SixSpace } from './six-space.ts';

/** Where an address lies: position in this list. */
export const ADDRESS_SCOPES = [
  'internal4',
  'external4',
  'internal6',
  'external6',
  'special',
] as const;

/** How the addresses of the data share prefixes, and where none of them lies; plain JSON. */
export interface AddressSpace {
  readonly four: FourSpace;
  readonly six: SixSpace;
  /** Share of IPv6 among the special addresses. */
  readonly specialSix: number;
}

const EXTERNAL_FOUR = 1;
const SPECIAL = 4;

/** Addresses that mean the same everywhere, so that none of them is anybody's new one. */
export const WELL_KNOWN: readonly string[] = [
  ...['0.0.0.0', '127.0.0.1', '255.255.255.255', '::', '::1', '169.254.169.254'],
  ...['224.0.0.1', '224.0.0.2', '224.0.0.22', '224.0.0.251', '224.0.0.252', '239.255.255.250'],
  ...['ff02::1', 'ff02::2', 'ff02::c', 'ff02::16', 'ff02::fb', 'ff02::1:2', 'ff02::1:3'],
];

/** Position in `ADDRESS_SCOPES`; a text that is no address counts as external. */
export function addressScope(address: string): number {
  const bytes = addressBytes(address);
  return bytes === null ? EXTERNAL_FOUR : scopeOfBytes(bytes);
}

/** Position in `ADDRESS_SCOPES` of 4 or 16 bytes. */
export function scopeOfBytes(bytes: Uint8Array): number {
  const blocks = bytes.length === 4 ? BLOCKS_FOUR : BLOCKS_SIX;
  const scope = blocks[blockOf(blocks, bytes)]?.scope ?? SPECIAL;
  const isShort = bytes.length === 16 && scope === SPECIAL && bytes[0] === 0;
  return isShort && bytes.subarray(0, 15).some((one) => one !== 0) ? 3 : scope;
}

/**
 * Learns how addresses cluster.
 *
 * What is kept holds no address of the data: laws of sharing, shares of blocks and kinds, and some
 * prefixes and residues that no address has.
 *
 * @param addresses distinct ones; texts that are no addresses are left out
 * @see docs/methods/names-and-addresses.md
 */
export function learnAddressSpace(addresses: readonly string[], random: Random): AddressSpace {
  const known = addresses.map(addressBytes).filter((one) => one !== null);
  const four = known.filter((one) => one.length === 4);
  const six = known.filter((one) => one.length === 16);
  const special = known.filter((one) => scopeOfBytes(one) === SPECIAL);
  const specialSix = special.filter((one) => one.length === 16).length;
  return {
    four: learnFourSpace(four, random),
    six: learnSixSpace(six, random),
    specialSix: specialSix / Math.max(1, special.length),
  };
}

/** Makes addresses that no address of the data equals, each once. */
export class AddressMaker {
  readonly #four: FourMaker;
  readonly #six: SixMaker;
  readonly #specialSix: number;
  readonly #random: Random;
  readonly #made: Set<string>;

  /** @param taken further addresses that may not come out, e.g. the public ones in use */
  constructor(space: AddressSpace, random: Random, taken: Iterable<string> = []) {
    this.#four = new FourMaker(space.four, random);
    this.#six = new SixMaker(space.six, random);
    this.#specialSix = space.specialSix;
    this.#random = random;
    this.#made = new Set([...WELL_KNOWN, ...taken]);
  }

  /**
   * A new address of the scope (position in `ADDRESS_SCOPES`).
   *
   * @throws DataError if the data and what was made leave no prefix of the scope
   */
  make(scope: number): string {
    for (let tries = 0; ; tries += 1) {
      const address = addressText(this.#draw(scope, tries));
      if (this.#made.has(address)) continue;
      this.#made.add(address);
      return address;
    }
  }

  #draw(scope: number, tries: number): Uint8Array {
    const isSix = scope === SPECIAL ? this.#random.next() < this.#specialSix : scope > 1;
    if (isSix) return this.#six.make(scope, tries);
    const four = this.#four.make(scope);
    if (four !== null) return four;
    if (scope === SPECIAL) return this.#six.make(scope, tries);
    const name = ADDRESS_SCOPES[scope];
    throw new DataError(
      `address-space: no free prefix is left: ${name}; train on fewer networks or make fewer`,
      { scope: name },
    );
  }
}
