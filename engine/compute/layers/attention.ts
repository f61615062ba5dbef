import type { GraphBuilder } from '../build-graph.ts';
import type { Node } from '../graph.ts';

/** Takes a score out of the softmax without making infinities. */
const HIDDEN = 1e9;

/**
 * Scaled dot-product attention over a short context.
 *
 * @param of `query` [S, T, H], `key` [S, U, H], `value` [S, U, V]; `mask` [S, T, U] or wider, 1 where a
 *   step may look; a step that may look nowhere sees the mean of all
 * @returns [S, T, V]
 * @see Vaswani et al., Attention is all you need, 2017, equation 1
 */
export function attention(
  g: GraphBuilder,
  of: { readonly query: Node; readonly key: Node; readonly value: Node; readonly mask?: Node },
): Node {
  return g.within('attention', () => {
    const scale = 1 / Math.sqrt(Number(of.query.shape[2]));
    const scores = g.multiply(g.matmul(of.query, of.key, { transposeB: true }), scale); // [S, T, U]
    const hidden = of.mask === undefined ? 0 : g.multiply(g.subtract(of.mask, 1), HIDDEN);
    return g.matmul(g.softmax(g.add(scores, hidden)), of.value); // [S, T, V]
  });
}
