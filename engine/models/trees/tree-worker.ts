/** The thread that grows trees: it answers each order with the tree of its variable. */
import { parentPort, workerData } from 'node:worker_threads';
import { defined } from '../../core/invariant.ts';
import { trainTree } from './train-tree.ts';
import type { TreeDelivery, TreeOrder } from './train-trees.ts';
import type { TreePlan } from './tree-plan.ts';

const port = defined(parentPort, 'tree-worker runs as a worker thread');
const plan = workerData as TreePlan;

port.on('message', ({ place, ...task }: TreeOrder) => {
  const delivery: TreeDelivery = { place, tree: trainTree(plan, task) };
  port.postMessage(delivery);
});
