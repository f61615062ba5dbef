import type { Random } from '../core/random.ts';

/** Where an address lies: position in this list. */
export const ADDRESS_SCOPES = [
  'internal4',
  'external4',
  'internal6',
  'external6',
  'special',
] as const;

/** How the addresses of the data share prefixes, and where none of them lies. */
export interface AddressSpace {
  /** By scope: chance that an address opens a new /24, and that this opens a new /16. */
  readonly openLow: readonly number[];
  readonly openHigh: readonly number[];
  /** /16 prefixes (as `a.b`) without any address of the data. */
  readonly free: { readonly internal: readonly string[]; readonly external: readonly string[] };
}

const FREE_PREFIXES = 1500;

/** Position in `ADDRESS_SCOPES`. */
export function addressScope(address: string): number {
  if (address.includes(':')) {
    if (/^(ff|::1?$)/.test(address)) return 4;
    return /^(f[cd]|fe[89ab])/.test(address) ? 2 : 3;
  }
  const [a, b] = address.split('.').map(Number) as [number, number];
  if (a === 10 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168)) return 0;
  if (a === 0 || a === 127 || a >= 224 || (a === 169 && b === 254)) return 4;
  return 1;
}

/** Learns how addresses cluster; keeps prefixes that none of them has, and no address. */
export function learnAddressSpace(addresses: readonly string[], random: Random): AddressSpace {
  const high = new Set(addresses.map((one) => prefixOf(one, 2)));
  const share = (scope: number, of: number, per: number) => {
    const own = addresses.filter((one) => addressScope(one) === scope);
    const fine = new Set(own.map((one) => prefixOf(one, of)));
    const rough = per === 0 ? own.length : new Set(own.map((one) => prefixOf(one, per))).size;
    return rough === 0 ? 1 : fine.size / rough;
  };
  const scopes = ADDRESS_SCOPES.map((_, scope) => scope);
  return {
    openLow: scopes.map((scope) => share(scope, 3, 0)),
    openHigh: scopes.map((scope) => share(scope, 2, 3)),
    free: { internal: freeInternal(high), external: freeExternal(high, random) },
  };
}

function prefixOf(address: string, parts: number): string {
  return address.split(/[.:]/).slice(0, parts).join('.');
}

function freeInternal(taken: ReadonlySet<string>): string[] {
  const ten = Array.from({ length: 256 }, (_, b) => `10.${b}`);
  const mid = Array.from({ length: 16 }, (_, b) => `172.${16 + b}`);
  const free = ['192.168', ...mid, ...ten].filter((one) => !taken.has(one));
  return free.length > 0 ? free : ['100.64'];
}

function freeExternal(taken: ReadonlySet<string>, random: Random): string[] {
  const free = new Set<string>();
  for (let tries = 0; free.size < FREE_PREFIXES && tries < 50 * FREE_PREFIXES; tries += 1) {
    const prefix = `${1 + random.integer(223)}.${random.integer(256)}`;
    if (addressScope(`${prefix}.1.1`) === 1 && !taken.has(prefix)) free.add(prefix);
  }
  return free.size > 0 ? [...free] : ['198.18'];
}

/** Makes addresses that no address of the data equals, each once. */
export class AddressMaker {
  readonly #space: AddressSpace;
  readonly #random: Random;
  readonly #made = new Set<string>();
  readonly #lows: string[][] = ADDRESS_SCOPES.map(() => []);

  constructor(space: AddressSpace, random: Random) {
    this.#space = space;
    this.#random = random;
  }

  /** A new address of the scope (position in `ADDRESS_SCOPES`). */
  make(scope: number): string {
    for (let tries = 0; ; tries += 1) {
      const address = scope < 2 ? this.#makeFour(scope, tries) : this.#makeOther(scope);
      if (this.#made.has(address)) continue;
      this.#made.add(address);
      return address;
    }
  }

  #makeFour(scope: number, tries: number): string {
    const lows = this.#lows[scope] as string[];
    const isNew =
      lows.length === 0 || tries > 2 || this.#random.next() < (this.#space.openLow[scope] ?? 1);
    const low = isNew ? this.#openLow(scope, lows) : this.#random.pick(lows);
    lows.push(low);
    return `${low}.${1 + this.#random.integer(254)}`;
  }

  #openLow(scope: number, lows: readonly string[]): string {
    const isNew = lows.length === 0 || this.#random.next() < (this.#space.openHigh[scope] ?? 1);
    const free = scope === 0 ? this.#space.free.internal : this.#space.free.external;
    const high = isNew ? this.#random.pick(free) : prefixOf(this.#random.pick(lows), 2);
    return `${high}.${this.#random.integer(256)}`;
  }

  #makeOther(scope: number): string {
    const word = () => (1 + this.#random.integer(0xffff)).toString(16);
    if (scope === 2) return `fe80::${word()}:${word()}:${word()}:${word()}`;
    if (scope === 3)
      return `2a${this.#random.integer(16).toString(16)}0:${word()}:${word()}:${word()}::${word()}`;
    return `239.${this.#random.integer(255)}.${this.#random.integer(256)}.${1 + this.#random.integer(254)}`;
  }
}
