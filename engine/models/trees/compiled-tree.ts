import type { Random } from '../../core/random.ts';
import type { Frame } from '../frame.ts';
import { type Guard, isAllowed } from '../guards.ts';
import { type GrownTree, LEAF, SUBSET, SUBSET_BYTES } from './grown-tree.ts';

/** Where a record's codes are turned into bins. */
export interface BinMaps {
  /** Maps of all variables of all records, one after the other. */
  readonly of: Uint8Array;
  /** By record and variable: where its map begins. */
  readonly starts: readonly (readonly number[])[];
}

/** What a tree stands in. */
export interface TreePlace {
  readonly maps: BinMaps;
  /** By view of the tree's record: the record that it shows. */
  readonly views: readonly number[];
  readonly guards: readonly Guard[];
}

const NODE = 4;
const SUBSET_WORDS = SUBSET_BYTES / 4;
const TRIES = 4;

/** A tree as it is drawn from; drawing allocates nothing. */
export class CompiledTree {
  readonly tree: GrownTree;
  readonly guards: readonly Guard[];
  /** An inner node: view and variable, start of its map, test, second child; the first follows. A leaf: -1, its entries' start and end. */
  readonly #nodes: Int32Array; // [nodes, NODE]
  readonly #subsets: Int32Array; // [subsets, SUBSET_WORDS]
  readonly #maps: Uint8Array;
  readonly #codes: Uint16Array;
  /** Rows of the leaf with this code or an earlier one. */
  readonly #sums: Int32Array; // [entries]
  /** Codes of the variable, rarest last, and rows with these or earlier ones. */
  readonly #whole: { readonly codes: Uint16Array; readonly counts: Int32Array };

  constructor(tree: GrownTree, place: TreePlace) {
    this.tree = tree;
    this.guards = place.guards;
    this.#maps = place.maps.of;
    this.#codes = tree.codes;
    this.#sums = sumLeaves(tree);
    this.#nodes = flatten(tree, place);
    this.#subsets = new Int32Array(tree.subsets.slice().buffer);
    this.#whole =
      place.guards.length > 0
        ? mergeLeaves(tree)
        : { codes: tree.codes.subarray(0, 0), counts: tree.counts.subarray(0, 0) };
  }

  /** A code of the frame's leaf that no guard forbids; `empty` where no row was ever seen. */
  draw(frame: Frame, random: Random, empty: number): number {
    const leaf = this.#descend(frame);
    const [from, to] = [this.#nodes[leaf + 1] as number, this.#nodes[leaf + 2] as number];
    if (to === from) return empty;
    if (this.guards.length === 0) return this.#pick(from, to, random.next());
    for (let tries = 0; tries < TRIES; tries += 1) {
      const code = this.#pick(from, to, random.next());
      if (isAllowed(this.guards, frame, code)) return code;
    }
    return this.#pickAllowed(frame, { from, to }, random.next());
  }

  /** Adds the chance that `draw` draws it to each code. */
  weigh(frame: Frame, into: Float64Array, empty: number): void {
    const leaf = this.#descend(frame);
    const [from, to] = [this.#nodes[leaf + 1] as number, this.#nodes[leaf + 2] as number];
    if (to === from) {
      into[empty] = (into[empty] as number) + 1;
      return;
    }
    const { tree, guards } = this;
    const own = { codes: tree.codes, counts: tree.counts, from, to };
    if (addAllowed(own, { guards, frame, kept: guards.length }, into)) return;
    const { codes, counts } = this.#whole;
    const whole = { codes, counts, from: 0, to: codes.length };
    for (let kept = guards.length; kept >= 0; kept -= 1) {
      if (addAllowed(whole, { guards, frame, kept }, into)) return;
    }
  }

  #descend(frame: Frame): number {
    const [nodes, maps, subsets] = [this.#nodes, this.#maps, this.#subsets];
    const { codes, at: places } = frame;
    let at = 0;
    for (;;) {
      const where = nodes[at] as number;
      if (where < 0) return at;
      const code = codes[(places[where >> 16] as number) + (where & 0xffff)] as number;
      const bin = maps[(nodes[at + 1] as number) + code] as number;
      const test = nodes[at + 2] as number;
      const isFirst =
        test >= 0
          ? bin <= test
          : (((subsets[~test + (bin >> 5)] as number) >>> (bin & 31)) & 1) === 1;
      at = isFirst ? at + NODE : (nodes[at + 3] as number);
    }
  }

  #pick(from: number, to: number, share: number): number {
    const sums = this.#sums;
    let [low, high] = [from, to - 1];
    const wanted = share * (sums[high] as number);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sums[middle] as number) > wanted) high = middle;
      else low = middle + 1;
    }
    return this.#codes[low] as number;
  }

  /** The leaf's allowed codes; else all codes, with as many guards as can be kept. */
  #pickAllowed(
    frame: Frame,
    leaf: { readonly from: number; readonly to: number },
    share: number,
  ): number {
    const { tree, guards } = this;
    const own = { codes: tree.codes, counts: tree.counts, ...leaf };
    const code = pickAllowed(own, { guards, frame, kept: guards.length }, share);
    if (code >= 0) return code;
    const { codes, counts } = this.#whole;
    const whole = { codes, counts, from: 0, to: codes.length };
    for (let kept = guards.length; kept > 0; kept -= 1) {
      const other = pickAllowed(whole, { guards, frame, kept }, share);
      if (other >= 0) return other;
    }
    return pickAllowed(whole, { guards, frame, kept: 0 }, share);
  }
}

interface Entries {
  readonly codes: Uint16Array;
  readonly counts: Int32Array;
  readonly from: number;
  readonly to: number;
}

interface Rules {
  readonly guards: readonly Guard[];
  readonly frame: Frame;
  /** How many guards count. */
  readonly kept: number;
}

function allowedRows({ codes, counts, from, to }: Entries, rules: Rules): number {
  let sum = 0;
  for (let at = from; at < to; at += 1) {
    if (isAllowed(rules.guards, rules.frame, codes[at] as number, rules.kept)) {
      sum += counts[at] as number;
    }
  }
  return sum;
}

/** @returns -1 if no entry is allowed */
function pickAllowed(entries: Entries, rules: Rules, share: number): number {
  let left = share * allowedRows(entries, rules);
  let last = -1;
  for (let at = entries.from; at < entries.to; at += 1) {
    const code = entries.codes[at] as number;
    if (!isAllowed(rules.guards, rules.frame, code, rules.kept)) continue;
    last = code;
    left -= entries.counts[at] as number;
    if (left < 0) break;
  }
  return last;
}

/** @returns false if no entry is allowed */
function addAllowed(entries: Entries, rules: Rules, into: Float64Array): boolean {
  const total = allowedRows(entries, rules);
  if (total === 0) return false;
  for (let at = entries.from; at < entries.to; at += 1) {
    const code = entries.codes[at] as number;
    if (!isAllowed(rules.guards, rules.frame, code, rules.kept)) continue;
    into[code] = (into[code] as number) + (entries.counts[at] as number) / total;
  }
  return true;
}

function sumLeaves({ sizes, counts }: GrownTree): Int32Array {
  const sums = new Int32Array(counts.length);
  let at = 0;
  for (const size of sizes) {
    let sum = 0;
    for (const end = at + size; at < end; at += 1) {
      sum += counts[at] as number;
      sums[at] = sum;
    }
  }
  return sums;
}

function flatten(tree: GrownTree, { maps, views }: TreePlace): Int32Array {
  const nodes = new Int32Array(tree.splits.length * NODE);
  const open: number[] = [];
  let [inner, subset, leaf, entry] = [0, 0, 0, 0];
  for (const [node, split] of tree.splits.entries()) {
    const at = node * NODE;
    if (split === LEAF) {
      const size = tree.sizes[leaf++] as number;
      nodes.set([-1, entry, entry + size], at);
      entry += size;
      const parent = open.pop();
      if (parent !== undefined) nodes[parent * NODE + 3] = at + NODE;
      continue;
    }
    const { view, variable } = tree.features[split] as { view: number; variable: number };
    const test = tree.tests[inner++] as number;
    nodes[at] = (view << 16) | variable;
    nodes[at + 1] = maps.starts[views[view] as number]?.[variable] as number;
    nodes[at + 2] = test === SUBSET ? ~(SUBSET_WORDS * subset++) : test;
    open.push(node);
  }
  return nodes;
}

/** Rows by code over all leaves. */
function mergeLeaves({ codes, counts }: GrownTree) {
  const merged = new Int32Array(codes.reduce((most, one) => Math.max(most, one + 1), 0));
  for (const [at, code] of codes.entries()) {
    merged[code] = (merged[code] as number) + (counts[at] as number);
  }
  const found = Uint16Array.from([...merged.keys()].filter((code) => Number(merged[code]) > 0));
  return { codes: found, counts: Int32Array.from(found, (code) => Number(merged[code])) };
}
