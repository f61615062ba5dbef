/** A variable of a view that a tree asks for. */
export interface FeatureRef {
  readonly view: number;
  readonly variable: number;
}

/** Mark of a leaf among `splits`. */
export const LEAF = 255;
/** Mark of a subset among `tests`. */
export const SUBSET = 255;
/** Bytes of a subset: one bit a bin. */
export const SUBSET_BYTES = 32;

/**
 * The law of one variable: nodes in preorder, so that the shape needs no pointers.
 *
 * The first child of an inner node stands right after it; the second one after all of the first.
 */
export interface GrownTree {
  readonly features: readonly FeatureRef[];
  /** By node: place of its feature, or `LEAF`. */
  readonly splits: Uint8Array; // [nodes]
  /** By inner node: the last bin that goes to the first child, or `SUBSET`. */
  readonly tests: Uint8Array; // [inner nodes]
  /** By inner node with a subset: the bins that go to the first child. */
  readonly subsets: Uint8Array; // [subsets, SUBSET_BYTES]
  /** By leaf: its distinct codes. */
  readonly sizes: Uint16Array; // [leaves]
  /** Codes of all leaves, ascending within a leaf. */
  readonly codes: Uint16Array; // [entries]
  /** Rows with that code in that leaf. */
  readonly counts: Int32Array; // [entries]
}

/** The law of a variable of which nothing is known. */
export const NO_TREE: GrownTree = Object.freeze({
  features: [],
  splits: Uint8Array.of(LEAF),
  tests: new Uint8Array(0),
  subsets: new Uint8Array(0),
  sizes: new Uint16Array(1),
  codes: new Uint16Array(0),
  counts: new Int32Array(0),
});
