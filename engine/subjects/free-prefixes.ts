import type { Random } from '../core/random.ts';

/**
 * Where new IPv4 addresses may lie: prefixes that hold no address of the data.
 *
 * Half of the prefixes without any address are left out by chance, so that a missing one does
 * not tell that the data had it.
 */
export interface FreePrefixes {
  /** A bit a /16 (numbered by its 16 bits), in base64. */
  readonly wide: string;
  /** A bit a /24 of each /16 of `NARROW`, one after the other, in base64. */
  readonly narrow: string;
}

/** Blocks too small to go by whole /16: link-local, two private ranges, registered groups. */
const NARROW = [0xa9fe, ...Array.from({ length: 16 }, (_, at) => 0xac10 + at), 0xc0a8, 0xe000];

/** Fewer prefixes than this in a /8 (or /24 in a narrow /16) are all kept. */
const ENOUGH = 32;

/** Finds the free prefixes. @param addresses four bytes each */
export function learnFreePrefixes(addresses: readonly Uint8Array[], random: Random): FreePrefixes {
  const wide = new Uint8Array(0x10000);
  const narrow = new Uint8Array(NARROW.length * 256);
  for (const [a = 0, b = 0, c = 0] of addresses) {
    wide[a * 256 + b] = 1;
    const at = NARROW.indexOf(a * 256 + b);
    if (at >= 0) narrow[at * 256 + c] = 1;
  }
  for (const one of NARROW) wide[one] = 1;
  return { wide: freeBits(wide, random), narrow: freeBits(narrow, random) };
}

/** Asks the free prefixes. */
export class FreePrefixReader {
  readonly #wide: Uint8Array;
  readonly #narrow: Uint8Array;

  constructor(free: FreePrefixes) {
    this.#wide = Buffer.from(free.wide, 'base64');
    this.#narrow = Buffer.from(free.narrow, 'base64');
  }

  /** True if the /24 may hold new addresses. */
  hasLow(high: number, third: number): boolean {
    const at = NARROW.indexOf(high);
    return at < 0 ? bitAt(this.#wide, high) : bitAt(this.#narrow, at * 256 + third);
  }

  /** True if some /24 of the /16 may. */
  hasHigh(high: number): boolean {
    const at = NARROW.indexOf(high);
    if (at < 0) return bitAt(this.#wide, high);
    return this.#narrow.subarray(at * 32, at * 32 + 32).some((byte) => byte !== 0);
  }
}

/** Ones for the zeros that are kept, 256 a group. */
function freeBits(taken: Uint8Array, random: Random): string {
  const bits = new Uint8Array(taken.length / 8);
  for (let first = 0; first < taken.length; first += 256) {
    const group = taken.subarray(first, first + 256);
    const free = group.reduce((sum, one) => sum + (one === 0 ? 1 : 0), 0);
    for (let at = 0; at < 256; at += 1) {
      if (group[at] === 1 || (free >= 2 * ENOUGH && random.next() < 0.5)) continue;
      bits[(first + at) >> 3] = (bits[(first + at) >> 3] as number) | (1 << (at & 7));
    }
  }
  return Buffer.from(bits).toString('base64');
}

function bitAt(bits: Uint8Array, at: number): boolean {
  return (((bits[at >> 3] ?? 0) >> (at & 7)) & 1) === 1;
}
