import { type ForestColumns, isFewRows } from './forest-columns.ts';
import { PLACE_BITS } from './sort-keys.ts';
import {
  CONSTANT,
  createSortedRows,
  MOST_GROUPS,
  NO_SPLIT,
  type SortedRows,
  type SplitSearch,
  type TreeRows,
} from './split-search.ts';

/** What a classification tree parts. */
export interface ClassTarget {
  readonly columns: ForestColumns;
  readonly labels: Uint8Array; // [rows]
  readonly classes: number;
  /** Least weight of a leaf. */
  readonly leastLeaf: number;
}

/**
 * Splits by Gini impurity: the gain is the sum over sides of the squared class weights over the
 * side's weight, which is greatest where the mean impurity is least.
 *
 * A class, because one search lives through all nodes of many trees and allocates nothing.
 *
 * @see Breiman et al., Classification and Regression Trees, 1984
 */
export class ClassSplits implements SplitSearch {
  readonly width: number;
  code = 0;
  missingFirst = 0;
  readonly #target: ClassTarget;
  readonly #rows: TreeRows;
  readonly #sorted: SortedRows;
  readonly #held: Uint16Array; // weight and label of the node's rows
  readonly #totals: Int32Array; // [classes]
  readonly #groupCodes = new Uint16Array(MOST_GROUPS); // ascending, missing values apart
  readonly #counts: Int32Array; // [groups, classes]
  readonly #missing: Int32Array; // [classes]
  readonly #first: Int32Array; // [classes]
  #start = 0;
  #size = 0;
  #whole = 0;
  #best = NO_SPLIT;
  #bestAt = 0;
  #bestFirst = 0;

  constructor(target: ClassTarget, rows: TreeRows) {
    this.width = target.classes;
    this.#target = target;
    this.#rows = rows;
    this.#sorted = createSortedRows(rows.order);
    this.#held = new Uint16Array(rows.order.length);
    this.#totals = new Int32Array(target.classes);
    this.#counts = new Int32Array((MOST_GROUPS + 1) * target.classes);
    this.#missing = new Int32Array(target.classes);
    this.#first = new Int32Array(target.classes);
  }

  open(from: number, to: number, values: Float64Array, at: number): boolean {
    const { labels } = this.#target;
    const { order, weights } = this.#rows;
    const held = this.#held;
    const totals = this.#totals;
    totals.fill(0);
    let whole = 0;
    for (let one = from; one < to; one += 1) {
      const row = order[one] as number;
      const label = labels[row] as number;
      const weight = weights[row] as number;
      held[one - from] = (weight << 8) | label;
      totals[label] = (totals[label] as number) + weight;
      whole += weight;
    }
    this.#start = from;
    this.#size = to - from;
    this.#whole = whole;
    let most = 0;
    for (let label = 0; label < totals.length; label += 1) {
      const total = totals[label] as number;
      values[at + label] = total / whole;
      if (total > most) most = total;
    }
    return most === whole;
  }

  search(feature: number): number {
    const isFew = isFewRows(this.#target.columns, feature, this.#size);
    const groups = isFew ? this.#gatherFew(feature) : this.#gatherMany(feature);
    let missing = 0;
    for (const count of this.#missing) missing += count;
    if (groups + (missing > 0 ? 1 : 0) < 2) return CONSTANT;
    this.#best = NO_SPLIT;
    this.#bestAt = 0;
    this.missingFirst = 0;
    this.#scan(groups, 0);
    if (missing > 0) this.#scanMissing(groups, missing);
    else if (this.#bestFirst * 2 > this.#whole) this.missingFirst = 1;
    if (this.#best >= 0) this.code = this.#codeAt(feature, groups, isFew);
    return this.#best;
  }

  /** Groups by fine code. @returns how many */
  #gatherFew(feature: number): number {
    const { fine, fineBins } = this.#target.columns;
    const bins = fineBins[feature] as number;
    const size = this.#size;
    this.#sorted.sort(fine[feature] as Uint16Array, bins, { from: this.#start, size });
    const { keys } = this.#sorted;
    const { classes } = this.#target;
    const counts = this.#counts;
    const held = this.#held;
    this.#missing.fill(0);
    let groups = 0;
    let before = -1;
    for (let at = 0; at < size; at += 1) {
      const key = keys[at] as number;
      const code = key >> PLACE_BITS;
      if (code === bins) return this.#gatherMissing(at, groups);
      if (code !== before) {
        for (let label = 0; label < classes; label += 1) counts[groups * classes + label] = 0;
        this.#groupCodes[groups] = code;
        groups += 1;
        before = code;
      }
      const entry = held[key & 255] as number;
      const cell = (groups - 1) * classes + (entry & 255);
      counts[cell] = (counts[cell] as number) + (entry >> 8);
    }
    return groups;
  }

  #gatherMissing(from: number, groups: number): number {
    for (let at = from; at < this.#size; at += 1) {
      const entry = this.#held[(this.#sorted.keys[at] as number) & 255] as number;
      this.#missing[entry & 255] = (this.#missing[entry & 255] as number) + (entry >> 8);
    }
    return groups;
  }

  /** Groups by coarse code, gathered by code and then moved together. @returns how many */
  #gatherMany(feature: number): number {
    const codes = this.#target.columns.coarse[feature] as Uint8Array;
    const bins = this.#target.columns.ends[feature]?.length ?? 0;
    const { classes } = this.#target;
    const counts = this.#counts;
    const held = this.#held;
    const start = this.#start;
    const size = this.#size;
    const { order } = this.#rows;
    counts.fill(0, 0, (bins + 1) * classes);
    for (let one = 0; one < size; one += 1) {
      const entry = held[one] as number;
      const cell = (codes[order[start + one] as number] as number) * classes + (entry & 255);
      counts[cell] = (counts[cell] as number) + (entry >> 8);
    }
    for (let label = 0; label < classes; label += 1) {
      this.#missing[label] = counts[bins * classes + label] as number;
    }
    return this.#moveTogether(bins);
  }

  #moveTogether(bins: number): number {
    const { classes } = this.#target;
    const counts = this.#counts;
    let groups = 0;
    for (let code = 0; code < bins; code += 1) {
      let weight = 0;
      for (let label = 0; label < classes; label += 1) {
        const own = counts[code * classes + label] as number;
        counts[groups * classes + label] = own;
        weight += own;
      }
      this.#groupCodes[groups] = code;
      if (weight > 0) groups += 1;
    }
    return groups;
  }

  /** Missing values on the first side, and apart from all others. */
  #scanMissing(groups: number, missing: number): void {
    const { classes, leastLeaf } = this.#target;
    const before = this.#best;
    this.#scan(groups, missing);
    if (this.#best > before) this.missingFirst = 1;
    let [inside, outside] = [0, 0];
    for (let label = 0; label < classes; label += 1) {
      const own = this.#missing[label] as number;
      inside += own * own;
      outside += ((this.#totals[label] as number) - own) ** 2;
    }
    const others = this.#whole - missing;
    const gain = inside / missing + outside / others;
    if (!(gain > this.#best) || Math.min(missing, others) < leastLeaf) return;
    this.#best = gain;
    this.#bestAt = groups;
    this.missingFirst = 0;
  }

  #scan(groups: number, missing: number): void {
    if (this.#target.classes === 2) this.#scanTwo(groups, missing);
    else this.#scanSeveral(groups, missing);
  }

  /** Two classes: the squared ones over the weight of each side; the zeros follow from them. */
  #scanTwo(groups: number, missing: number): void {
    const counts = this.#counts;
    const { leastLeaf } = this.#target;
    const whole = this.#whole;
    const all = this.#totals[1] as number;
    const base = whole - 2 * all; // the squared zeros, as far as they do not vary
    let first = missing;
    let ones = missing > 0 ? (this.#missing[1] as number) : 0;
    for (let at = 1; at < groups; at += 1) {
      const own = counts[at * 2 - 1] as number;
      first += (counts[at * 2 - 2] as number) + own;
      ones += own;
      const second = whole - first;
      const others = all - ones;
      const gain = 2 * ((ones * ones) / first + (others * others) / second) + base;
      if (gain > this.#best && first >= leastLeaf && second >= leastLeaf)
        this.#keep(gain, at, first);
    }
  }

  #scanSeveral(groups: number, missing: number): void {
    const counts = this.#counts;
    const { leastLeaf, classes } = this.#target;
    const totals = this.#totals;
    const first = this.#first;
    let [weight, inside, outside] = [missing, 0, 0];
    for (let label = 0; label < classes; label += 1) {
      const own = missing > 0 ? (this.#missing[label] as number) : 0;
      first[label] = own;
      inside += own ** 2;
      outside += ((totals[label] as number) - own) ** 2;
    }
    for (let at = 1; at < groups; at += 1) {
      const cell = (at - 1) * classes;
      for (let label = 0; label < classes; label += 1) {
        const own = counts[cell + label] as number;
        const before = first[label] as number;
        inside += own * (own + 2 * before);
        outside += own * (own - 2 * ((totals[label] as number) - before));
        first[label] = before + own;
        weight += own;
      }
      const second = this.#whole - weight;
      const gain = inside / weight + outside / second;
      if (gain > this.#best && weight >= leastLeaf && second >= leastLeaf) {
        this.#keep(gain, at, weight);
      }
    }
  }

  #keep(gain: number, at: number, first: number): void {
    this.#best = gain;
    this.#bestAt = at;
    this.#bestFirst = first;
  }

  #codeAt(feature: number, groups: number, isFew: boolean): number {
    const { fineBins, ends } = this.#target.columns;
    if (this.#bestAt === groups) return (fineBins[feature] as number) - 1;
    const codes = this.#groupCodes;
    const middle = ((codes[this.#bestAt - 1] as number) + (codes[this.#bestAt] as number)) >> 1;
    return isFew ? middle : (ends[feature]?.[middle] ?? 0);
  }
}
