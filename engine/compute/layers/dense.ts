import type { GraphBuilder } from '../build-graph.ts';
import type { Dim, Node, Shape } from '../graph.ts';
import { multiplyDims } from '../shape.ts';
import type { Weights } from './weights.ts';

export interface DenseOptions {
  /** The layer's weights are `<name>.weight` and `<name>.bias`. */
  readonly name: string;
  /** Width of the output. */
  readonly units: number;
  /** First values of the bias, or `none` for no bias. */
  readonly bias?: number | Float32Array | 'none';
  /** 0 or 1 for each weight, [I, units]. */
  readonly mask?: Node;
}

/**
 * An affine map of the last axis, `x W + b`, without an activation.
 *
 * @param x [..., I]
 * @returns [..., units]
 */
export function dense(weights: Weights, x: Node, options: DenseOptions): Node {
  const { g } = weights;
  const { name, units, bias = 0, mask } = options;
  return g.within(name, () => {
    const inner = Number(x.shape.at(-1));
    const raw = weights.matrix(`${name}.weight`, [inner, units]);
    const weight = mask === undefined ? raw : g.multiply(raw, mask);
    const product = g.matmul(asRows(g, x), weight); // [N, units]
    const moved =
      bias === 'none' ? product : g.add(product, weights.vector(`${name}.bias`, units, bias));
    return g.reshape(moved, [...x.shape.slice(0, -1), units]); // [..., units]
  });
}

/** All axes but the last in one: [..., C] -> [N, C]. */
export function asRows(g: GraphBuilder, x: Node): Node {
  return g.reshape(x, [rowCount(x.shape), x.shape.at(-1) ?? 1]);
}

function rowCount(shape: Shape): Dim {
  return multiplyDims(shape.slice(0, -1));
}
