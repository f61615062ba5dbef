/**
 * A binary tree over bin codes, as arrays over its nodes; node 0 is the root.
 *
 * The second child of a node follows its first. A row goes to the first child if its code is at
 * most `code`; a missing one (255) if `missingFirst` is 1.
 */
export interface TreeNodes {
  /** Feature that a node asks; -1 for a leaf. */
  readonly feature: Int16Array;
  readonly code: Uint8Array;
  readonly missingFirst: Uint8Array;
  readonly child: Int32Array;
  /** What a leaf says: `width` numbers a node, e.g. class shares. */
  readonly values: Float32Array; // [nodes, width]
}

/** Coded rows that a tree is asked about. */
export interface AskedRows {
  readonly rows: number;
  readonly features: number;
  readonly codes: Uint8Array; // [rows, features]
}

/** Adds what the tree's leaf says of each row to the sums. */
export function addLeaves(tree: TreeNodes, asked: AskedRows, sums: Float64Array): void {
  const { feature, code, missingFirst, child, values } = tree;
  const { rows, features, codes } = asked;
  const width = sums.length / rows;
  for (let row = 0, base = 0; row < rows; row += 1, base += features) {
    let node = 0;
    for (let asks = feature[0] as number; asks >= 0; asks = feature[node] as number) {
      const own = codes[base + asks] as number;
      const second = own <= (code[node] as number) ? 0 : 1;
      const first = child[node] as number;
      node = own === 255 ? first + 1 - (missingFirst[node] as number) : first + second;
    }
    for (let at = 0; at < width; at += 1) {
      const to = row * width + at;
      sums[to] = (sums[to] as number) + (values[node * width + at] as number);
    }
  }
}
