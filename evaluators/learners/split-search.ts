import { MISSING_CODE } from './feature-bins.ts';

/** A feature that does not vary in a node: it parts nothing. */
export const CONSTANT = -2;

/** A feature that varies, but no split leaves enough rows on both sides. */
export const NO_SPLIT = -1;

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
  open(from: number, to: number, values: Float32Array, at: number): boolean;
  /** @returns the gain of the best split by these codes, from 0 on; else CONSTANT or NO_SPLIT */
  search(codes: Uint8Array, bins: number): number;
  /** Last code of the first side, half way between the codes that it parts. */
  code: number;
  /** 1 where missing values go to the first side; the heavier one if none were seen. */
  missingFirst: number;
}

/** Few rows occupy few bins: below this many, bins are visited through a bit set. */
export const FEW_ROWS = 160;

/** A set of codes in eight words. */
export interface CodeSet {
  readonly words: Int32Array;
  /** Writes the codes held, ascending, without 255, and empties the set. @returns how many */
  drain(into: Uint8Array): number;
}

/** An empty set of codes. */
export function createCodeSet(): CodeSet {
  const words = new Int32Array((MISSING_CODE + 1) / 32);
  const drain = (into: Uint8Array) => {
    let held = 0;
    for (let word = 0; word < words.length; word += 1) {
      for (let bits = words[word] as number; bits !== 0; bits &= bits - 1) {
        into[held] = word * 32 + 31 - Math.clz32(bits & -bits);
        held += 1;
      }
      words[word] = 0;
    }
    return into[held - 1] === MISSING_CODE ? held - 1 : held;
  };
  return { words, drain };
}
