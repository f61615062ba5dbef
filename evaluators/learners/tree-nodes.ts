import type { FeatureMatrix } from './feature-matrix.ts';

/**
 * A binary tree as arrays over its nodes; node 0 is the root.
 *
 * The second child of a node follows its first. A row goes to the first child if its value is at
 * most the threshold; a missing one if `missingFirst` is 1.
 */
export interface TreeNodes {
  /** Feature that a node asks; -1 for a leaf. */
  readonly feature: Int16Array;
  readonly threshold: Float64Array;
  readonly missingFirst: Uint8Array;
  readonly child: Int32Array;
  /** What a leaf says: `width` numbers a node, e.g. class shares. */
  readonly values: Float64Array; // [nodes, width]
}

/** Rows that trees are asked about, the values of a row side by side. */
export interface AskedRows {
  readonly rows: number;
  readonly features: number;
  readonly values: Float64Array; // [rows, features]
}

/** A feature matrix row by row. */
export function askedRows({ rows, columns }: FeatureMatrix): AskedRows {
  const features = columns.length;
  const values = new Float64Array(rows * features);
  for (const [at, column] of columns.entries()) {
    for (let row = 0; row < rows; row += 1) values[row * features + at] = column[row] as number;
  }
  return { rows, features, values };
}

/** Adds what the leaf of each row says to the row's sums. @param sums `[rows, width]` */
export function addLeaves(tree: TreeNodes, asked: AskedRows, sums: Float64Array): void {
  const { feature, threshold, missingFirst, child, values } = tree;
  const { rows, features, values: own } = asked;
  const width = sums.length / rows;
  for (let row = 0, base = 0; row < rows; row += 1, base += features) {
    let node = 0;
    for (let asks = feature[0] as number; asks >= 0; asks = feature[node] as number) {
      const value = own[base + asks] as number;
      let first = value <= (threshold[node] as number) ? 1 : 0;
      if (Number.isNaN(value)) first = missingFirst[node] as number;
      node = (child[node] as number) + 1 - first;
    }
    for (let at = 0; at < width; at += 1) {
      const to = row * width + at;
      sums[to] = (sums[to] as number) + (values[node * width + at] as number);
    }
  }
}
