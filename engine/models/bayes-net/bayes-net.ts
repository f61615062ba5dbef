import { defined } from '../../core/invariant.ts';
import { createRandom, type Random } from '../../core/random.ts';
import type { CodeSpace, RecordCodes } from '../code-space.ts';
import type { Frame } from '../frame.ts';
import { isAllowed } from '../guards.ts';
import type {
  ModelFamilyPort,
  ModelOptions,
  SavedModel,
  SequenceModel,
  Tensor,
} from '../sequence-model.ts';
import { LevelIndex } from './back-off-table.ts';
import { ParentChooser, type ParentRef, PRIOR_ROWS } from './choose-parents.ts';
import { thinRows } from './thin-rows.ts';

import {
  cardinalityOf,
  type Groups,
  groupsOf,
  groupsOfParent,
  type Node,
  trainNode,
} from './train-node.ts';

interface NodeRecord {
  readonly parents: readonly ParentRef[];
  readonly guards: readonly { readonly variable: number; readonly width: number }[];
}

const GUARD_TRIES = 6;
/** Parents of a variable beside its anchor. */
const MAX_PARENTS = 6;

/**
 * Discrete Bayesian network with back-off: each variable is drawn given its most informative
 * earlier variables; a context with too few rows drops its weakest parent.
 *
 * @see docs/methods/bayes-net.md
 */
export const bayesNet: ModelFamilyPort = Object.freeze({
  name: 'bayes-net',
  train: async (space: CodeSpace, data: readonly RecordCodes[], options: ModelOptions) => {
    const total = space.reduce((sum, one) => sum + one.variables.length, 0);
    let done = 0;
    const groups = space.map((spec, record) => groupsOf(spec, data[record]));
    const nodes = space.map((spec, record) => {
      const random = createRandom(options.seed, 'bayes-net', spec.name);
      const rows = thinRows(defined(data[record], 'record has codes'));
      const search = { data, spec, record, space, maxParents: MAX_PARENTS, random, rows, groups };
      const chooser = new ParentChooser(search);
      return spec.variables.map((one, variable) => {
        options.onProgress(++done / total);
        return one.given
          ? null
          : trainNode({ chooser, space, data, record, variable, options, rows, groups });
      });
    });
    return new BayesNet(nodes, groups);
  },
  load: (space: CodeSpace, saved: SavedModel) => BayesNet.load(space, saved),
});

class BayesNet implements SequenceModel {
  readonly #nodes: readonly (readonly (Node | null)[])[];
  readonly #indexes: readonly (readonly (readonly LevelIndex[])[])[];
  readonly #groups: Groups;
  readonly #keys = new Float64Array(16);

  constructor(nodes: readonly (readonly (Node | null)[])[], groups: Groups) {
    this.#nodes = nodes;
    this.#groups = groups;
    this.#indexes = nodes.map((record) =>
      record.map((node) => (node?.levels ?? []).map((level) => new LevelIndex(level))),
    );
  }

  static load(space: CodeSpace, saved: SavedModel): BayesNet {
    const records = saved.record as readonly (readonly (NodeRecord | null)[])[];
    const groups = space.map((spec, record) =>
      spec.variables.map((_, variable) => {
        const map = saved.tensors.get(`${record}.${variable}.groups`) as Uint8Array | undefined;
        return map === undefined ? null : { groups: map, count: largest(map) + 1 };
      }),
    );
    const nodes = records.map((record, at) =>
      record.map((node, variable) =>
        node === null ? null : loadNode(node, { space, record: at, variable, saved, groups }),
      ),
    );
    return new BayesNet(nodes, groups);
  }

  draw(record: number, variable: number, frame: Frame, random: Random): number {
    const node = this.#nodes[record]?.[variable];
    const indexes = this.#indexes[record]?.[variable];
    if (node === null || node === undefined || indexes === undefined) return 0;
    this.#fill(node, frame);
    for (let level = indexes.length - 1; level >= 0; level -= 1) {
      const index = indexes[level] as LevelIndex;
      const at = index.find(this.#keys[level] as number);
      if (at < 0) continue;
      const rows = index.rows(at);
      if (level > 1 && random.next() * (rows + PRIOR_ROWS) >= rows) continue;
      for (let tries = 0; tries < GUARD_TRIES; tries += 1) {
        const code = index.pick(at, random.next());
        if (node.guards.length === 0 || isAllowed(node.guards, frame, code)) return code;
      }
    }
    return this.#drawAllowed(node, frame, random);
  }

  weigh(record: number, variable: number, frame: Frame, into: Float64Array): void {
    const node = this.#nodes[record]?.[variable];
    const indexes = this.#indexes[record]?.[variable];
    if (node === null || node === undefined || indexes === undefined) return;
    this.#fill(node, frame);
    for (let level = indexes.length - 1; level >= 0; level -= 1) {
      const index = indexes[level] as LevelIndex;
      const at = index.find(this.#keys[level] as number);
      if (at < 0) continue;
      index.weigh(at, into);
      return;
    }
  }

  allows(record: number, variable: number, frame: Frame, code: number): boolean {
    const node = this.#nodes[record]?.[variable];
    return node === null || node === undefined || isAllowed(node.guards, frame, code);
  }

  save(): SavedModel {
    const tensors = new Map<string, Tensor>();
    const record = this.#nodes.map((nodes, at) =>
      nodes.map((node, variable) => {
        const map = this.#groups[at]?.[variable]?.groups;
        if (map !== undefined) tensors.set(`${at}.${variable}.groups`, map);
        if (node === null) return null;
        for (const [level, one] of node.levels.entries()) {
          for (const part of ['keys', 'offsets', 'codes', 'sums'] as const) {
            tensors.set(`${at}.${variable}.${level}.${part}`, one[part]);
          }
        }
        for (const [index, guard] of node.guards.entries()) {
          tensors.set(`${at}.${variable}.guard${index}`, guard.seen);
        }
        const guards = node.guards.map((one) => ({ variable: one.variable, width: one.width }));
        return { parents: node.parents, guards };
      }),
    );
    return { record, tensors };
  }

  #fill(node: Node, frame: Frame): void {
    let key = 0;
    this.#keys[0] = 0;
    for (let index = 0; index < node.parents.length; index += 1) {
      const parent = node.parents[index] as ParentRef;
      const full = frame.codes[(frame.at[parent.view] as number) + parent.variable] as number;
      const map = node.maps[index];
      const code = map ? (map[full] as number) : full;
      key = key * (node.cardinalities[index] as number) + code;
      this.#keys[index + 1] = key;
    }
  }

  /** Every level refused: codes by overall frequency, with as many guards as can be kept. */
  #drawAllowed(node: Node, frame: Frame, random: Random): number {
    const level = node.levels[0];
    for (let kept = node.guards.length; level !== undefined && kept >= 0; kept -= 1) {
      const weights = Float64Array.from(level.codes, (code, at) => {
        const before = at === 0 ? 0 : (level.sums[at - 1] as number);
        return isAllowed(node.guards, frame, code, kept) ? (level.sums[at] as number) - before : 0;
      });
      let left = random.next() * weights.reduce((sum, one) => sum + one, 0);
      for (const [at, weight] of weights.entries()) {
        left -= weight;
        if (left < 0) return level.codes[at] as number;
      }
    }
    return 0;
  }
}

interface NodePlace {
  readonly space: CodeSpace;
  readonly record: number;
  readonly variable: number;
  readonly saved: SavedModel;
  readonly groups: Groups;
}

function largest(values: Uint8Array): number {
  return values.reduce((most, one) => Math.max(most, one), 0);
}

function loadNode(node: NodeRecord, place: NodePlace): Node {
  const { space, record, variable, saved } = place;
  const spec = defined(space[record], 'record exists');
  const tensor = (name: string) =>
    defined(saved.tensors.get(`${record}.${variable}.${name}`), `tensor ${name} of ${spec.name}`);
  const levels = Array.from({ length: node.parents.length + 1 }, (_, level) => ({
    keys: tensor(`${level}.keys`) as Float64Array,
    offsets: tensor(`${level}.offsets`) as Int32Array,
    codes: tensor(`${level}.codes`) as Uint16Array,
    sums: tensor(`${level}.sums`) as Int32Array,
  }));
  return {
    parents: node.parents,
    cardinalities: node.parents.map((one) =>
      cardinalityOf({ space, spec, groups: place.groups }, one),
    ),
    maps: node.parents.map((one) => groupsOfParent({ spec, groups: place.groups }, one)),
    levels,
    guards: node.guards.map((one, index) => ({
      ...one,
      seen: tensor(`guard${index}`) as Uint8Array,
    })),
  };
}
