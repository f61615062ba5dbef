import type { Random } from '../core/random.ts';

const SUFFIXES = ['com', 'net', 'org', 'local', 'edu', 'gov', 'io', 'arpa', 'de', 'uk', 'es', 'fr'];

/** How names are built, without any name of the data. */
export interface NameStyle {
  /** Number of names by number of labels, from one label on. */
  readonly labels: readonly number[];
  /** Names by suffix of `SUFFIXES`; the last counts all others. */
  readonly suffixes: readonly number[];
  /** Chance that a name opens a new domain. */
  readonly openDomain: number;
}

const MAX_LABELS = 6;

/** Learns label counts, suffixes and how many names a domain has. */
export function learnNameStyle(names: readonly string[]): NameStyle {
  const labels = new Array<number>(MAX_LABELS).fill(0);
  const suffixes = new Array<number>(SUFFIXES.length + 1).fill(0);
  const domains = new Set<string>();
  for (const name of names) {
    const parts = name.split('.');
    const count = Math.min(MAX_LABELS, parts.length) - 1;
    labels[count] = (labels[count] ?? 0) + 1;
    if (parts.length < 2) continue;
    const known = SUFFIXES.indexOf(parts[parts.length - 1] ?? '');
    const suffix = known < 0 ? SUFFIXES.length : known;
    suffixes[suffix] = (suffixes[suffix] ?? 0) + 1;
    domains.add(parts.slice(-2).join('.'));
  }
  const many = names.length - (labels[0] ?? 0);
  return { labels, suffixes, openDomain: many === 0 ? 1 : domains.size / many };
}

/** Makes host and domain names, each once. */
export class NameMaker {
  readonly #style: NameStyle;
  readonly #words: readonly string[];
  readonly #random: Random;
  readonly #made = new Set<string>();
  readonly #domains: string[] = [];

  constructor(style: NameStyle, words: readonly string[], random: Random) {
    this.#style = style;
    this.#words = words;
    this.#random = random;
  }

  /** A new name; a short one has a single label. */
  make(isShort: boolean): string {
    for (let tries = 0; ; tries += 1) {
      const name = isShort ? this.#label(tries) : this.#long(tries);
      if (this.#made.has(name)) continue;
      this.#made.add(name);
      return name;
    }
  }

  /** An account: with a domain as Windows writes it, or without. */
  account(hasDomain: boolean): string {
    for (let tries = 0; ; tries += 1) {
      const label = this.#label(tries);
      const name = hasDomain ? `${this.#realm()}\\${label}` : label;
      if (this.#made.has(name)) continue;
      this.#made.add(name);
      return name;
    }
  }

  #realm(): string {
    if (this.#domains.length === 0 || this.#random.next() < 0.05) {
      this.#domains.push(this.#random.pick(this.#words).toUpperCase());
    }
    return this.#random.pick(this.#domains);
  }

  #long(tries: number): string {
    const parts =
      1 +
      weighted(
        this.#style.labels.map((one, at) => (at === 0 ? 0 : one)),
        this.#random,
      );
    const isNew = this.#domains.length === 0 || this.#random.next() < this.#style.openDomain;
    if (isNew) {
      const suffix = SUFFIXES[weighted(this.#style.suffixes, this.#random)] ?? 'example';
      this.#domains.push(`${this.#label(this.#domains.length > 500 ? 2 : 0)}.${suffix}`);
    }
    const domain = this.#random.pick(this.#domains);
    const count = Math.max(tries > 0 ? 1 : 0, parts - 2);
    return [...Array.from({ length: count }, () => this.#label(tries)), domain].join('.');
  }

  #label(tries: number): string {
    const word = this.#random.pick(this.#words);
    return tries === 0 ? word : `${word}${this.#random.integer(10 ** Math.min(8, tries + 1))}`;
  }
}

function weighted(weights: readonly number[], random: Random): number {
  const total = weights.reduce((sum, one) => sum + one, 0);
  let left = random.next() * total;
  for (const [index, one] of weights.entries()) {
    left -= one;
    if (left < 0) return index;
  }
  return Math.min(1, weights.length - 1);
}
