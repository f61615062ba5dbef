import type { GraphBuilder } from '../build-graph.ts';
import type { Node } from '../graph.ts';

/**
 * Minus the log probability of each label, in nats.
 *
 * Composed so that its gradient is known as softmax less one at the label.
 *
 * @param logits [N, C]
 * @param labels int32 [N], each below C
 * @returns [N]
 */
export function crossEntropy(g: GraphBuilder, logits: Node, labels: Node): Node {
  return g.within('cross entropy', () => g.negate(g.pick(g.logSoftmax(logits), labels)));
}

/**
 * The same for several heads whose logits lie side by side.
 *
 * @param logits [N, sum of sizes]
 * @param of `labels` int32 [N, J]; `sizes` C of each of the J heads
 * @returns [N, J]
 */
export function groupedCrossEntropy(
  g: GraphBuilder,
  logits: Node,
  of: { readonly labels: Node; readonly sizes: readonly number[] },
): Node {
  const rows = logits.shape[0] ?? 1;
  let start = 0;
  const losses = of.sizes.map((size, head) => {
    const own = g.slice(logits, { axis: 1, start, size }); // [N, C]
    const label = g.reshape(g.slice(of.labels, { axis: 1, start: head, size: 1 }), [rows]); // [N]
    start += size;
    return g.reshape(crossEntropy(g, own, label), [rows, 1]); // [N, 1]
  });
  return g.concat(losses, 1); // [N, J]
}
