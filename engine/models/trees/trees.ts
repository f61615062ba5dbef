import type { CodeSpace, RecordCodes } from '../code-space.ts';
import { guardsOf } from '../guards.ts';
import type { ModelFamilyPort, ModelOptions, SavedModel } from '../sequence-model.ts';
import { loadTrees } from './load-trees.ts';
import { shareCodes } from './shared-codes.ts';
import { trainTrees } from './train-trees.ts';
import { TreeModel } from './tree-model.ts';
import { binSpace } from './tree-plan.ts';

/**
 * Sequential CART: each variable is drawn from the leaf of a tree that asks for the variables
 * before it and for the rows in view.
 *
 * @see docs/methods/trees.md
 * @see Reiter, Using CART to generate partially synthetic public use microdata, 2005
 */
export const trees: ModelFamilyPort = Object.freeze({
  name: 'trees',
  train: async (space: CodeSpace, data: readonly RecordCodes[], options: ModelOptions) => {
    const { seed, leastRows, leastSubjects, workers, onProgress } = options;
    const shared = workers < 2 ? data : shareCodes(data);
    const bins = binSpace(space, shared);
    const plan = { space, data: shared, bins, seed, leastRows, leastSubjects };
    const grown = await trainTrees(plan, { workers, onProgress });
    const guards = space.map((spec, record) =>
      spec.variables.map((one, variable) =>
        one.given ? [] : guardsOf(spec, shared[record] as RecordCodes, variable),
      ),
    );
    return new TreeModel(space, { trees: grown, guards, bins });
  },
  load: (space: CodeSpace, saved: SavedModel) => new TreeModel(space, loadTrees(space, saved)),
});
