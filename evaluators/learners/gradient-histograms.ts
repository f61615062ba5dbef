import type { BinEdges } from './feature-bins.ts';

/** Coded rows with their derivatives. */
export interface BoostedRows {
  readonly rows: number;
  readonly columns: readonly Uint8Array[]; // [features][rows]
  readonly bins: Int32Array; // [features]
  readonly edges: readonly BinEdges[]; // [features]
  readonly gradients: Float64Array; // [rows]
  readonly hessians: Float64Array; // [rows]
  /** 0 for features that are the same in all rows: they are never summed. */
  readonly varies: Uint8Array; // [features]
  /** Room for the derivatives of one node, in its order. */
  readonly gradientsHeld: Float64Array; // [rows]
  readonly hessiansHeld: Float64Array; // [rows]
}

/** Numbers of a cell: gradients, hessians, rows. */
export const CELL = 3;

/** Sums of derivatives by feature and bin; the last bin of a feature holds missing values. */
export type GradientHistogram = Float64Array; // [cells, CELL]

/** The histograms of a tree's nodes, lent and taken back, so that few are ever allocated. */
export interface HistogramStore {
  /** Where each feature's cells begin; the last entry is their number. */
  readonly offsets: Int32Array; // [features + 1]
  lend(): GradientHistogram;
  takeBack(histogram: GradientHistogram): void;
}

/** A store for features of some bins each. */
export function createHistogramStore(bins: Int32Array): HistogramStore {
  const offsets = new Int32Array(bins.length + 1);
  for (const [at, count] of bins.entries()) {
    offsets[at + 1] = (offsets[at] as number) + count + 1;
  }
  const cells = offsets[bins.length] as number;
  const free: GradientHistogram[] = [];
  return {
    offsets,
    lend: () => free.pop() ?? new Float64Array(cells * CELL),
    takeBack: (histogram) => void free.push(histogram),
  };
}

/** A node's rows: a span of the tree's order. */
export interface RowSpan {
  readonly order: Int32Array;
  readonly from: number;
  readonly to: number;
}

/** Sums the derivatives of a node's rows anew. */
export function fillHistogram(
  histogram: GradientHistogram,
  { rows, offsets }: { readonly rows: BoostedRows; readonly offsets: Int32Array },
  { order, from, to }: RowSpan,
): void {
  const { gradients, hessians, columns } = rows;
  const { gradientsHeld, hessiansHeld } = rows;
  for (let at = from; at < to; at += 1) {
    const row = order[at] as number;
    gradientsHeld[at - from] = gradients[row] as number;
    hessiansHeld[at - from] = hessians[row] as number;
  }
  histogram.fill(0);
  for (let feature = 0; feature < columns.length; feature += 1) {
    if (rows.varies[feature] === 0) continue;
    const codes = columns[feature] as Uint8Array;
    const offset = offsets[feature] as number;
    for (let at = from; at < to; at += 1) {
      const cell = (offset + (codes[order[at] as number] as number)) * CELL;
      histogram[cell] = (histogram[cell] as number) + (gradientsHeld[at - from] as number);
      histogram[cell + 1] = (histogram[cell + 1] as number) + (hessiansHeld[at - from] as number);
      histogram[cell + 2] = (histogram[cell + 2] as number) + 1;
    }
  }
}

/** The sibling's histogram: the parent's less the child's, in the parent's place. */
export function subtractHistogram(parent: GradientHistogram, child: GradientHistogram): void {
  for (let at = 0; at < parent.length; at += 1) {
    parent[at] = (parent[at] as number) - (child[at] as number);
  }
}
