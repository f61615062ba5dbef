import type { Node } from '../graph.ts';
import type { Entry } from '../program.ts';

/** A node to compute, and the nodes whose values nobody needs after it. */
export interface Step {
  readonly node: Node;
  readonly spent: readonly Node[];
}

/**
 * The nodes that an entry needs, each after its inputs, with the last use of every value, so that
 * no more tensors live than must: a training step holds hundreds otherwise.
 */
export function planEntry(entry: Entry): readonly Step[] {
  const results = [...Object.values(entry.outputs), ...Object.values(entry.updates)];
  const needed = collectNeeded(results);
  const kept = new Set(results);
  const lastUse = new Map<Node, Node>();
  for (const node of needed) {
    for (const input of node.inputs) {
      lastUse.set(input, node);
    }
  }
  const spent = new Map<Node, Node[]>();
  for (const [value, user] of lastUse) {
    if (!kept.has(value)) {
      spent.set(user, [...(spent.get(user) ?? []), value]);
    }
  }
  return needed.map((node) => ({ node, spent: spent.get(node) ?? [] }));
}

/** In the order of making, which sets inputs before their users. */
function collectNeeded(results: readonly Node[]): readonly Node[] {
  const seen = new Set<Node>();
  const waiting = [...results];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (!seen.has(node)) {
      seen.add(node);
      waiting.push(...node.inputs);
    }
  }
  return [...seen].sort((a, b) => a.id - b.id);
}
