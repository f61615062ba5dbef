import { FEW_ROWS } from './forest-columns.ts';
import { createKeySorter, PLACE_BITS } from './sort-keys.ts';

/** A feature that does not vary in a node: it parts nothing. */
export const CONSTANT = -2;

/** A feature that varies, but no split leaves enough rows on both sides. */
export const NO_SPLIT = -1;

/** Most groups of equal codes that a node's rows fall into. */
export const MOST_GROUPS = 256;

/** Rows of a tree: a node's rows are a span of `order`. */
export interface TreeRows {
  readonly order: Int32Array;
  /** How often each row was drawn, `[rows]`. */
  readonly weights: Uint8Array;
}

/**
 * Finds where a feature parts the rows of a node best; one for each kind of target.
 *
 * `code` and `missingFirst` hold the last outcome, so that nothing is allocated per node.
 */
export interface SplitSearch {
  /** Numbers that a leaf says. */
  readonly width: number;
  /** Reads the rows of a node and writes what a leaf would say. @returns true if they are alike */
  open(from: number, to: number, values: Float64Array, at: number): boolean;
  /** @returns the gain of the feature's best split, from 0 on; else CONSTANT or NO_SPLIT */
  search(feature: number): number;
  /** Last fine code of the first side, half way between the codes that it parts. */
  readonly code: number;
  /** 1 where missing values go to the first side; the heavier one if none were seen. */
  readonly missingFirst: number;
}

/** The keys of a few rows, sorted by code. */
export interface SortedRows {
  /** `code << 8 | place` of the row within the node, ascending. */
  readonly keys: Int32Array;
  sort(
    codes: Uint16Array,
    bins: number,
    span: { readonly from: number; readonly size: number },
  ): void;
}

/** Room for the sorted keys of nodes of few rows. */
export function createSortedRows(order: Int32Array): SortedRows {
  const keys = new Int32Array(FEW_ROWS);
  const sorter = createKeySorter(keys);
  return {
    keys,
    sort: (codes, bins, { from, size }) => {
      for (let place = 0; place < size; place += 1) {
        keys[place] = ((codes[order[from + place] as number] as number) << PLACE_BITS) | place;
      }
      sorter(size, bins);
    },
  };
}
