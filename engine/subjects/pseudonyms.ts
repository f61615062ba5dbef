import { createCipheriv, createHash, createHmac } from 'node:crypto';
import { StateError } from '../core/errors.ts';
import { addressBytes, addressText } from './address-bytes.ts';
import { WELL_KNOWN } from './address-space.ts';
import { COMMON_LABELS, FIRST_SITE, isSystemAccount } from './known-labels.ts';
import { permutedLabel } from './label-permutation.ts';
import { nameParts } from './name-parts.ts';
import { PrefixPermutation } from './prefix-permutation.ts';
import { reversedPrefix, reversePrefixName } from './reverse-name.ts';

/** Sorts of values that are replaced. */
export type PseudonymKind = 'address' | 'fqdn' | 'user' | 'guid';

/** What stays as it is. */
export interface PseudonymSpace {
  /** True for values that are nobody's; well-known addresses and system accounts stay anyway. */
  readonly isPublic?: (kind: PseudonymKind, value: string) => boolean;
}

/**
 * A replacement for every address, name, account and GUID: the same wherever the value occurs,
 * different for different values, and not to be undone without the key.
 */
export interface Pseudonyms {
  /** Shares as many leading bits with others as before, in the same block; other texts as labels. */
  address(value: string): string;
  /** Label by label; the public suffix and common labels stay, reverse names follow addresses. */
  fqdn(value: string): string;
  /** `REALM\user`, `user@domain`, `HOST$`, `user`: realm, domain and host as their labels are. */
  user(value: string): string;
  /** In the same form: braces, case. */
  guid(value: string): string;
  /** Drops the key and all that was replaced; later calls throw a StateError. */
  forget(): void;
}

/**
 * Opens the replacements of a key.
 *
 * @param key secret bytes; a number only where the mapping need not be secret, since it is guessed
 * @see docs/methods/names-and-addresses.md
 */
export function openPseudonyms(key: Uint8Array | number, space: PseudonymSpace = {}): Pseudonyms {
  let mapping: Mapping | null = new Mapping(key, space);
  const open = () => {
    if (mapping !== null) return mapping;
    throw new StateError('pseudonyms: the key was forgotten: nothing can be replaced; open anew');
  };
  return {
    address: (value) => open().once('address', value),
    fqdn: (value) => open().once('fqdn', value),
    user: (value) => open().once('user', value),
    guid: (value) => open().once('guid', value),
    forget: () => {
      mapping?.wipe();
      mapping = null;
    },
  };
}

const GUID = /^(\{?)([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})(\}?)$/i;

const FIXED_ADDRESSES: ReadonlySet<string> = new Set(WELL_KNOWN);

class Mapping {
  readonly #isPublic: (kind: PseudonymKind, value: string) => boolean;
  readonly #labels: Uint8Array;
  readonly #guids: Uint8Array;
  readonly #four: PrefixPermutation;
  readonly #six: PrefixPermutation;
  readonly #known = new Map<string, string>();

  constructor(key: Uint8Array | number, space: PseudonymSpace) {
    const secret = typeof key === 'number' ? createHash('sha256').update(`${key}`).digest() : key;
    const derived = (use: string) => createHmac('sha256', secret).update(use).digest();
    this.#isPublic = space.isPublic ?? (() => false);
    this.#labels = derived('labels');
    this.#guids = derived('guids');
    this.#four = new PrefixPermutation(4, derived('four'));
    this.#six = new PrefixPermutation(16, derived('six'));
  }

  once(kind: PseudonymKind, value: string): string {
    const place = `${kind} ${value}`;
    const known = this.#known.get(place);
    if (known !== undefined) return known;
    const fresh = this.#isPublic(kind, value) ? value : this.#replace(kind, value);
    this.#known.set(place, fresh);
    return fresh;
  }

  wipe(): void {
    this.#known.clear();
    this.#labels.fill(0);
    this.#guids.fill(0);
  }

  #replace(kind: PseudonymKind, value: string): string {
    switch (kind) {
      case 'address':
        return this.#address(value);
      case 'fqdn':
        return this.#name(value);
      case 'user':
        return this.#user(value);
      default:
        return this.#guid(value);
    }
  }

  /** NOTE: going on from an address that stays keeps two addresses from becoming one. */
  #address(value: string): string {
    const bytes = addressBytes(value);
    if (bytes === null) return this.#label(value);
    const isFixed = (text: string) => FIXED_ADDRESSES.has(text) || this.#isPublic('address', text);
    let moved = bytes;
    if (isFixed(addressText(moved))) return value;
    do moved = this.#permuted(moved);
    while (isFixed(addressText(moved)));
    return addressText(moved);
  }

  #permuted(bytes: Uint8Array): Uint8Array {
    return (bytes.length === 4 ? this.#four : this.#six).apply(bytes);
  }

  #name(value: string): string {
    if (addressBytes(value) !== null) return this.#address(value);
    const dot = value.endsWith('.') ? '.' : '';
    const name = value.slice(0, value.length - dot.length);
    const prefix = reversedPrefix(name);
    if (prefix !== null) {
      return reversePrefixName(this.#permuted(prefix.bytes), prefix.length) + dot;
    }
    const kept = name.includes('.') ? nameParts(name).suffix.length : 0;
    const suffix = kept === 0 ? '' : name.slice(name.length - kept);
    const rest = name.slice(0, name.length - kept).replace(/\.$/, '');
    const labels = rest === '' ? [] : rest.split('.').map((one) => this.#label(one));
    return [...labels, ...(suffix === '' ? [] : [suffix])].join('.') + dot;
  }

  #user(value: string): string {
    if (isSystemAccount(value)) return value;
    const slash = value.indexOf('\\');
    if (slash >= 0) {
      return `${this.#name(value.slice(0, slash))}\\${this.#account(value.slice(slash + 1))}`;
    }
    const at = value.lastIndexOf('@');
    if (at < 0) return this.#account(value);
    return `${this.#account(value.slice(0, at))}@${this.#name(value.slice(at + 1))}`;
  }

  /** A machine's account is the machine's label with a dollar sign. */
  #account(name: string): string {
    return name.endsWith('$') ? `${this.#label(name.slice(0, -1))}$` : this.#label(name);
  }

  /** In the case of the original, place by place. */
  #label(label: string): string {
    const lower = label.toLowerCase();
    if (lower.length !== label.length) return permutedLabel(label, this.#labels, isKeptLabel);
    const moved = permutedLabel(lower, this.#labels, isKeptLabel);
    const units = Array.from({ length: moved.length }, (_, at) => {
      const unit = moved[at] as string;
      return label[at] !== lower[at] && /[a-z]/.test(unit) ? unit.toUpperCase() : unit;
    });
    return units.join('');
  }

  #guid(value: string): string {
    const parts = GUID.exec(value);
    if (parts === null) return this.#label(value);
    const [, open = '', a = '', b = '', c = '', d = '', e = '', close = ''] = parts;
    const hex = [a, b, c, d, e].join('');
    if (/^0+$/.test(hex)) return value;
    const cipher = createCipheriv('aes-128-ecb', this.#guids.subarray(0, 16), null);
    cipher.setAutoPadding(false);
    const moved = cipher.update(Buffer.from(hex, 'hex')).toString('hex');
    const cased = hex === hex.toLowerCase() ? moved : moved.toUpperCase();
    const cuts = [0, 8, 12, 16, 20, 32];
    const groups = cuts.slice(1).map((to, at) => cased.slice(cuts[at], to));
    return open + groups.join('-') + close;
  }
}

/** Labels of protocols and of services, which tell nobody. */
function isKeptLabel(label: string): boolean {
  return COMMON_LABELS.has(label) || label.startsWith('_') || label === FIRST_SITE || label === '';
}
