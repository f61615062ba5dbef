import { defined } from '../core/invariant.ts';
import type { Random } from '../core/random.ts';
import { type AddressBlock, BLOCKS_FOUR, blockOf, isUsableHigh } from './address-blocks.ts';
import { drawShare, sharesOf } from './drawn-share.ts';
import { type FreePrefixes, FreePrefixReader, learnFreePrefixes } from './free-prefixes.ts';
import { fitPartitionLaw, type PartitionLaw } from './partition-law.ts';
import { PrefixTree } from './prefix-tree.ts';

/** How the IPv4 addresses of one scope lie. */
export interface FourLaw {
  /** Block (of `BLOCKS_FOUR`) and share of the addresses of each /8, largest first; not which. */
  readonly firsts: readonly { readonly block: number; readonly share: number }[];
  /** How the /16 share a /8, the /24 a /16. */
  readonly levels: readonly PartitionLaw[];
  /** By range of `LAST_OCTETS`. */
  readonly last: readonly number[];
}

/** IPv4 addresses of the data: laws by scope, and where none of them lies. */
export interface FourSpace {
  readonly scopes: readonly FourLaw[]; // internal, external, special
  readonly free: FreePrefixes;
}

/** Scope numbers (of `ADDRESS_SCOPES`) that IPv4 addresses have. */
export const FOUR_SCOPES: readonly number[] = [0, 1, 4];

/** First numbers of the ranges within which last octets count as alike. */
const LAST_OCTETS = [0, 1, 2, 10, 50, 100, 200, 254, 255, 256];

/** Blocks that no ordinary host has: made only where the data has them. */
const IDLE_BLOCKS = ['this', 'loopback', 'reserved'];

/** /8 of each other block of a scope that the data does not use. */
const SPARE_FIRSTS = 3;

/** Addresses' worth of an even law that the learned law of last octets is mixed with. */
const EVEN = 8;

/** Learns the laws. @param addresses four bytes each */
export function learnFourSpace(addresses: readonly Uint8Array[], random: Random): FourSpace {
  const blocks = addresses.map((one) => blockOf(BLOCKS_FOUR, one));
  const scopes = FOUR_SCOPES.map((scope) =>
    learnLaw(
      addresses.filter((_, at) => BLOCKS_FOUR[blocks[at] as number]?.scope === scope),
      scope,
    ),
  );
  return { scopes, free: learnFreePrefixes(addresses, random) };
}

function learnLaw(addresses: readonly Uint8Array[], scope: number): FourLaw {
  const last = LAST_OCTETS.slice(1).map((to, at) => (EVEN * (to - (LAST_OCTETS[at] ?? 0))) / 256);
  for (const one of addresses) {
    const range = LAST_OCTETS.findLastIndex((from) => (one[3] as number) >= from);
    last[range] = (last[range] ?? 0) + 1;
  }
  const levels = [2, 3].map((depth) => fitPartitionLaw(groupsAt(addresses, depth)));
  return { firsts: firstsOf(addresses, scope), levels, last: sharesOf(last) };
}

/** The shares of the /8; a scope without any address gets all of its blocks. */
function firstsOf(addresses: readonly Uint8Array[], scope: number): FourLaw['firsts'] {
  const counts = new Map<number, { readonly block: number; count: number }>();
  for (const one of addresses) {
    const block = blockOf(BLOCKS_FOUR, one);
    const key = block * 256 + (one[0] as number);
    const own = counts.get(key) ?? { block, count: 0 };
    own.count += 1;
    counts.set(key, own);
  }
  const found = [...counts.values()].sort((a, b) => b.count - a.count || a.block - b.block);
  const spare = BLOCKS_FOUR.flatMap((one, block) =>
    one.scope === scope && !IDLE_BLOCKS.includes(one.name)
      ? Array.from({ length: SPARE_FIRSTS }, () => ({ block, count: 1 }))
      : [],
  );
  const firsts = found.length === 0 ? spare : found;
  const shares = sharesOf(firsts.map(({ count }) => count));
  return firsts.map(({ block }, at) => ({ block, share: shares[at] ?? 0 }));
}

/** Addresses by prefix of `depth` bytes, grouped by the prefix above. */
function groupsAt(addresses: readonly Uint8Array[], depth: number): number[][] {
  const groups = new Map<number, Map<number, number>>();
  for (const one of addresses) {
    let above = blockOf(BLOCKS_FOUR, one);
    for (let at = 0; at < depth - 1; at += 1) above = above * 256 + (one[at] as number);
    const own = groups.get(above) ?? new Map<number, number>();
    const part = one[depth - 1] as number;
    own.set(part, (own.get(part) ?? 0) + 1);
    groups.set(above, own);
  }
  return [...groups.values()].map((one) => [...one.values()]);
}

/** Makes IPv4 addresses that share prefixes as the data's do, in prefixes that the data has not. */
export class FourMaker {
  readonly #space: FourSpace;
  readonly #free: FreePrefixReader;
  readonly #random: Random;
  readonly #trees: (PrefixTree | undefined)[] = [];
  readonly #firsts = new Map<string, number>();
  readonly #rooms = new Map<number, number>();

  constructor(space: FourSpace, random: Random) {
    this.#space = space;
    this.#free = new FreePrefixReader(space.free);
    this.#random = random;
  }

  /** A new address of a scope of `FOUR_SCOPES`, null if all its prefixes are full. */
  make(scope: number): Uint8Array | null {
    const own = FOUR_SCOPES.indexOf(scope);
    const law = defined(this.#space.scopes[own], 'scope has a law');
    const tree = this.#trees[own] ?? this.#treeOf(own, law);
    this.#trees[own] = tree;
    const path = tree.draw();
    if (path === null) return null;
    const [entry = 0, ...rest] = path;
    return Uint8Array.of(this.#firstOctet(own, law, entry), ...rest);
  }

  /** A tree whose first parts are positions in the law's list of /8. */
  #treeOf(scope: number, law: FourLaw): PrefixTree {
    const fresh = (path: readonly number[], taken: readonly number[]) => {
      const [entry = 0, ...rest] = path;
      if (path.length === 3) return this.#lastOctet(law, taken);
      const first = this.#firstOctet(scope, law, entry);
      const block = BLOCKS_FOUR[law.firsts[entry]?.block ?? 0] as AddressBlock;
      return first < 0 ? -1 : this.#octet(block, [first, ...rest], taken);
    };
    const shares = law.firsts.map(({ share }) => share);
    return new PrefixTree([{ shares }, ...law.levels, null], fresh, this.#random);
  }

  /** The first octet that stands for an entry: one of its block that no other has; -1 if none. */
  #firstOctet(scope: number, law: FourLaw, entry: number): number {
    const key = `${scope} ${entry}`;
    const known = this.#firsts.get(key);
    if (known !== undefined) return known;
    const at = law.firsts[entry]?.block ?? 0;
    const block = BLOCKS_FOUR[at] as AddressBlock;
    // A /8 may hold blocks of several scopes, as 172 does: each scope has its own list.
    const isOther = (one: string) => one !== key && one.startsWith(`${scope} `);
    const used = new Set([...this.#firsts].filter(([one]) => isOther(one)).map(([, own]) => own));
    const options = OCTETS.filter((one) => !used.has(one))
      .map((octet) => ({ octet, room: this.#room(block, octet) }))
      .filter(({ room }) => room > 0);
    const octet = options.length === 0 ? -1 : this.#roomy(options);
    this.#firsts.set(key, octet);
    return octet;
  }

  /** The roomiest of four options. */
  #roomy(options: readonly { readonly octet: number; readonly room: number }[]): number {
    const drawn = [0, 1, 2, 3].map(() => this.#random.pick(options));
    return drawn.reduce((best, one) => (one.room > best.room ? one : best)).octet;
  }

  /** Free /16 of a block within a /8. */
  #room(block: AddressBlock, first: number): number {
    const key = BLOCKS_FOUR.indexOf(block) * 256 + first;
    const known = this.#rooms.get(key);
    if (known !== undefined) return known;
    const isIn = first >= block.from >> 8 && first <= block.to >> 8;
    const free = isIn ? OCTETS.filter((second) => this.#isFree(block, [first, second])) : [];
    this.#rooms.set(key, free.length);
    return free.length;
  }

  /** The second or third octet of a prefix that is free. */
  #octet(block: AddressBlock, path: readonly number[], taken: readonly number[]): number {
    const fits = (octet: number) => !taken.includes(octet) && this.#isFree(block, [...path, octet]);
    for (let tries = 0; tries < 16; tries += 1) {
      const octet = this.#random.integer(256);
      if (fits(octet)) return octet;
    }
    const options = OCTETS.filter(fits);
    return options.length === 0 ? -1 : this.#random.pick(options);
  }

  #isFree(block: AddressBlock, [first = 0, second = 0, third]: readonly number[]): boolean {
    const high = first * 256 + second;
    if (third !== undefined) return this.#free.hasLow(high, third);
    const isIn = high >= block.from && high <= block.to;
    if (!isIn || !isUsableHigh(high) || !this.#free.hasHigh(high)) return false;
    return BLOCKS_FOUR[blockOf(BLOCKS_FOUR, Uint8Array.of(first, second))] === block;
  }

  /** A broadcast address only where hosts are, no address twice. */
  #lastOctet(law: FourLaw, taken: readonly number[]): number {
    for (let tries = 0; tries < 8; tries += 1) {
      const range = drawShare(law.last, this.#random);
      const from = LAST_OCTETS[range] ?? 1;
      const octet = from + this.#random.integer((LAST_OCTETS[range + 1] ?? 256) - from);
      const isEdge = octet === 0 || octet === 255;
      if (!taken.includes(octet) && !(isEdge && taken.length === 0)) return octet;
    }
    const rest = OCTETS.filter((one) => !taken.includes(one) && one > 0 && one < 255);
    return rest.length === 0 ? -1 : this.#random.pick(rest);
  }
}

const OCTETS = Array.from({ length: 256 }, (_, at) => at);
