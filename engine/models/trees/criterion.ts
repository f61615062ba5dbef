/** A node's rows: a span of the tree's order. */
export interface NodeRows {
  readonly order: Int32Array;
  readonly from: number;
  readonly to: number;
}

/**
 * What a split is good for: told the rows of a node, it sums them by bin of a feature and says
 * what is gained by parting some bins from the others.
 */
export interface Criterion {
  /** Rows by bin of the feature that was filled last; zero before and after. */
  readonly counts: Int32Array; // [256]
  /** How many ways there are to order bins that have no order of their own. */
  readonly orderings: number;
  /** Looks at a node. @returns false if its rows are alike */
  open(rows: NodeRows): boolean;
  /** Sums the node's rows by bin. */
  fill(column: Uint8Array, rows: NodeRows): void;
  /** Empties a bin. */
  clear(bin: number): void;
  /** Bins with near scores have alike targets. */
  score(bin: number, ordering: number): number;
  /** Empties the first side. */
  begin(): void;
  /** Moves a bin to the first side. */
  move(bin: number): void;
  /** What parting the first side from the second gains; comparable within a node only. */
  gain(): number;
  /** A gain in nats of the node. */
  nats(gain: number): number;
}
