import { ClassSplits } from './class-splits.ts';
import type { BinEdges } from './feature-bins.ts';
import { type ForestColumns, varyingFeatures } from './forest-columns.ts';
import { createQuickRandom, type QuickRandom, SEED_WORDS } from './quick-random.ts';
import { CONSTANT, type SplitSearch } from './split-search.ts';
import type { TreeNodes } from './tree-nodes.ts';
import { VarianceSplits } from './variance-splits.ts';

/** All that the trees of a forest are grown from; plain data, so that it can go to threads. */
export interface ForestWork {
  readonly columns: ForestColumns;
  /** Where the fine bins end: nodes ask for values, not for codes. */
  readonly edges: readonly BinEdges[]; // [features]
  readonly target: ForestTarget;
  /** Least weight of a leaf. */
  readonly leastLeaf: number;
  /** Features, not constant in the node, that a node chooses from. */
  readonly tries: number;
}

/** Classes below 256, or numbers. */
export type ForestTarget =
  | { readonly kind: 'classes'; readonly labels: Uint8Array; readonly classes: number }
  | { readonly kind: 'numbers'; readonly targets: Float64Array };

/** Grows one tree for each seed. @param seeds four words a tree */
export function growTrees(work: ForestWork, seeds: Int32Array): readonly TreeNodes[] {
  const grower = new TreeGrower(work);
  return Array.from({ length: seeds.length / SEED_WORDS }, (_, tree) =>
    grower.grow(seeds.subarray(tree * SEED_WORDS, (tree + 1) * SEED_WORDS)),
  );
}

/**
 * Grows trees on bootstrap samples, depth first, until the rows of each leaf are alike.
 *
 * A class, because its buffers live through many trees: nothing is allocated per node.
 *
 * @see Breiman, Random Forests, Machine Learning 45, 2001
 */
class TreeGrower {
  readonly #work: ForestWork;
  readonly #weights: Uint8Array;
  readonly #order: Int32Array;
  readonly #spare: Int32Array;
  readonly #splits: SplitSearch;
  readonly #features: Int32Array;
  readonly #nodes: GrowingNodes;
  #feature = 0;
  #code = 0;
  #missingFirst = 0;

  constructor(work: ForestWork) {
    const { columns, target, leastLeaf } = work;
    const { rows } = columns;
    this.#work = work;
    this.#weights = new Uint8Array(rows);
    this.#order = new Int32Array(rows);
    this.#spare = new Int32Array(rows);
    this.#features = varyingFeatures(columns);
    const tree = { order: this.#order, weights: this.#weights };
    this.#splits =
      target.kind === 'classes'
        ? new ClassSplits({ ...target, columns, leastLeaf }, tree)
        : new VarianceSplits({ ...target, columns, leastLeaf }, tree);
    this.#nodes = growingNodes(2 * rows + 1, this.#splits.width);
  }

  grow(seed: Int32Array): TreeNodes {
    const draw = createQuickRandom(seed);
    // A tree must not depend on those that its thread grew before.
    this.#features.sort();
    const nodes = this.#nodes;
    nodes.from[0] = 0;
    nodes.to[0] = this.#drawRows(draw);
    const { width } = this.#splits;
    let held = 1;
    const waiting = [0];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      const [from, to] = [nodes.from[node] as number, nodes.to[node] as number];
      nodes.feature[node] = -1;
      const isAlike = this.#splits.open(from, to, nodes.values, node * width);
      if (isAlike || to - from < 2 || !this.#choose(draw)) continue;
      const middle = this.#part(from, to);
      nodes.feature[node] = this.#feature;
      nodes.threshold[node] = this.#threshold();
      nodes.missingFirst[node] = this.#missingFirst;
      nodes.child[node] = held;
      nodes.from[held] = from;
      nodes.to[held] = middle;
      nodes.from[held + 1] = middle;
      nodes.to[held + 1] = to;
      waiting.push(held + 1, held);
      held += 2;
    }
    return finishedNodes(nodes, held, width);
  }

  /** A bootstrap sample: as many draws as rows. @returns how many distinct rows were drawn */
  #drawRows(draw: QuickRandom): number {
    const [weights, order] = [this.#weights, this.#order];
    const { rows } = this.#work.columns;
    weights.fill(0);
    for (let one = 0; one < rows; one += 1) {
      const row = draw(rows);
      weights[row] = (weights[row] as number) + 1;
    }
    let drawn = 0;
    for (let row = 0; row < rows; row += 1) {
      order[drawn] = row;
      if ((weights[row] as number) > 0) drawn += 1;
    }
    return drawn;
  }

  /** Draws features until enough of them vary. @returns false if none can part the rows */
  #choose(draw: QuickRandom): boolean {
    const [features, splits] = [this.#features, this.#splits];
    const { tries } = this.#work;
    let best = -1;
    let tried = 0;
    for (let left = features.length; left > 0 && tried < tries; left -= 1) {
      const at = draw(left);
      const feature = features[at] as number;
      features[at] = features[left - 1] as number;
      features[left - 1] = feature;
      const gain = splits.search(feature);
      if (gain !== CONSTANT) tried += 1;
      if (gain <= best) continue;
      best = gain;
      this.#feature = feature;
      this.#code = splits.code;
      this.#missingFirst = splits.missingFirst;
    }
    return best >= 0;
  }

  /** The edge after the split's code; beyond the last one only missing values are left. */
  #threshold(): number {
    return this.#work.edges[this.#feature]?.[this.#code] ?? Number.POSITIVE_INFINITY;
  }

  /** Brings the rows of the first side to the front, each side in its order. @returns its end */
  #part(from: number, to: number): number {
    const [order, spare] = [this.#order, this.#spare];
    const { fine, fineBins } = this.#work.columns;
    const codes = fine[this.#feature] as Uint16Array;
    const missing = fineBins[this.#feature] as number;
    const missingFirst = this.#missingFirst;
    const limit = this.#code + 1;
    let [first, second] = [from, 0];
    for (let at = from; at < to; at += 1) {
      const row = order[at] as number;
      const code = codes[row] as number;
      // The sign bit says which side, without a branch that would be guessed wrong half the time.
      let isFirst = (code - limit) >>> 31;
      if (missingFirst === 1 && code === missing) isFirst = 1;
      order[first] = row;
      spare[second] = row;
      first += isFirst;
      second += 1 - isFirst;
    }
    for (let at = 0; at < second; at += 1) order[first + at] = spare[at] as number;
    return first;
  }
}

/** Nodes with the span of rows that each holds. */
interface GrowingNodes extends TreeNodes {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

function growingNodes(most: number, width: number): GrowingNodes {
  return {
    feature: new Int16Array(most),
    threshold: new Float64Array(most),
    missingFirst: new Uint8Array(most),
    child: new Int32Array(most),
    values: new Float64Array(most * width),
    from: new Int32Array(most),
    to: new Int32Array(most),
  };
}

function finishedNodes(nodes: GrowingNodes, held: number, width: number): TreeNodes {
  return {
    feature: nodes.feature.slice(0, held),
    threshold: nodes.threshold.slice(0, held),
    missingFirst: nodes.missingFirst.slice(0, held),
    child: nodes.child.slice(0, held),
    values: nodes.values.slice(0, held * width),
  };
}
