import type { Node } from './graph.ts';
import type { Entry } from './program.ts';

type Named = Readonly<Record<string, Node>>;

/** An entry that asks for every input which its outputs and updates need, in the order of making. */
export function makeEntry(outputs: Named, updates: Named = {}): Entry {
  const needed = nodesBelow([...Object.values(outputs), ...Object.values(updates)]);
  return { inputs: needed.filter((node) => node.operation.kind === 'input'), outputs, updates };
}

/** All nodes that some nodes need, themselves too, in the order of making. */
export function nodesBelow(nodes: readonly Node[]): readonly Node[] {
  const found = new Set<Node>();
  const open = [...nodes];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    open.push(...node.inputs);
  }
  return [...found].sort((a, b) => a.id - b.id);
}
