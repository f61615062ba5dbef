import type { VectorKernels } from '../../compute/vector-kernels.ts';
import { padded } from '../../compute/vector-kernels.ts';

/** What a code adds to a layer: one row a code. */
export interface FoldedTable {
  /** Place of a code's row in the kernels' memory. */
  rowOf(code: number): number;
}

/** A variable's embeddings and the part of the layer's matrix that they meet. */
export interface FoldSource {
  /** The joint table, [codes, E]. */
  readonly table: Float32Array;
  /** Row of the variable's code 0 in it. */
  readonly first: number;
  readonly cardinality: number;
  readonly embedding: number;
  /** [inputs * E, width]. */
  readonly matrix: Float32Array;
  /** First of the variable's E rows in it. */
  readonly row: number;
  readonly width: number;
}

/** Folds all rows at once. */
export function foldRows(kernels: VectorKernels, source: FoldSource): FoldedTable {
  const stride = padded(source.width);
  const at = kernels.take(source.cardinality * stride);
  for (let code = 0; code < source.cardinality; code += 1) {
    foldRow(kernels, source, { code, to: at + code * stride });
  }
  return { rowOf: (code) => at + code * stride };
}

/** Folds a row when it is first asked for: most codes of wide layers are rarely seen. */
export function foldTable(kernels: VectorKernels, source: FoldSource): FoldedTable {
  const stride = padded(source.width);
  const at = kernels.take(source.cardinality * stride);
  const done = new Uint8Array(source.cardinality);
  return {
    rowOf: (code) => {
      const to = at + code * stride;
      if (done[code] === 1) return to;
      foldRow(kernels, source, { code, to });
      done[code] = 1;
      return to;
    },
  };
}

function foldRow(
  { floats }: VectorKernels,
  source: FoldSource,
  of: { readonly code: number; readonly to: number },
): void {
  const { table, first, embedding, matrix, row, width } = source;
  for (let part = 0; part < embedding; part += 1) {
    const weight = table[(first + of.code) * embedding + part] as number;
    const from = (row + part) * width;
    for (let column = 0; column < width; column += 1) {
      const to = of.to + column;
      floats[to] = (floats[to] as number) + weight * (matrix[from + column] as number);
    }
  }
}
