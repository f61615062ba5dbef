import type { Random } from '../core/random.ts';
import { drawShare } from './drawn-share.ts';
import { joinPart, openChance, type PartitionLaw } from './partition-law.ts';

/** A prefix with how many drawn paths start with it. */
interface PrefixNode {
  size: number;
  isFull: boolean;
  readonly parts: number[];
  readonly children: PrefixNode[];
}

/** How the next path chooses its part at a level; null where every path opens a part of its own. */
export type LevelLaw = PartitionLaw | SharesLaw | null;

/** As many parts as there are shares, each with its own: the parts are positions among them. */
export interface SharesLaw {
  readonly shares: readonly number[];
}

/** A new part below a path, none of `taken`; -1 if there is none left. */
export type FreshPart = (path: readonly number[], taken: readonly number[]) => number;

/**
 * Draws paths whose prefixes are shared as a law by level says.
 *
 * @see Teh, A hierarchical Bayesian language model based on Pitman-Yor processes, 2006: here each
 *   level has its own law and the parts are new everywhere
 */
export class PrefixTree {
  readonly #laws: readonly LevelLaw[];
  readonly #fresh: FreshPart;
  readonly #random: Random;
  readonly #root: PrefixNode = emptyNode();

  /** @param laws by level */
  constructor(laws: readonly LevelLaw[], fresh: FreshPart, random: Random) {
    this.#laws = laws;
    this.#fresh = fresh;
    this.#random = random;
  }

  /** A path of as many parts as there are laws; null if no part is left anywhere. */
  draw(): readonly number[] | null {
    const path: number[] = [];
    return this.#descend(this.#root, path) ? path : null;
  }

  #descend(node: PrefixNode, path: number[]): boolean {
    if (path.length === this.#laws.length) {
      node.size += 1;
      return true;
    }
    if (node.isFull) return false;
    const law = this.#laws[path.length] ?? null;
    const isDone =
      law !== null && 'shares' in law
        ? this.#share(node, law, path)
        : this.#choose(node, law, path);
    if (isDone) node.size += 1;
    else node.isFull = true;
    return isDone;
  }

  #choose(node: PrefixNode, law: PartitionLaw | null, path: number[]): boolean {
    const opens =
      law === null || this.#random.next() < openChance(law, node.size, node.parts.length);
    return opens
      ? this.#open(node, path) || this.#join(node, law, path)
      : this.#join(node, law, path) || this.#open(node, path);
  }

  #share(node: PrefixNode, { shares }: SharesLaw, path: number[]): boolean {
    for (;;) {
      const left = shares.map((share, at) => (node.children[at]?.isFull === true ? 0 : share));
      const at = drawShare(left, this.#random);
      if (at < 0) return false;
      for (let part = node.parts.length; part <= at; part += 1) {
        node.parts.push(part);
        node.children.push(emptyNode());
      }
      if (this.#enter(node.children[at] as PrefixNode, at, path)) return true;
    }
  }

  #open(node: PrefixNode, path: number[]): boolean {
    const part = this.#fresh(path, node.parts);
    if (part < 0) return false;
    const child = emptyNode();
    node.parts.push(part);
    node.children.push(child);
    return this.#enter(child, part, path);
  }

  #join(node: PrefixNode, law: PartitionLaw | null, path: number[]): boolean {
    if (law === null) return false;
    for (;;) {
      const sizes = node.children.map((one) => (one.isFull ? 0 : one.size));
      const at = joinPart(sizes, law, this.#random);
      const child = node.children[at];
      if (child === undefined) return false;
      if (this.#enter(child, node.parts[at] as number, path)) return true;
    }
  }

  #enter(child: PrefixNode, part: number, path: number[]): boolean {
    path.push(part);
    if (this.#descend(child, path)) return true;
    path.pop();
    return false;
  }
}

function emptyNode(): PrefixNode {
  return { size: 0, isFull: false, parts: [], children: [] };
}
