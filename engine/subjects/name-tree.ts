import { defined } from '../core/invariant.ts';
import type { Random } from '../core/random.ts';
import { drawShare } from './drawn-share.ts';
import { drawShape, type LabelLaw, makeLabel } from './label-law.ts';
import { PartDealer } from './part-dealer.ts';
import type { PartitionLaw } from './partition-law.ts';
import type { WordBook } from './word-book.ts';

/** How names share domains, and what they look like within. */
export interface TreeStyle {
  /** Shares of the names with 0, 1, 2, … labels below the domain. */
  readonly depths: readonly number[];
  /** How names share domains, and names of a domain the labels between. */
  readonly domains: PartitionLaw;
  readonly inners: PartitionLaw;
  /** How the leftmost labels of one parent share shapes. */
  readonly shapes: PartitionLaw;
  readonly suffixes: readonly (readonly [suffix: string, share: number])[];
  readonly stem: LabelLaw;
  readonly inner: LabelLaw;
  readonly leaf: LabelLaw;
}

interface NameNode {
  readonly name: string;
  readonly inners: PartDealer;
  readonly children: NameNode[];
  readonly dealer: PartDealer;
  readonly shapes: string[];
}

/** What a tree is grown with. */
export interface TreeOptions {
  readonly words: WordBook;
  readonly random: Random;
  /** True for names that may not come out. */
  readonly isTaken: (name: string) => boolean;
}

/** Grows names from right to left: domain, labels between, leftmost label. */
export class NameTree {
  readonly #style: TreeStyle;
  readonly #options: TreeOptions;
  readonly #dealer: PartDealer;
  readonly #domains: NameNode[] = [];

  constructor(style: TreeStyle, options: TreeOptions) {
    this.#style = style;
    this.#options = options;
    this.#dealer = new PartDealer(style.domains, options.random);
  }

  /** A name; it may be one that was drawn before. */
  draw(): string {
    const { random } = this.#options;
    const depth = Math.max(0, drawShare(this.#style.depths, random));
    if (depth === 0) return this.#bareDomain();
    let node = this.#domain();
    for (let level = 1; level < depth; level += 1) node = this.#innerOf(node);
    return this.#leafOf(node, this.#shapeOf(node));
  }

  /** A name of one label of the law below a domain. */
  below(domain: string, law: LabelLaw): string {
    const isKnown = this.#options.isTaken;
    return this.#fresh({ law, below: domain, isKnown }, null);
  }

  /** The first domain of the tree. */
  first(): string {
    return (this.#domains[0] ?? this.#domain()).name;
  }

  /** Half of the domains that are met by themselves have other names, too. */
  #bareDomain(): string {
    const { random, isTaken } = this.#options;
    if (this.#domains.length > 0 && random.next() < 0.5) {
      const { name } = random.pick(this.#domains);
      if (!isTaken(name)) return name;
    }
    this.#dealer.join(this.#dealer.parts);
    return this.#enter(this.#newDomain()).name;
  }

  #domain(): NameNode {
    const at = this.#dealer.next();
    return this.#domains[at] ?? this.#enter(this.#newDomain());
  }

  /** NOTE: a domain that is entered by hand has a place in the dealer from its first member on. */
  #enter(name: string): NameNode {
    if (this.#dealer.parts <= this.#domains.length) this.#dealer.join(this.#domains.length);
    const node = this.#node(name);
    this.#domains.push(node);
    return node;
  }

  #newDomain(): string {
    const { random } = this.#options;
    const at = drawShare(
      this.#style.suffixes.map(([, share]) => share),
      random,
    );
    const suffix = this.#style.suffixes[at]?.[0] ?? 'example';
    const isKnown = (name: string) => this.#names.has(name);
    return this.#fresh({ law: this.#style.stem, below: suffix, isKnown }, null);
  }

  readonly #names = new Set<string>();

  #node(name: string): NameNode {
    const { random } = this.#options;
    this.#names.add(name);
    return {
      name,
      inners: new PartDealer(this.#style.inners, random),
      children: [],
      dealer: new PartDealer(this.#style.shapes, random),
      shapes: [],
    };
  }

  #innerOf(node: NameNode): NameNode {
    const at = node.inners.next();
    const known = node.children[at];
    if (known !== undefined) return known;
    const isKnown = (name: string) => this.#names.has(name);
    const child = this.#node(
      this.#fresh({ law: this.#style.inner, below: node.name, isKnown }, null),
    );
    node.children.push(child);
    return child;
  }

  #shapeOf(node: NameNode): string {
    const at = node.dealer.next();
    if (node.shapes[at] === undefined) {
      node.shapes[at] = drawShape(this.#style.leaf, this.#options.random);
    }
    return defined(node.shapes[at], 'shape was drawn');
  }

  #leafOf(node: NameNode, shape: string): string {
    const isKnown = this.#options.isTaken;
    return this.#fresh({ law: this.#style.leaf, below: node.name, isKnown }, shape);
  }

  /** A label in front of a parent that is not known yet; numbers help where words run out. */
  #fresh(
    of: {
      readonly law: LabelLaw;
      readonly below: string;
      readonly isKnown: (name: string) => boolean;
    },
    wanted: string | null,
  ): string {
    const { words, random } = this.#options;
    for (let tries = 0; ; tries += 1) {
      const shape = tries < 4 && wanted !== null ? wanted : drawShape(of.law, random);
      const label = makeLabel(of.law, shape, words, random);
      const tail = tries < 8 ? '' : String(random.integer(10 ** Math.min(9, tries - 6)));
      const name = [label + tail, of.below].filter((one) => one !== '').join('.');
      if (!of.isKnown(name)) return name;
    }
  }
}
