import type { NodeRows } from './criterion.ts';
import { LEAF, SUBSET, SUBSET_BYTES } from './grown-tree.ts';
import { type FeatureColumn, SplitSearch, type SplitTask } from './split-search.ts';

/** Nodes of so many rows are parted whatever it gains: what has no effect alone may have one with others. */
const SURELY_PARTED = 1000;

/** How far a tree grows. */
export interface GrowOptions {
  /** Least gain of a split of a small node, nats. */
  readonly leastGain: number;
}

/** Nodes in preorder, and the rows of each leaf. */
export interface TreeShape {
  readonly splits: Int16Array; // [nodes]: feature, -1 for a leaf
  readonly tests: Uint8Array; // [inner nodes]
  readonly subsets: Uint8Array; // [subsets, SUBSET_BYTES]
  /** Rows leaf by leaf. */
  readonly order: Int32Array; // [rows]
  /** By leaf: end of its rows. */
  readonly ends: Int32Array; // [leaves]
  /** By feature: what its splits gained, nats. */
  readonly gains: Float64Array; // [features]
}

/**
 * Grows a tree depth first, its rows parted in place; nothing is allocated per node.
 *
 * @see Breiman et al., Classification and Regression Trees, 1984
 */
export function growTree(task: SplitTask, options: GrowOptions): TreeShape {
  const grower = new TreeGrower(task, options);
  return grower.grow();
}

class TreeGrower {
  readonly #task: SplitTask;
  readonly #options: GrowOptions;
  readonly #search: SplitSearch;
  readonly #order: Int32Array;
  readonly #spare: Int32Array;
  readonly #splits: Int16Array;
  readonly #tests: Uint8Array;
  readonly #ends: Int32Array;
  readonly #gains: Float64Array;
  readonly #waiting: WaitingNodes;
  #subsets = new Uint8Array(64 * SUBSET_BYTES);
  #nodes = 0;
  #inner = 0;
  #leaves = 0;
  #subsetsHeld = 0;

  constructor(task: SplitTask, options: GrowOptions) {
    const rows = task.subjects.length;
    const leaves = Math.max(1, Math.floor(rows / Math.max(1, task.floor.rows)));
    this.#task = task;
    this.#options = options;
    this.#search = new SplitSearch(task);
    this.#order = new Int32Array(rows);
    for (let row = 0; row < rows; row += 1) this.#order[row] = row;
    this.#spare = new Int32Array(rows);
    this.#splits = new Int16Array(2 * leaves);
    this.#tests = new Uint8Array(leaves);
    this.#ends = new Int32Array(leaves);
    this.#gains = new Float64Array(task.columns.length);
    this.#waiting = new WaitingNodes(leaves + 1, task.columns.length);
  }

  grow(): TreeShape {
    const waiting = this.#waiting;
    waiting.push(0, this.#order.length, null);
    while (waiting.count > 0) {
      const { from, to } = waiting.pop();
      const rows = { order: this.#order, from, to };
      if (this.#choose(rows)) this.#part(rows);
      else this.#close(to);
    }
    return {
      splits: this.#splits.slice(0, this.#nodes),
      tests: this.#tests.slice(0, this.#inner),
      subsets: this.#subsets.slice(0, this.#subsetsHeld * SUBSET_BYTES),
      order: this.#order,
      ends: this.#ends.slice(0, this.#leaves),
      gains: this.#gains,
    };
  }

  /** @returns false if the node stays whole */
  #choose(rows: NodeRows): boolean {
    const [search, { criterion, columns }] = [this.#search, this.#task];
    if (!search.open(rows)) return false;
    if (this.#tryAnchor()) return true;
    const varies = this.#waiting.popped;
    for (let feature = 0; feature < columns.length; feature += 1) {
      if (varies[feature] === 1 && !search.try(feature)) varies[feature] = 0;
    }
    if (search.feature < 0) return false;
    const nats = criterion.nats(search.gain);
    if (rows.to - rows.from < SURELY_PARTED && nats < this.#options.leastGain) return false;
    return this.#count(nats);
  }

  /** What a row is comes first: else the few rows of a rare kind are scattered before it is asked. */
  #tryAnchor(): boolean {
    const { anchor, criterion } = this.#task;
    const varies = this.#waiting.popped;
    if (anchor < 0 || varies[anchor] === 0) return false;
    if (!this.#search.try(anchor)) varies[anchor] = 0;
    if (this.#search.feature < 0) return false;
    const nats = criterion.nats(this.#search.gain);
    return nats >= this.#options.leastGain && this.#count(nats);
  }

  #count(nats: number): true {
    const { feature } = this.#search;
    this.#gains[feature] = (this.#gains[feature] as number) + nats;
    return true;
  }

  #close(to: number): void {
    this.#splits[this.#nodes++] = -1;
    this.#ends[this.#leaves++] = to;
  }

  #part({ from, to }: NodeRows): void {
    const search = this.#search;
    this.#splits[this.#nodes++] = search.feature;
    this.#tests[this.#inner++] = search.test;
    if (search.test === SUBSET) this.#holdSubset();
    const column = this.#task.columns[search.feature] as FeatureColumn;
    const middle = this.#partRows(column, from, to);
    const varies = this.#waiting.popped;
    this.#waiting.push(middle, to, varies);
    this.#waiting.push(from, middle, varies);
  }

  #holdSubset(): void {
    const start = this.#subsetsHeld * SUBSET_BYTES;
    if (start === this.#subsets.length) {
      const more = new Uint8Array(2 * start);
      more.set(this.#subsets);
      this.#subsets = more;
    }
    this.#subsets.set(this.#search.subset, start);
    this.#subsetsHeld += 1;
  }

  /** Brings the rows of the first side to the front, each side in its order. @returns its end */
  #partRows(column: FeatureColumn, from: number, to: number): number {
    const [order, spare, sides] = [this.#order, this.#spare, this.#sides()];
    const { bins } = column;
    let [first, second] = [from, 0];
    for (let at = from; at < to; at += 1) {
      const row = order[at] as number;
      const isFirst = sides[bins[row] as number] as number;
      order[first] = row;
      spare[second] = row;
      first += isFirst;
      second += 1 - isFirst;
    }
    for (let at = 0; at < second; at += 1) order[first + at] = spare[at] as number;
    return first;
  }

  readonly #sideOfBin = new Uint8Array(256);

  /** By bin: 1 where it goes to the first side. */
  #sides(): Uint8Array {
    const { test, subset } = this.#search;
    const sides = this.#sideOfBin;
    for (let bin = 0; bin < 256; bin += 1) {
      const isIn = ((subset[bin >> 3] as number) >> (bin & 7)) & 1;
      sides[bin] = test === SUBSET ? isIn : Number(bin <= test);
    }
    return sides;
  }
}

/** Nodes yet to be looked at, the first child on top, with the features that vary in them. */
class WaitingNodes {
  count = 0;
  /** By feature: 1 where it may vary in the node popped last. */
  readonly popped: Uint8Array;
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  readonly #varies: Uint8Array[] = [];

  constructor(most: number, features: number) {
    this.popped = new Uint8Array(features);
    this.#from = new Int32Array(most);
    this.#to = new Int32Array(most);
  }

  push(from: number, to: number, varies: Uint8Array | null): void {
    this.#from[this.count] = from;
    this.#to[this.count] = to;
    const held = this.#varies[this.count] ?? new Uint8Array(this.popped.length);
    this.#varies[this.count] = held;
    if (varies === null) held.fill(1);
    else held.set(varies);
    this.count += 1;
  }

  pop(): { readonly from: number; readonly to: number } {
    this.count -= 1;
    const at = this.count;
    this.popped.set(this.#varies[at] as Uint8Array);
    return { from: this.#from[at] as number, to: this.#to[at] as number };
  }
}

/** Mark of a leaf in the stored form. */
export function storedSplit(feature: number): number {
  return feature < 0 ? LEAF : feature;
}
