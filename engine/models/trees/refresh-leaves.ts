import { defined } from '../../core/invariant.ts';
import type { CodeSpace, RecordCodes } from '../code-space.ts';
import type { Frame } from '../frame.ts';
import { type Guard, guardsOf } from '../guards.ts';
import type { GrownTree } from './grown-tree.ts';
import { spreadRows } from './spread-rows.ts';
import { TreeModel } from './tree-model.ts';

/** Where a tree stands, and the new rows. */
interface RefreshTask {
  readonly model: TreeModel;
  readonly space: CodeSpace;
  readonly data: readonly RecordCodes[];
  readonly record: number;
  readonly variable: number;
}

/** A code of a leaf as one number: leaf, then code. */
const LEAF_STEP = 0x10000;

/**
 * Adds new rows to the leaves that they reach: the questions stay, the counts grow.
 *
 * Much quicker than growing anew. What new rows made possible beside old ones is then possible too.
 *
 * @param data codes of the new rows only, in the same space
 */
export function refreshLeaves(
  model: TreeModel,
  space: CodeSpace,
  data: readonly RecordCodes[],
): TreeModel {
  const { parts } = model;
  const trees = parts.trees.map((all, record) =>
    all.map((tree, variable) => tree && addRows(tree, { model, space, data, record, variable })),
  );
  const guards = parts.guards.map((all, record) =>
    all.map((known, variable) => {
      const spec = defined(space[record], 'record exists');
      const codes = defined(data[record], 'record has codes');
      return known.length === 0 ? [] : mergeGuards(known, guardsOf(spec, codes, variable));
    }),
  );
  return new TreeModel(space, { ...parts, trees, guards });
}

function addRows(tree: GrownTree, task: RefreshTask): GrownTree {
  const { space, record, variable } = task;
  const data = defined(task.data[record], 'record has codes');
  const own = defined(data.codes[variable], 'variable has codes');
  const rows = spreadRows(data, space[record]?.variables[variable]?.when);
  const frame = emptyFrame(space, record);
  const leaves = leafNumbers(tree);
  const keys = Float64Array.from(rows, (row) => {
    showRow(frame, tree, { ...task, row });
    const leaf = leaves.get(task.model.leafStart(record, variable, frame));
    return (leaf ?? 0) * LEAF_STEP + (own[row] as number);
  });
  return mergeKeys(tree, keys);
}

/** A frame whose every view has a place of its own, after the zeros. */
function emptyFrame(space: CodeSpace, record: number): Frame {
  const width = space.reduce((most, one) => Math.max(most, one.variables.length), 0);
  const views = space[record]?.views.length ?? 0;
  const at = Int32Array.from({ length: views }, (_, view) => (view + 1) * width);
  return { codes: new Int32Array((views + 1) * width), at };
}

/** Shows what the tree asks for. */
function showRow(frame: Frame, tree: GrownTree, of: RefreshTask & { readonly row: number }): void {
  const { space, data, record, row } = of;
  for (const { view, variable } of tree.features) {
    const source = view === 0 ? record : defined(space[record]?.views[view], 'view').record;
    const shown = view === 0 ? row : (data[record]?.views[view]?.[row] ?? -1);
    const code = shown < 0 ? 0 : (data[source]?.codes[variable]?.[shown] ?? 0);
    frame.codes[(frame.at[view] as number) + variable] = code;
  }
}

/** By start of a leaf's entries: its number. */
function leafNumbers({ sizes }: GrownTree): ReadonlyMap<number, number> {
  const numbers = new Map<number, number>();
  let start = 0;
  for (const [leaf, size] of sizes.entries()) {
    numbers.set(start, leaf);
    start += size;
  }
  return numbers;
}

/** @param keys one a row */
function mergeKeys(tree: GrownTree, keys: Float64Array): GrownTree {
  const counts = new Map<number, number>();
  let start = 0;
  for (const [leaf, size] of tree.sizes.entries()) {
    for (let at = start; at < start + size; at += 1) {
      counts.set(leaf * LEAF_STEP + (tree.codes[at] as number), tree.counts[at] as number);
    }
    start += size;
  }
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  const all = Float64Array.from(counts.keys()).sort();
  const sizes = new Uint16Array(tree.sizes.length);
  for (const key of all) {
    const leaf = Math.floor(key / LEAF_STEP);
    sizes[leaf] = (sizes[leaf] as number) + 1;
  }
  return {
    ...tree,
    sizes,
    codes: Uint16Array.from(all, (key) => key % LEAF_STEP),
    counts: Int32Array.from(all, (key) => counts.get(key) ?? 0),
  };
}

function mergeGuards(known: readonly Guard[], more: readonly Guard[]): readonly Guard[] {
  return known.map((one, at) => {
    const other = more[at]?.seen;
    return { ...one, seen: one.seen.map((byte, place) => byte | (other?.[place] ?? 0)) };
  });
}
