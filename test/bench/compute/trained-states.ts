import type { Node } from '../../../engine/compute/graph.ts';
import { nodesBelow } from './nodes-below.ts';

/** The states that a loss depends on, in the order in which they were made. */
export function trainedStates(loss: Node): readonly Node[] {
  return [...nodesBelow(loss)]
    .filter(({ operation }) => operation.kind === 'state')
    .sort((one, other) => one.id - other.id);
}
