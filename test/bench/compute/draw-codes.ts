import type { GraphBuilder } from '../../../engine/compute/build-graph.ts';
import type { Dim, Node } from '../../../engine/compute/graph.ts';

/**
 * Codes by inverse CDF: how many running sums of the shares lie below a row's uniform.
 *
 * @param logits [N, C], or [1, C] where all rows share them
 * @param uniform [N]
 * @returns int32 [N]
 */
export function drawCodes(g: GraphBuilder, logits: Node, uniform: Node): Node {
  const rows = uniform.shape[0] as Dim;
  const last = Number(logits.shape[1]) - 1;
  const sums = g.cumsum(g.softmax(logits));
  const below = g.sum(g.greater(g.reshape(uniform, [rows, 1]), sums), [1]); // [N, 1]
  const capped = g.negate(g.maximum(g.negate(below), -last)); // rounding may leave the last sum below 1
  return g.reshape(g.cast(capped, 'int32'), [rows]);
}
