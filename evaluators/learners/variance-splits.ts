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

/** What a regression tree parts. */
export interface NumberTarget {
  readonly columns: ForestColumns;
  readonly targets: Float64Array; // [rows]
  /** Least weight of a leaf. */
  readonly leastLeaf: number;
}

/**
 * Splits by variance: the gain is the sum over sides of the squared sum of targets over the
 * side's weight, targets taken from their mean in the node.
 *
 * @see Breiman et al., Classification and Regression Trees, 1984
 */
export class VarianceSplits implements SplitSearch {
  readonly width = 1;
  code = 0;
  missingFirst = 0;
  readonly #target: NumberTarget;
  readonly #rows: TreeRows;
  readonly #sorted: SortedRows;
  readonly #held: Float64Array; // [rows of the node, 2]: weight, weighted target
  readonly #groupCodes = new Uint16Array(MOST_GROUPS); // ascending, missing values apart
  readonly #sums = new Float64Array((MOST_GROUPS + 1) * 2); // [groups, 2]
  readonly #missing = new Float64Array(2);
  #start = 0;
  #size = 0;
  #whole = 0;
  #best = NO_SPLIT;
  #bestAt = 0;
  #bestFirst = 0;

  constructor(target: NumberTarget, rows: TreeRows) {
    this.#target = target;
    this.#rows = rows;
    this.#sorted = createSortedRows(rows.order);
    this.#held = new Float64Array(rows.order.length * 2);
  }

  open(from: number, to: number, values: Float64Array, at: number): boolean {
    const { targets } = this.#target;
    const { order, weights } = this.#rows;
    let [whole, sum] = [0, 0];
    const any = targets[order[from] as number] as number;
    let isAlike = true;
    for (let one = from; one < to; one += 1) {
      const row = order[one] as number;
      const weight = weights[row] as number;
      const target = targets[row] as number;
      whole += weight;
      sum += weight * target;
      isAlike &&= target === any;
    }
    values[at] = sum / whole;
    this.#start = from;
    this.#size = to - from;
    this.#whole = whole;
    if (!isAlike) this.#hold(sum / whole);
    return isAlike;
  }

  #hold(mean: number): void {
    const { targets } = this.#target;
    const { order, weights } = this.#rows;
    const held = this.#held;
    for (let one = 0; one < this.#size; one += 1) {
      const row = order[this.#start + one] as number;
      const weight = weights[row] as number;
      held[one * 2] = weight;
      held[one * 2 + 1] = weight * ((targets[row] as number) - mean);
    }
  }

  search(feature: number): number {
    const isFew = isFewRows(this.#target.columns, feature, this.#size);
    const groups = isFew ? this.#gatherFew(feature) : this.#gatherMany(feature);
    const missing = this.#missing[0] as number;
    if (groups + (missing > 0 ? 1 : 0) < 2) return CONSTANT;
    this.#best = NO_SPLIT;
    this.#bestAt = 0;
    this.missingFirst = 0;
    this.#scan(groups, 0, 0);
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
    const sums = this.#sums;
    const held = this.#held;
    this.#missing.fill(0);
    let groups = 0;
    let before = -1;
    for (let at = 0; at < size; at += 1) {
      const key = keys[at] as number;
      const code = key >> PLACE_BITS;
      const place = (key & 255) * 2;
      if (code !== before) {
        sums[groups * 2] = 0;
        sums[groups * 2 + 1] = 0;
        this.#groupCodes[groups] = code;
        groups += 1;
        before = code;
      }
      const cell = groups * 2 - 2;
      sums[cell] = (sums[cell] as number) + (held[place] as number);
      sums[cell + 1] = (sums[cell + 1] as number) + (held[place + 1] as number);
    }
    if (before !== bins) return groups;
    return this.#setMissing(groups - 1);
  }

  /** Groups by coarse code, summed by code and then moved together. @returns how many */
  #gatherMany(feature: number): number {
    const codes = this.#target.columns.coarse[feature] as Uint8Array;
    const bins = this.#target.columns.ends[feature]?.length ?? 0;
    const sums = this.#sums;
    const held = this.#held;
    const start = this.#start;
    const size = this.#size;
    const { order } = this.#rows;
    sums.fill(0, 0, (bins + 1) * 2);
    for (let one = 0; one < size; one += 1) {
      const cell = (codes[order[start + one] as number] as number) * 2;
      sums[cell] = (sums[cell] as number) + (held[one * 2] as number);
      sums[cell + 1] = (sums[cell + 1] as number) + (held[one * 2 + 1] as number);
    }
    this.#setMissing(bins);
    let groups = 0;
    for (let code = 0; code < bins; code += 1) {
      const weight = sums[code * 2] as number;
      sums[groups * 2] = weight;
      sums[groups * 2 + 1] = sums[code * 2 + 1] as number;
      this.#groupCodes[groups] = code;
      if (weight > 0) groups += 1;
    }
    return groups;
  }

  #setMissing(group: number): number {
    this.#missing[0] = this.#sums[group * 2] as number;
    this.#missing[1] = this.#sums[group * 2 + 1] as number;
    return group;
  }

  /** Missing values on the first side, and apart from all others. */
  #scanMissing(groups: number, missing: number): void {
    const before = this.#best;
    const sum = this.#missing[1] as number;
    this.#scan(groups, missing, sum);
    if (this.#best > before) this.missingFirst = 1;
    const others = this.#whole - missing;
    const gain = (sum * sum * this.#whole) / (missing * others);
    if (!(gain > this.#best) || Math.min(missing, others) < this.#target.leastLeaf) return;
    this.#best = gain;
    this.#bestAt = groups;
    this.missingFirst = 0;
  }

  /** Targets sum to 0 in the node, so both sides' sums have one square. */
  #scan(groups: number, missing: number, missingSum: number): void {
    const sums = this.#sums;
    const { leastLeaf } = this.#target;
    const whole = this.#whole;
    let [first, sum] = [missing, missingSum];
    for (let at = 1; at < groups; at += 1) {
      first += sums[at * 2 - 2] as number;
      sum += sums[at * 2 - 1] as number;
      const second = whole - first;
      const gain = (sum * sum * whole) / (first * second);
      if (!(gain > this.#best) || first < leastLeaf || second < leastLeaf) continue;
      this.#best = gain;
      this.#bestAt = at;
      this.#bestFirst = first;
    }
  }

  #codeAt(feature: number, groups: number, isFew: boolean): number {
    const { fineBins, ends } = this.#target.columns;
    if (this.#bestAt === groups) return (fineBins[feature] as number) - 1;
    const codes = this.#groupCodes;
    const middle = ((codes[this.#bestAt - 1] as number) + (codes[this.#bestAt] as number)) >> 1;
    return isFew ? middle : (ends[feature]?.[middle] ?? 0);
  }
}
