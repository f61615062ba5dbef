import type { Random } from '../core/random.ts';
import { BLOCKS_SIX, blockOf } from './address-blocks.ts';
import { drawShare, sharesOf } from './drawn-share.ts';
import { INTERFACE_KINDS, interfaceKind, makeInterface } from './interface-id.ts';
import { fitPartitionLaw, type PartitionLaw } from './partition-law.ts';
import { PrefixTree } from './prefix-tree.ts';

/** IPv6 addresses of the data: laws by scope, and residues that none of them has. */
export interface SixSpace {
  readonly scopes: readonly SixLaw[]; // internal, external, special
  /** Residue of the second 16 bits of a /32 of global unicast. */
  readonly network: Residue;
  /** Residue of the last 16 bits of link-local addresses and of groups. */
  readonly host: Residue;
}

/** How the IPv6 addresses of one scope lie. */
export interface SixLaw {
  /** By block of `BLOCKS_SIX`. */
  readonly blocks: readonly number[];
  /** How the /32 share a block, the /48 a /32, the /64 a /48. */
  readonly levels: readonly PartitionLaw[];
  /** By kind of `INTERFACE_KINDS`. */
  readonly interfaces: readonly number[];
  /** By scope of a group (link, realm, …): last four bits of the second byte. */
  readonly groups: readonly number[];
  /** Share of the groups that stand for a node's address (solicited nodes). */
  readonly solicited: number;
}

/** A class of 16-bit numbers: those that leave `rest` when divided by `divisor`. */
export interface Residue {
  readonly divisor: number;
  readonly rest: number;
}

/** Scope numbers (of `ADDRESS_SCOPES`) that IPv6 addresses have. */
export const SIX_SCOPES: readonly number[] = [2, 3, 4];

const SOLICITED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff];

/** Learns the laws. @param addresses sixteen bytes each */
export function learnSixSpace(addresses: readonly Uint8Array[], random: Random): SixSpace {
  const own = addresses.map((bytes) => ({ bytes, block: blockOf(BLOCKS_SIX, bytes) }));
  const inScope = (scope: number) =>
    own.filter(({ block }) => BLOCKS_SIX[block]?.scope === scope).map(({ bytes }) => bytes);
  const [internal = [], external = [], special = []] = SIX_SCOPES.map(inScope);
  return {
    scopes: SIX_SCOPES.map((scope) => learnLaw(inScope(scope), scope)),
    network: freeResidue(
      external.map((one) => partAt(one, 2)),
      random,
    ),
    host: freeResidue(
      [...internal, ...special].map((one) => partAt(one, 14)),
      random,
    ),
  };
}

/** A residue that none of the numbers has, of the smallest divisor that leaves most residues free. */
export function freeResidue(numbers: readonly number[], random: Random): Residue {
  const distinct = new Set(numbers);
  let divisor = 1;
  while (divisor < 2 * distinct.size && divisor < 0x8000) divisor *= 2;
  const taken = new Set([...distinct].map((one) => one % divisor));
  const free = Array.from({ length: divisor }, (_, at) => at).filter((one) => !taken.has(one));
  return free.length === 0 ? { divisor: 1, rest: 0 } : { divisor, rest: random.pick(free) };
}

function learnLaw(addresses: readonly Uint8Array[], scope: number): SixLaw {
  const count = (size: number, places: readonly number[]) => {
    const counts = new Array<number>(size).fill(0);
    for (const one of places) counts[one] = (counts[one] ?? 0) + 1;
    return sharesOf(counts);
  };
  const groups = addresses.filter(([first]) => first === 0xff);
  const blocks = addresses.map((one) => blockOf(BLOCKS_SIX, one));
  const spare = BLOCKS_SIX.flatMap((one, at) => (one.scope === scope && at !== 3 ? [at] : []));
  const hosts = addresses.filter(([first]) => first !== 0xff);
  return {
    blocks: count(BLOCKS_SIX.length, addresses.length > 0 ? blocks : spare),
    levels: [2, 4, 6].map((depth) => fitPartitionLaw(groupsAt(hosts, depth))),
    interfaces: count(
      INTERFACE_KINDS.length,
      hosts.length > 0 ? hosts.map(interfaceKind) : [INTERFACE_KINDS.indexOf('random')],
    ),
    groups: count(16, groups.length > 0 ? groups.map((one) => (one[1] as number) & 15) : [2]),
    solicited: groups.filter(isSolicited).length / Math.max(1, groups.length),
  };
}

function isSolicited(bytes: Uint8Array): boolean {
  return SOLICITED.every((one, at) => bytes[at + 2] === one);
}

/** Addresses by 16-bit part after `depth` bytes, grouped by what stands before. */
function groupsAt(addresses: readonly Uint8Array[], depth: number): number[][] {
  const groups = new Map<string, Map<number, number>>();
  for (const one of addresses) {
    const above = depth === 2 ? blockOf(BLOCKS_SIX, one) : one.subarray(0, depth).join();
    const own = groups.get(String(above)) ?? new Map<number, number>();
    const part = depth === 2 ? partAt(one, 0) * 0x10000 + partAt(one, 2) : partAt(one, depth);
    own.set(part, (own.get(part) ?? 0) + 1);
    groups.set(String(above), own);
  }
  return [...groups.values()].map((one) => [...one.values()]);
}

function partAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) * 256 + (bytes[at + 1] as number);
}

/** Makes IPv6 addresses that share prefixes as the data's do. */
export class SixMaker {
  readonly #space: SixSpace;
  readonly #random: Random;
  readonly #trees = new Map<number, PrefixTree>();

  constructor(space: SixSpace, random: Random) {
    this.#space = space;
    this.#random = random;
  }

  /**
   * An address of a scope of `SIX_SCOPES`; it may be one that was made before.
   *
   * @param tries how often this address was drawn in vain; after some, groups get longer numbers
   */
  make(scope: number, tries: number): Uint8Array {
    const law = this.#space.scopes[SIX_SCOPES.indexOf(scope)] as SixLaw;
    const block = drawShare(law.blocks, this.#random);
    switch (BLOCKS_SIX[block]?.name) {
      case 'linkLocal':
        return this.#host([0xfe80, 0, 0, 0], law, true);
      case 'multicast':
      case 'loopback':
        return this.#group(law, tries > 16 ? 10 : 14);
      default:
        return this.#host(this.#network(block, law), law, false);
    }
  }

  /** The four 16-bit parts of a /64. */
  #network(block: number, law: SixLaw): readonly number[] {
    const known = this.#trees.get(block);
    const fresh = (path: readonly number[], taken: readonly number[]) =>
      path.length === 0 ? this.#first(block, taken) : this.#part(path, taken);
    const tree = known ?? new PrefixTree(law.levels, fresh, this.#random);
    this.#trees.set(block, tree);
    const [first = 0, ...rest] = tree.draw() ?? [0x2a00_0000, 0, 0];
    return [Math.floor(first / 0x10000), first % 0x10000, ...rest];
  }

  /** A /32 of a block: `2a0e:1f2c`. */
  #first(block: number, taken: readonly number[]): number {
    const { name, from, to } = BLOCKS_SIX[block] as (typeof BLOCKS_SIX)[number];
    const { divisor, rest } = this.#space.network;
    const isOwn = name === 'uniqueLocal';
    for (let tries = 0; tries < 64; tries += 1) {
      const high = isOwn ? 0xfd00 + this.#random.integer(256) : this.#high(name, from, to);
      const low = isOwn
        ? this.#random.integer(0x10000)
        : rest + divisor * this.#random.integer(Math.floor((0xffff - rest) / divisor) + 1);
      const part = high * 0x10000 + low;
      if (!taken.includes(part) && isUsable(high, low)) return part;
    }
    return -1;
  }

  #high(name: string, from: number, to: number): number {
    if (name === 'other') return 0x2003 + this.#random.integer(0x3f0);
    return from + this.#random.integer(to - from + 1);
  }

  /** Sites are numbered low as a rule, so that half of the new parts are small. */
  #part(path: readonly number[], taken: readonly number[]): number {
    for (let tries = 0; tries < 64; tries += 1) {
      const isSmall = path.length > 1 && this.#random.next() < 0.5;
      const part = this.#random.integer(isSmall ? 256 : 0x10000);
      if (!taken.includes(part)) return part;
    }
    return -1;
  }

  #host(network: readonly number[], law: SixLaw, isLocal: boolean): Uint8Array {
    const kind = INTERFACE_KINDS[drawShare(law.interfaces, this.#random)] ?? 'random';
    const host = makeInterface(kind, this.#random);
    if (isLocal) setResidue(host, 6, this.#space.host);
    return Uint8Array.from([...network.flatMap((one) => [one >> 8, one & 255]), ...host]);
  }

  #group(law: SixLaw, first: number): Uint8Array {
    const bytes = new Uint8Array(16);
    bytes[0] = 0xff;
    bytes[1] = Math.max(1, drawShare(law.groups, this.#random));
    const isSolicited = this.#random.next() < law.solicited;
    if (isSolicited) {
      bytes[1] = 2;
      bytes.set(SOLICITED, 2);
    }
    for (let at = isSolicited ? 13 : first; at < 16; at += 1) bytes[at] = this.#random.integer(256);
    setResidue(bytes, 14, this.#space.host);
    return bytes;
  }
}

/** Leaves out documentation, tunnels and what has no host. */
function isUsable(high: number, low: number): boolean {
  return !(high === 0x2001 && (low < 0x200 || low === 0xdb8));
}

/** Moves two bytes to a number of the residue. */
function setResidue(bytes: Uint8Array, at: number, { divisor, rest }: Residue): void {
  const part = partAt(bytes, at);
  const moved = Math.min(part - (part % divisor) + rest, 0xffff);
  bytes[at] = moved >> 8;
  bytes[at + 1] = moved & 255;
}
