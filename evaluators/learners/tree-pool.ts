import { type ForestWork, growTrees } from './grow-trees.ts';
import type { TreeNodes } from './tree-nodes.ts';

/** Where the trees of a forest grow; it never changes them. */
export interface TreePool {
  /** One tree for each seed (four words), in the order of the seeds. */
  grow(work: ForestWork, seeds: Int32Array): Promise<readonly TreeNodes[]>;
}

/** Grows all trees in the calling thread. */
export const CALLING_THREAD: TreePool = {
  grow: async (work, seeds) => growTrees(work, seeds),
};
