import type { Worker } from 'node:worker_threads';
import { startThread } from '../../core/start-thread.ts';
import type { GrownTree } from './grown-tree.ts';
import { type TreeTask, trainTree } from './train-tree.ts';
import { candidatesOf, type TreePlan } from './tree-plan.ts';

/** Rows times features below which starting threads costs more than growing. */
const SMALL_WORK = 1_000_000;

/** How to grow many trees. */
export interface TrainTreesOptions {
  /** Threads; 1 or less grows in the calling thread. */
  readonly workers: number;
  /** Told the share of the work that is done, 0..1. */
  readonly onProgress: (share: number) => void;
  /** Rows times features below which the calling thread does it all; default a million. */
  readonly smallWork?: number;
}

/** What a thread answers. */
export interface TreeDelivery {
  readonly place: number;
  readonly tree: GrownTree;
}

/** What a thread is asked for. */
export interface TreeOrder extends TreeTask {
  readonly place: number;
}

/**
 * Grows the trees of all variables that are drawn, the largest first, on as many threads as there
 * are; the trees do not depend on their number.
 *
 * @returns by record and variable, null where the story gives the value
 */
export async function trainTrees(
  plan: TreePlan,
  options: TrainTreesOptions,
): Promise<(GrownTree | null)[][]> {
  const tasks = tasksOf(plan);
  const total = tasks.reduce((sum, one) => sum + one.work, 0);
  const trees = plan.space.map((spec): (GrownTree | null)[] => spec.variables.map(() => null));
  let done = 0;
  const keep = (place: number, tree: GrownTree) => {
    const { record, variable, work } = tasks[place] as WeighedTask;
    (trees[record] as (GrownTree | null)[])[variable] = tree;
    done += work;
    options.onProgress(done / total);
  };
  const threads = Math.min(options.workers, tasks.length);
  if (threads < 2 || total < (options.smallWork ?? SMALL_WORK)) {
    for (const [place, task] of tasks.entries()) keep(place, trainTree(plan, task));
    return trees;
  }
  const open = Array.from({ length: threads }, () =>
    startThread(import.meta.url, 'tree-worker', plan),
  );
  try {
    await deliverAll(open, tasks, keep);
  } finally {
    await Promise.all(open.map((thread) => thread.terminate()));
  }
  return trees;
}

interface WeighedTask extends TreeTask {
  readonly work: number;
}

function tasksOf(plan: TreePlan): WeighedTask[] {
  const tasks = plan.space.flatMap((spec, record) =>
    spec.variables.flatMap((one, variable) => {
      const features = candidatesOf(plan.space, spec, variable).length;
      const work = (plan.data[record]?.rows ?? 0) * (features + 1) + 1;
      return one.given ? [] : [{ record, variable, work }];
    }),
  );
  return tasks.sort((a, b) => b.work - a.work || a.record - b.record || a.variable - b.variable);
}

/** Gives each thread the next task as soon as it has delivered the one before. */
function deliverAll(
  threads: readonly Worker[],
  tasks: readonly TreeTask[],
  keep: (place: number, tree: GrownTree) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let [next, delivered] = [0, 0];
    const order = (thread: Worker) => {
      const task = tasks[next];
      if (task === undefined) return;
      const { record, variable } = task;
      thread.postMessage({ place: next, record, variable } satisfies TreeOrder);
      next += 1;
    };
    for (const thread of threads) {
      thread.on('message', ({ place, tree }: TreeDelivery) => {
        keep(place, tree);
        delivered += 1;
        if (delivered === tasks.length) resolve();
        else order(thread);
      });
      thread.once('error', reject);
      thread.once('exit', () => reject(new Error('tree-worker ended before its tree was grown')));
      order(thread);
    }
  });
}
