import type { GraphBuilder } from '../build-graph.ts';
import type { Node } from '../graph.ts';

/**
 * Zeroes elements by chance and scales the others, so that the mean stays.
 *
 * The uniforms are fed, so that what is dropped depends on the seed alone, never on the engine.
 *
 * @param x [...]
 * @param of `uniforms` in [0, 1), of a shape that widens to x's; `chance` of an element's loss, below 1
 * @see Srivastava et al., Dropout, JMLR 15 (2014), section 4
 */
export function dropout(
  g: GraphBuilder,
  x: Node,
  of: { readonly uniforms: Node; readonly chance: number },
): Node {
  if (of.chance === 0) return x;
  const kept = g.greater(of.uniforms, of.chance);
  return g.multiply(x, g.multiply(kept, 1 / (1 - of.chance)));
}
