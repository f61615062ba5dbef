import type { Node } from '../../../engine/compute/graph.ts';

/** All nodes that a node is computed from, itself included. */
export function nodesBelow(top: Node): ReadonlySet<Node> {
  const seen = new Set<Node>();
  const waiting = [top];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    waiting.push(...node.inputs);
  }
  return seen;
}
