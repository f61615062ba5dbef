import type { GraphBuilder } from '../build-graph.ts';
import type { Node } from '../graph.ts';
import { countElements } from '../shape.ts';

/** The mean over axes, which stay with size 1; axes of unknown size are counted when run. */
export function mean(g: GraphBuilder, x: Node, axes: readonly number[]): Node {
  const over = axes.map((axis) => x.shape[axis] ?? 1);
  const count = countElements(over);
  if (typeof count === 'number') return g.multiply(g.sum(x, axes), 1 / count);
  const ones = g.fill(over, 1);
  const counted = g.sum(
    ones,
    over.map((_, axis) => axis),
  );
  return g.divide(g.sum(x, axes), g.reshape(counted, []));
}
