import type { GraphBuilder } from '../../../engine/compute/build-graph.ts';
import type { Node } from '../../../engine/compute/graph.ts';
import type { Random } from '../../../engine/core/random.ts';

const normals = (count: number, scale: number, random: Random) =>
  Float32Array.from({ length: count }, () => scale * random.normal());

/** x [N, I] -> [N, outputs]. */
export function dense(
  g: GraphBuilder,
  x: Node,
  { name, outputs, random }: { name: string; outputs: number; random: Random },
): Node {
  const inputs = Number(x.shape[1]);
  const values = normals(inputs * outputs, Math.sqrt(2 / inputs), random.split(name));
  const weight = g.state(`${name}.weight`, [inputs, outputs], values);
  return g.add(g.matmul(x, weight), g.state(`${name}.bias`, [1, outputs], 0));
}

/** codes int32 [N] -> [N, size]. */
export function embedding(
  g: GraphBuilder,
  codes: Node,
  { name, rows, size, random }: { name: string; rows: number; size: number; random: Random },
): Node {
  return g.gather(
    g.state(`${name}.table`, [rows, size], normals(rows * size, 1, random.split(name))),
    codes,
  );
}

/** Mean cross-entropy of logits [N, C] against codes [N] (or [1, C] for all): a scalar of shape [1]. */
export function crossEntropy(g: GraphBuilder, logits: Node, codes: Node, count: Node): Node {
  return g.negate(g.divide(g.sum(g.pick(g.logSoftmax(logits), codes), [0]), count));
}

/** AdamW as a graph. */
export function adamw(
  g: GraphBuilder,
  pairs: readonly (readonly [Node, Node])[],
  { rate, decay }: { rate: number; decay: number },
): Record<string, Node> {
  const steps = g.add(g.state('steps', [1], 0), 1);
  const power = (base: number) => g.subtract(1, g.exp(g.multiply(steps, Math.log(base))));
  const [one, two] = [power(0.9), power(0.999)];
  const updates: Record<string, Node> = { steps };
  for (const [weight, gradient] of pairs) {
    if (weight.operation.kind !== 'state') continue;
    const { name } = weight.operation;
    const shape = weight.shape as readonly number[];
    const m = g.add(g.multiply(g.state(`${name}.m`, shape, 0), 0.9), g.multiply(gradient, 0.1));
    const v = g.add(
      g.multiply(g.state(`${name}.v`, shape, 0), 0.999),
      g.multiply(g.multiply(gradient, gradient), 0.001),
    );
    const move = g.divide(
      g.multiply(m, g.divide(rate, one)),
      g.add(g.sqrt(g.divide(v, two)), 1e-8),
    );
    updates[`${name}.m`] = m;
    updates[`${name}.v`] = v;
    updates[name] = g.subtract(g.multiply(weight, 1 - rate * decay), move);
  }
  return updates;
}
