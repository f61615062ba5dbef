import type { GraphBuilder } from './build-graph.ts';
import type { Node } from './graph.ts';

/** The Euclidean norm of all elements of all tensors, []. */
export function globalNorm(g: GraphBuilder, tensors: readonly Node[]): Node {
  const squares = tensors.map((tensor) => {
    const axes = tensor.shape.map((_, axis) => axis);
    return g.reshape(g.sum(g.multiply(tensor, tensor), axes), []); // []
  });
  return g.sqrt(squares.reduce((sum, square) => g.add(sum, square), g.fill([], 0)));
}

/**
 * Gradients scaled together so that their global norm is at most `norm`; shorter ones stay as they are.
 *
 * @see Pascanu et al., On the difficulty of training recurrent neural networks, 2013, algorithm 1
 */
export function clipByGlobalNorm(
  g: GraphBuilder,
  gradients: readonly Node[],
  norm: number,
): readonly Node[] {
  const scale = g.divide(norm, g.maximum(globalNorm(g, gradients), norm)); // []
  return gradients.map((gradient) => g.multiply(gradient, scale));
}
