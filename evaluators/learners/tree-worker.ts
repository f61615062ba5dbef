/** The thread that grows trees: it answers each order with the trees of its seeds. */
import { parentPort } from 'node:worker_threads';
import { defined } from '../../engine/core/invariant.ts';
import { type ForestWork, growTrees } from './grow-trees.ts';
import type { TreeNodes } from './tree-nodes.ts';

/** Some trees of a forest. */
export interface TreeOrder {
  readonly order: number;
  readonly work: ForestWork;
  readonly seeds: Int32Array;
}

/** The thread's answer. */
export interface TreeDelivery {
  readonly order: number;
  readonly trees: readonly TreeNodes[];
}

const port = defined(parentPort, 'tree-worker runs as a worker thread');

port.on('message', ({ order, work, seeds }: TreeOrder) => {
  const delivery: TreeDelivery = { order, trees: growTrees(work, seeds) };
  port.postMessage(delivery);
});
