import type { CodeSpace, RecordSpec } from '../code-space.ts';
import { type FeatureRef, type GrownTree, LEAF } from './grown-tree.ts';
import { mismatch } from './tensor-reader.ts';

/** The variable that a tree is for. */
export interface CheckedPlace {
  readonly space: CodeSpace;
  readonly record: number;
  readonly spec: RecordSpec;
  readonly variable: number;
  readonly cardinality: number;
}

/**
 * Looks at every number of a tree from a file.
 *
 * @throws CheckpointMismatchError if drawing from it could leave its arrays or its codes
 */
export function checkTree(tree: GrownTree, place: CheckedPlace): void {
  checkFeatures(tree, place);
  checkShape(tree, place.record);
  checkLeaves(tree, place);
}

function checkFeatures({ features, splits }: GrownTree, place: CheckedPlace): void {
  if (!features.every((feature) => isInView(feature, place))) {
    throw mismatch('features', place.record);
  }
  for (const split of splits) {
    if (split !== LEAF && split >= features.length) throw mismatch('splits', place.record);
  }
}

function isInView(feature: FeatureRef, { space, spec, variable }: CheckedPlace): boolean {
  const view = spec.views[feature.view];
  if (view === undefined) return false;
  if (feature.view === 0) return feature.variable < variable;
  const all = space[view.record]?.variables.length ?? 0;
  return variable >= view.from && feature.variable < all;
}

/** Preorder: before the last node some child is always missing, after it none. */
function checkShape({ splits }: GrownTree, record: number): void {
  let missing = 1;
  for (const split of splits) {
    if (missing === 0) throw mismatch('splits', record);
    missing += split === LEAF ? -1 : 1;
  }
  if (missing !== 0) throw mismatch('splits', record);
}

function checkLeaves({ sizes, codes, counts }: GrownTree, place: CheckedPlace): void {
  let at = 0;
  for (const size of sizes) {
    // Only a tree of one leaf may know nothing.
    if (size === 0 && sizes.length > 1) throw mismatch('sizes', place.record);
    checkLeaf(codes.subarray(at, at + size), counts.subarray(at, at + size), place);
    at += size;
  }
  if (at !== codes.length) throw mismatch('sizes', place.record);
}

function checkLeaf(codes: Uint16Array, counts: Int32Array, place: CheckedPlace): void {
  let [last, sum] = [-1, 0];
  for (let at = 0; at < codes.length; at += 1) {
    const [code, count] = [codes[at] as number, counts[at] as number];
    if (code <= last || code >= place.cardinality) throw mismatch('codes', place.record);
    if (!(count > 0)) throw mismatch('counts', place.record);
    last = code;
    sum += count;
  }
  if (sum > 0x7fffffff) throw mismatch('counts', place.record);
}
