/** Draws items by weight with one uniform number and two look-ups. */
export interface AliasTable {
  /** By cell: the share of the cell that is its own item's. */
  readonly shares: Float64Array;
  /** By cell: the item that has the rest. */
  readonly others: Int32Array;
}

/**
 * Lays out weights as cells of equal size that hold at most two items each.
 *
 * @param weights at least one, none negative; all alike where their sum is 0
 * @see Vose, A linear algorithm for generating random numbers with a given distribution, 1991
 */
export function aliasTable(weights: readonly number[]): AliasTable {
  const count = weights.length;
  const total = weights.reduce((sum, one) => sum + one, 0);
  const left = weights.map((one) => (total > 0 ? (one * count) / total : 1));
  const shares = new Float64Array(count).fill(1);
  const others = Int32Array.from({ length: count }, (_, at) => at);
  const small = [...left.keys()].filter((at) => (left[at] as number) < 1);
  const large = [...left.keys()].filter((at) => (left[at] as number) >= 1);
  while (small.length > 0 && large.length > 0) {
    const [low, high] = [small.pop() as number, large[large.length - 1] as number];
    shares[low] = left[low] as number;
    others[low] = high;
    left[high] = (left[high] as number) - (1 - (left[low] as number));
    if ((left[high] as number) < 1) small.push(large.pop() as number);
  }
  return { shares, others };
}

/** The item that a uniform number of [0, 1) stands for. */
export function aliasOf(table: AliasTable, uniform: number): number {
  const at = uniform * table.shares.length;
  const cell = Math.floor(at);
  return at - cell < (table.shares[cell] as number) ? cell : (table.others[cell] as number);
}
