import {
  type BoostedSplit,
  type NodeSums,
  noSplit,
  type SplitLimits,
  searchFeature,
} from './boosted-splits.ts';
import {
  type BoostedRows,
  createHistogramStore,
  fillHistogram,
  type GradientHistogram,
  type HistogramStore,
  subtractHistogram,
} from './gradient-histograms.ts';
import type { QuickRandom } from './quick-random.ts';
import type { TreeNodes } from './tree-nodes.ts';

/** How far a tree may grow. */
export interface BoostedTreeLimits extends SplitLimits {
  readonly maxLeaves: number;
  readonly maxDepth: number;
  /** Share of the features that a node chooses from. */
  readonly maxFeatures: number;
  readonly learningRate: number;
}

/** A node that may still be divided; its rows are a span of the order. */
interface OpenNode {
  readonly at: number;
  readonly depth: number;
  readonly from: number;
  readonly to: number;
  readonly sums: NodeSums;
}

/** A node with the best split of its rows. */
interface Candidate extends OpenNode {
  readonly histogram: GradientHistogram;
  readonly split: BoostedSplit;
}

/** Nodes so far, as in `TreeNodes`, with the span of rows of each. */
interface NodeList {
  readonly feature: number[];
  readonly threshold: number[];
  readonly missingFirst: number[];
  readonly child: number[];
  readonly values: number[];
  readonly spans: (readonly [number, number])[];
}

/**
 * Grows trees on derivatives, the leaf of the greatest gain first.
 *
 * A class, because its buffers live through all rounds of boosting. Of two children only the
 * smaller one's histogram is summed; the other's is what is left of the parent's.
 *
 * @see Ke et al., LightGBM, NeurIPS 2017
 */
export class BoostedTreeGrower {
  readonly #rows: BoostedRows;
  readonly #limits: BoostedTreeLimits;
  readonly #draw: QuickRandom;
  readonly #store: HistogramStore;
  readonly #order: Int32Array;
  readonly #spare: Int32Array;
  readonly #features: Int32Array;

  constructor(rows: BoostedRows, limits: BoostedTreeLimits, draw: QuickRandom) {
    this.#rows = rows;
    this.#limits = limits;
    this.#draw = draw;
    this.#store = createHistogramStore(rows.bins);
    this.#order = new Int32Array(rows.rows);
    this.#spare = new Int32Array(rows.rows);
    this.#features = Int32Array.from(rows.columns, (_, at) => at);
  }

  /** Grows a tree and adds what its leaves say to the raw predictions. @param raw `[rows]` */
  grow(raw: Float64Array): TreeNodes {
    for (let row = 0; row < raw.length; row += 1) this.#order[row] = row;
    const list: NodeList = {
      feature: [],
      threshold: [],
      missingFirst: [],
      child: [],
      values: [],
      spans: [],
    };
    const { maxLeaves } = this.#limits;
    const root = this.#root();
    this.#append(list, root);
    const candidates: Candidate[] = [];
    this.#offer(candidates, root, null);
    for (let leaves = 1; leaves < maxLeaves && candidates.length > 0; leaves += 1) {
      const node = takeBest(candidates, Number.isFinite(maxLeaves));
      this.#divide(node, list, candidates);
    }
    for (const { histogram } of candidates) this.#store.takeBack(histogram);
    this.#addToRaw(list, raw);
    return finishedNodes(list);
  }

  #root(): OpenNode {
    const { rows, gradients, hessians } = this.#rows;
    let [gradient, hessian] = [0, 0];
    for (let row = 0; row < rows; row += 1) {
      gradient += gradients[row] as number;
      hessian += hessians[row] as number;
    }
    return { at: 0, depth: 0, from: 0, to: rows, sums: { gradient, hessian, rows } };
  }

  #append(list: NodeList, { from, to, sums }: OpenNode): void {
    const { l2, learningRate } = this.#limits;
    list.feature.push(-1);
    list.threshold.push(0);
    list.missingFirst.push(0);
    list.child.push(0);
    list.values.push((-learningRate * sums.gradient) / (sums.hessian + l2));
    list.spans.push([from, to]);
  }

  #mayDivide({ depth, sums }: OpenNode): boolean {
    const { maxDepth, leastLeaf, leastHessian } = this.#limits;
    return depth < maxDepth && sums.rows >= 2 * leastLeaf && sums.hessian >= 2 * leastHessian;
  }

  /** Makes a node a candidate if some split helps; its histogram is summed unless it is given. */
  #offer(candidates: Candidate[], node: OpenNode, given: GradientHistogram | null): void {
    const histogram = given ?? this.#store.lend();
    const split = noSplit();
    if (this.#mayDivide(node)) {
      if (given === null) this.#fill(histogram, node);
      this.#search(histogram, node.sums, split);
    }
    if (split.feature >= 0) candidates.push({ ...node, histogram, split });
    else this.#store.takeBack(histogram);
  }

  #fill(histogram: GradientHistogram, { from, to }: OpenNode): void {
    const { offsets } = this.#store;
    fillHistogram(histogram, { rows: this.#rows, offsets }, { order: this.#order, from, to });
  }

  #search(histogram: GradientHistogram, node: NodeSums, best: BoostedSplit): void {
    const features = this.#features;
    const asked = Math.max(1, Math.floor(this.#limits.maxFeatures * features.length));
    for (let left = features.length; left > features.length - asked; left -= 1) {
      if (asked < features.length) this.#drawLast(left);
      const feature = features[left - 1] as number;
      const offset = this.#store.offsets[feature] as number;
      const bins = this.#rows.bins[feature] as number;
      searchFeature({ histogram, feature, offset, bins, node }, this.#limits, best);
    }
  }

  /** Puts one of the first features, at will, to the end of them. */
  #drawLast(left: number): void {
    const features = this.#features;
    const at = this.#draw(left);
    const feature = features[at] as number;
    features[at] = features[left - 1] as number;
    features[left - 1] = feature;
  }

  #divide(node: Candidate, list: NodeList, candidates: Candidate[]): void {
    const { split, at, histogram } = node;
    const held = list.feature.length;
    list.feature[at] = split.feature;
    list.threshold[at] = this.#rows.edges[split.feature]?.[split.code] ?? Number.POSITIVE_INFINITY;
    list.missingFirst[at] = split.missingFirst;
    list.child[at] = held;
    const [first, second] = this.#children(node, held);
    this.#append(list, first);
    this.#append(list, second);
    const [small, large] = first.sums.rows < second.sums.rows ? [first, second] : [second, first];
    if (!this.#mayDivide(large)) {
      this.#store.takeBack(histogram);
      this.#offer(candidates, small, null);
      return;
    }
    const own = this.#store.lend();
    this.#fill(own, small);
    subtractHistogram(histogram, own);
    this.#offer(candidates, small, own);
    this.#offer(candidates, large, histogram);
  }

  #children(node: Candidate, held: number): readonly [OpenNode, OpenNode] {
    const { split, from, to, sums } = node;
    const depth = node.depth + 1;
    const middle = this.#part(node);
    const rest = {
      gradient: sums.gradient - split.first.gradient,
      hessian: sums.hessian - split.first.hessian,
      rows: sums.rows - split.first.rows,
    };
    return [
      { at: held, depth, from, to: middle, sums: split.first },
      { at: held + 1, depth, from: middle, to, sums: rest },
    ];
  }

  /** Brings the rows of the first side to the front, each side in its order. @returns its end */
  #part({ from, to, split }: Candidate): number {
    const [order, spare] = [this.#order, this.#spare];
    const codes = this.#rows.columns[split.feature] as Uint8Array;
    const missing = this.#rows.bins[split.feature] as number;
    const { missingFirst } = split;
    const limit = split.code + 1;
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
    order.set(spare.subarray(0, second), first);
    return first;
  }

  #addToRaw({ feature, values, spans }: NodeList, raw: Float64Array): void {
    for (const [node, [from, to]] of spans.entries()) {
      if (feature[node] !== -1) continue;
      for (let at = from; at < to; at += 1) {
        const row = this.#order[at] as number;
        raw[row] = (raw[row] as number) + (values[node] as number);
      }
    }
  }
}

/** Takes the candidate of the greatest gain, or just the last where all will be divided. */
function takeBest(candidates: Candidate[], isLimited: boolean): Candidate {
  let best = candidates.length - 1;
  for (let at = best - 1; isLimited && at >= 0; at -= 1) {
    if ((candidates[at] as Candidate).split.gain > (candidates[best] as Candidate).split.gain) {
      best = at;
    }
  }
  return candidates.splice(best, 1)[0] as Candidate;
}

function finishedNodes(list: NodeList): TreeNodes {
  return {
    feature: Int16Array.from(list.feature),
    threshold: Float64Array.from(list.threshold),
    missingFirst: Uint8Array.from(list.missingFirst),
    child: Int32Array.from(list.child),
    values: Float64Array.from(list.values),
  };
}
