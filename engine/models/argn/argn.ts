import type { CodeSpace, RecordCodes } from '../code-space.ts';
import type { ModelFamilyPort, ModelOptions, SavedModel } from '../sequence-model.ts';
import { ArgnModel } from './argn-model.ts';
import { loadArgn } from './save-argn.ts';
import { trainArgn } from './train-argn.ts';

/**
 * Autoregressive networks: the next code of each variable is drawn by a small network that sees the
 * rows in view, a decayed history and the variables before it, in any order.
 *
 * @see docs/methods/argn.md
 * @see Tiwald et al., TabularARGN: a flexible and efficient auto-regressive framework, arXiv 2501.12012
 */
export const argn: ModelFamilyPort = Object.freeze({
  name: 'argn',
  train: async (space: CodeSpace, data: readonly RecordCodes[], options: ModelOptions) =>
    new ArgnModel(space, await trainArgn(space, data, options)),
  load: (space: CodeSpace, saved: SavedModel) => new ArgnModel(space, loadArgn(space, saved)),
});
