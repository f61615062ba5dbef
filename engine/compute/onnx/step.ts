import type { Node } from '../graph.ts';
import type { Site } from './lower-operation.ts';

/** How a node is written: which nodes it takes, and the operators over their names. */
export interface Step {
  readonly inputs: readonly Node[];
  /** @returns the name of the node's value */
  readonly write: (site: Site) => string;
}

/** What a node's surroundings compute. */
export interface Neighbours {
  /** How many nodes take a node's value, outputs of the graph included. */
  users(node: Node): number;
  /** What computes the function of `x` anyway, if anything does. */
  known(name: 'relu' | 'log-softmax', x: Node): Node | undefined;
}
