import type { GraphBuilder } from '../build-graph.ts';
import type { Node } from '../graph.ts';
import { dense } from './dense.ts';
import type { Weights } from './weights.ts';

export interface ConvolutionOptions {
  readonly name: string;
  /** F, filters. */
  readonly filters: number;
  /** Rows and columns that a filter sees. */
  readonly height: number;
  readonly width: number;
}

/**
 * A convolution over a window of rows, without padding or activation, as one product of matrices.
 *
 * @param x [N, rows, columns] with rows and columns numbers, e.g. 6 and 16
 * @returns [N, rows - height + 1, columns - width + 1, F]
 * @see Xu et al., STAN: Synthetic network traffic generation, 2021, section 3.2
 */
export function windowConvolution(weights: Weights, x: Node, options: ConvolutionOptions): Node {
  const { g } = weights;
  const { name, filters, height, width } = options;
  const [count = 1, rows = 1, columns = 1] = x.shape;
  return g.within(name, () => {
    const cells = g.reshape(x, [count, rows, columns, 1]);
    const beside = shifted(g, cells, { axis: 2, by: width }); // [N, rows, columns', width]
    const patches = shifted(g, beside, { axis: 1, by: height }); // [N, rows', columns', height*width]
    return dense(weights, patches, { name, units: filters }); // [N, rows', columns', F]
  });
}

/** Each place with the `by - 1` places after it along an axis, side by side on the last axis. */
function shifted(
  g: GraphBuilder,
  x: Node,
  { axis, by }: { readonly axis: number; readonly by: number },
): Node {
  const size = Number(x.shape[axis]) - by + 1;
  const parts = Array.from({ length: by }, (_, start) => g.slice(x, { axis, start, size }));
  return g.concat(parts, 3);
}
