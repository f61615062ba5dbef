import type { GraphBuilder } from './build-graph.ts';
import type { Node } from './graph.ts';

/**
 * Squared norms of each subject's gradient, without making the gradients.
 *
 * Many subjects go through the graph at once, T rows each. What arrives at a layer's outputs
 * (`slopes`, by `differentiate` towards them) is the subject's own, and with the layer's inputs it
 * says the norm of the weights' gradient. Under a 0/1 mask on the weights it is a bound from above.
 *
 * @see Li et al., Large language models can be strong differentially private learners, ICLR 2022,
 *   section 4 (ghost clipping)
 */

/**
 * Of a dense layer's matrix: the sum over pairs of rows of both products.
 *
 * @param of `inputs` [S, T, I], `slopes` [S, T, O]
 * @returns [S]
 */
export function matrixSquares(
  g: GraphBuilder,
  of: { readonly inputs: Node; readonly slopes: Node },
): Node {
  return sumOfPairs(g, g.matmul(of.inputs, of.inputs, { transposeB: true }), of.slopes);
}

/** Of a bias that is added to all rows. @param slopes [S, T, O] @returns [S] */
export function biasSquares(g: GraphBuilder, slopes: Node): Node {
  const sums = g.sum(slopes, [1]); // [S, 1, O]
  return bySubject(g, g.multiply(sums, sums));
}

/**
 * Of a table of embeddings: like a dense layer whose inputs are 1 at the code and 0 elsewhere.
 *
 * @param of `codes` int32 [S, T], each below 2^24; `slopes` [S, T, E]
 * @returns [S]
 */
export function tableSquares(
  g: GraphBuilder,
  of: { readonly codes: Node; readonly slopes: Node },
): Node {
  const [subjects = 1, rows = 1] = of.codes.shape;
  const codes = g.cast(of.codes, 'float32');
  const apart = g.subtract(
    g.reshape(codes, [subjects, rows, 1]),
    g.reshape(codes, [subjects, 1, rows]),
  ); // [S, T, T]
  const equal = g.subtract(1, g.step(g.multiply(apart, apart)));
  return sumOfPairs(g, equal, of.slopes);
}

/**
 * A loss whose gradient is the sum of the subjects' gradients, each clipped to a norm.
 *
 * @param of `losses` [S] of each subject alone; `squares` [S], summed over all weights
 * @returns []
 */
export function clippedLoss(
  g: GraphBuilder,
  of: { readonly losses: Node; readonly squares: Node },
  norm: number,
): Node {
  const scale = g.divide(norm, g.maximum(g.sqrt(of.squares), norm)); // [S]
  return g.reshape(g.sum(g.multiply(of.losses, g.stop(scale)), [0]), []);
}

/** Pairs of rows [S, T, T] times the products of their slopes, summed for each subject: [S]. */
function sumOfPairs(g: GraphBuilder, pairs: Node, slopes: Node): Node {
  return bySubject(g, g.multiply(pairs, g.matmul(slopes, slopes, { transposeB: true })));
}

/** [S, ...] -> [S] */
function bySubject(g: GraphBuilder, x: Node): Node {
  const axes = x.shape.flatMap((_, axis) => (axis === 0 ? [] : [axis]));
  return g.reshape(g.sum(x, axes), [x.shape[0] ?? 1]);
}
