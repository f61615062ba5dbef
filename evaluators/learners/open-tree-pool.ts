import type { Worker } from 'node:worker_threads';
import { startThread } from '../../engine/core/start-thread.ts';
import type { ForestWork } from './grow-trees.ts';
import { SEED_WORDS } from './quick-random.ts';
import type { TreeNodes } from './tree-nodes.ts';
import { CALLING_THREAD, type TreePool } from './tree-pool.ts';
import type { TreeDelivery, TreeOrder } from './tree-worker.ts';

/** Rows times trees below which sending costs more than growing. */
const SMALL_WORK = 200_000;

/** A pool of threads, to be closed by whoever opened it. */
export interface ThreadTreePool extends TreePool {
  close(): Promise<void>;
}

/**
 * Grows trees on worker threads, which start with the first forest that is worth them.
 *
 * The trees are those of the calling thread, whatever the number of threads.
 *
 * @param threads 1 or less grows in the calling thread
 */
export function openTreePool(threads: number): ThreadTreePool {
  const open: Worker[] = [];
  let orders = 0;
  const grow = async (work: ForestWork, seeds: Int32Array) => {
    const trees = seeds.length / SEED_WORDS;
    if (threads < 2 || trees * work.columns.rows < SMALL_WORK) {
      return CALLING_THREAD.grow(work, seeds);
    }
    while (open.length < threads) open.push(startThread(import.meta.url, 'tree-worker'));
    const parts = open.map((thread, at) => {
      const [from, to] = [at, at + 1].map((end) => Math.floor((end * trees) / open.length));
      const own = seeds.slice((from ?? 0) * SEED_WORDS, (to ?? 0) * SEED_WORDS);
      orders += 1;
      return deliver(thread, { order: orders, work, seeds: own });
    });
    return (await Promise.all(parts)).flat();
  };
  const close = async () => {
    await Promise.all(open.splice(0).map((thread) => thread.terminate()));
  };
  return { grow, close };
}

/** @throws whatever the thread throws */
function deliver(thread: Worker, order: TreeOrder): Promise<readonly TreeNodes[]> {
  return new Promise((resolve, reject) => {
    const onMessage = (delivery: TreeDelivery) => {
      if (delivery.order !== order.order) return;
      thread.off('message', onMessage);
      thread.off('error', reject);
      resolve(delivery.trees);
    };
    thread.on('message', onMessage);
    thread.once('error', reject);
    thread.postMessage(order);
  });
}
