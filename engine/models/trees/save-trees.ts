import type { Guard } from '../guards.ts';
import type { SavedModel, Tensor } from '../sequence-model.ts';
import type { GrownTree } from './grown-tree.ts';
import type { TreeParts } from './tree-parts.ts';

/** What the JSON record says of one tree; its numbers stand in its record's tensors. */
export interface TreeRecord {
  /** View and variable of each feature. */
  readonly features: readonly (readonly [number, number])[];
  readonly nodes: number;
  readonly subsets: number;
  readonly entries: number;
  /** Variable and width of each guard. */
  readonly guards: readonly (readonly [number, number])[];
}

/** By record and variable, null where the story gives the value. */
export type TreeRecords = readonly (readonly (TreeRecord | null)[])[];

/** A count that stands among the large ones. */
export const LARGE_COUNT = 0;

/** Few large tensors: all trees of a record one after the other, by what they hold. */
export function saveTrees({ trees, guards, bins }: TreeParts): SavedModel {
  const tensors = new Map<string, Tensor>();
  for (const [record, all] of trees.entries()) {
    const grown = all.filter((tree) => tree !== null);
    const seen = (guards[record] ?? []).flatMap((some, at) =>
      all[at] === null ? [] : some.map((one) => one.seen),
    );
    const put = (name: string, tensor: Tensor) => tensors.set(`${record}.${name}`, tensor);
    put('bins', joinBytes((bins[record] ?? []).map((one) => one.of)));
    put('splits', joinBytes(grown.map((tree) => tree.splits)));
    put('tests', joinBytes(grown.map((tree) => tree.tests)));
    put('subsets', joinBytes(grown.map((tree) => tree.subsets)));
    put('sizes', joinShorts(grown.map((tree) => tree.sizes)));
    put('codes', joinShorts(grown.map((tree) => tree.codes)));
    const { small, large } = packCounts(grown);
    put('counts', small);
    put('large', large);
    put('guards', joinBytes(seen));
  }
  const record = trees.map((all, at) =>
    all.map((tree, variable) => tree && recordOf(tree, guards[at]?.[variable] ?? [])),
  );
  return { record, tensors };
}

function recordOf(tree: GrownTree, guards: readonly Guard[]): TreeRecord {
  return {
    features: tree.features.map(({ view, variable }) => [view, variable] as const),
    nodes: tree.splits.length,
    subsets: tree.subsets.length,
    entries: tree.codes.length,
    guards: guards.map(({ variable, width }) => [variable, width] as const),
  };
}

/** Most counts are small: one byte each, and the large ones apart. */
function packCounts(trees: readonly GrownTree[]) {
  const length = trees.reduce((sum, tree) => sum + tree.counts.length, 0);
  const small = new Uint8Array(length);
  const large: number[] = [];
  let at = 0;
  for (const { counts } of trees) {
    for (const count of counts) {
      if (count > 255) large.push(count);
      else small[at] = count;
      at += 1;
    }
  }
  return { small, large: Int32Array.from(large) };
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function joinShorts(parts: readonly Uint16Array[]): Uint16Array {
  const joined = new Uint16Array(parts.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
