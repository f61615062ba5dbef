import type { Random } from '../../core/random.ts';
import { MISSING } from '../../sequences/codes.ts';
import type { CodeSpace } from '../code-space.ts';
import type { Frame } from '../frame.ts';
import { isAllowed } from '../guards.ts';
import type { SavedModel, SequenceModel } from '../sequence-model.ts';
import { type BinMaps, CompiledTree } from './compiled-tree.ts';
import { saveTrees } from './save-trees.ts';
import type { TreeParts } from './tree-parts.ts';

/** A tree for each variable; see docs/methods/trees.md. */
export class TreeModel implements SequenceModel {
  readonly parts: TreeParts;
  readonly #trees: readonly (readonly (CompiledTree | null)[])[];
  readonly #empty: readonly (readonly number[])[];

  constructor(space: CodeSpace, parts: TreeParts) {
    const maps = joinMaps(parts.bins);
    this.parts = parts;
    this.#empty = space.map((spec) =>
      spec.variables.map((one) => Math.max(0, Math.min(MISSING, one.cardinality - 1))),
    );
    this.#trees = space.map((spec, record) => {
      const views = spec.views.map((view, index) => (index === 0 ? record : view.record));
      return spec.variables.map((_, variable) => {
        const tree = parts.trees[record]?.[variable] ?? null;
        const guards = parts.guards[record]?.[variable] ?? [];
        return tree && new CompiledTree(tree, { maps, views, guards });
      });
    });
  }

  draw(record: number, variable: number, frame: Frame, random: Random): number {
    const tree = this.#trees[record]?.[variable];
    const empty = this.#empty[record]?.[variable] ?? 0;
    return tree ? tree.draw(frame, random, empty) : 0;
  }

  weigh(record: number, variable: number, frame: Frame, into: Float64Array): void {
    const empty = this.#empty[record]?.[variable] ?? 0;
    this.#trees[record]?.[variable]?.weigh(frame, into, empty);
  }

  allows(record: number, variable: number, frame: Frame, code: number): boolean {
    const guards = this.parts.guards[record]?.[variable];
    return guards === undefined || isAllowed(guards, frame, code);
  }

  save(): SavedModel {
    return saveTrees(this.parts);
  }
}

function joinMaps(bins: TreeParts['bins']): BinMaps {
  let length = 0;
  const starts = bins.map((record) =>
    record.map(({ of }) => {
      length += of.length;
      return length - of.length;
    }),
  );
  const joined = new Uint8Array(length);
  for (const [record, all] of bins.entries()) {
    for (const [variable, { of }] of all.entries()) joined.set(of, starts[record]?.[variable]);
  }
  return { of: joined, starts };
}
