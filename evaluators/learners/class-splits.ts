import { MISSING_CODE } from './feature-bins.ts';
import {
  CONSTANT,
  createCodeSet,
  FEW_ROWS,
  NO_SPLIT,
  type SplitSearch,
  type TreeRows,
} from './split-search.ts';

/** What a classification tree parts. */
export interface ClassTarget {
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
  readonly #counts: Int32Array; // [codes, classes]
  readonly #held: Uint16Array; // weight and label of the node's rows
  readonly #totals: Int32Array; // [classes]
  readonly #first: Int32Array; // [classes]
  readonly #occupied = new Uint8Array(MISSING_CODE + 1);
  readonly #set = createCodeSet();
  #start = 0;
  #size = 0;
  #whole = 0;
  #best = NO_SPLIT;
  #bestFirst = 0;

  constructor(target: ClassTarget, rows: TreeRows) {
    this.width = target.classes;
    this.#target = target;
    this.#rows = rows;
    this.#counts = new Int32Array((MISSING_CODE + 1) * target.classes);
    this.#held = new Uint16Array(rows.order.length);
    this.#totals = new Int32Array(target.classes);
    this.#first = new Int32Array(target.classes);
  }

  open(from: number, to: number, values: Float32Array, at: number): boolean {
    const { labels } = this.#target;
    const { order, weights } = this.#rows;
    const [held, totals] = [this.#held, this.#totals];
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

  search(codes: Uint8Array, bins: number): number {
    const occupied = this.#size < FEW_ROWS ? this.#countFew(codes) : this.#countMany(codes, bins);
    const missing = this.#weightAt(MISSING_CODE);
    this.#best = NO_SPLIT;
    if (this.#target.classes === 2) this.#scanTwo(occupied, missing);
    else this.#scanSeveral(occupied, missing);
    if (missing === 0) this.missingFirst = this.#bestFirst * 2 > this.#whole ? 1 : 0;
    this.#clear(occupied);
    return occupied + (missing > 0 ? 1 : 0) < 2 ? CONSTANT : this.#best;
  }

  /** Counts and notes which codes occur. @returns how many, missing values not counted */
  #countFew(codes: Uint8Array): number {
    const { words } = this.#set;
    const { order } = this.#rows;
    const [counts, held, classes] = [this.#counts, this.#held, this.#target.classes];
    const [start, size] = [this.#start, this.#size];
    for (let one = 0; one < size; one += 1) {
      const code = codes[order[start + one] as number] as number;
      const entry = held[one] as number;
      const cell = code * classes + (entry & 255);
      counts[cell] = (counts[cell] as number) + (entry >> 8);
      words[code >> 5] = (words[code >> 5] as number) | (1 << (code & 31));
    }
    return this.#set.drain(this.#occupied);
  }

  #countMany(codes: Uint8Array, bins: number): number {
    const { order } = this.#rows;
    const [counts, held, classes] = [this.#counts, this.#held, this.#target.classes];
    const [start, size, codesHeld] = [this.#start, this.#size, this.#occupied];
    for (let one = 0; one < size; one += 1) {
      const entry = held[one] as number;
      const cell = (codes[order[start + one] as number] as number) * classes + (entry & 255);
      counts[cell] = (counts[cell] as number) + (entry >> 8);
    }
    let occupied = 0;
    for (let code = 0; code < bins; code += 1) {
      codesHeld[occupied] = code;
      if (this.#weightAt(code) > 0) occupied += 1;
    }
    return occupied;
  }

  #weightAt(code: number): number {
    const [counts, classes] = [this.#counts, this.#target.classes];
    let sum = 0;
    for (let cell = code * classes; cell < (code + 1) * classes; cell += 1) {
      sum += counts[cell] as number;
    }
    return sum;
  }

  #clear(occupied: number): void {
    const [counts, codes, classes] = [this.#counts, this.#occupied, this.#target.classes];
    for (let at = 0; at < occupied; at += 1) {
      const base = (codes[at] as number) * classes;
      for (let label = 0; label < classes; label += 1) counts[base + label] = 0;
    }
    counts.fill(0, MISSING_CODE * classes);
  }

  /** Two classes: the greater the squared ones by side, the better; the zeros follow. */
  #scanTwo(occupied: number, missing: number): void {
    this.#passTwo(occupied, 0, 0);
    if (missing === 0) return;
    const ones = this.#counts[MISSING_CODE * 2 + 1] as number;
    this.#passTwo(occupied, missing, ones);
    const present = (this.#totals[1] as number) - ones;
    const gain = (ones * ones) / missing + (present * present) / (this.#whole - missing);
    this.#offerMissing(gain, missing);
  }

  #passTwo(occupied: number, missing: number, missingOnes: number): void {
    const [counts, codes, { leastLeaf }] = [this.#counts, this.#occupied, this.#target];
    const [whole, all] = [this.#whole, this.#totals[1] as number];
    let [first, ones] = [missing, missingOnes];
    let [best, bestAt, bestFirst] = [this.#best, 0, 0];
    for (let at = 1; at < occupied; at += 1) {
      const base = (codes[at - 1] as number) * 2;
      const own = counts[base + 1] as number;
      first += (counts[base] as number) + own;
      ones += own;
      const second = whole - first;
      const others = all - ones;
      const gain = (ones * ones) / first + (others * others) / second;
      if (!(gain > best) || first < leastLeaf || second < leastLeaf) continue;
      best = gain;
      bestAt = at;
      bestFirst = first;
    }
    if (bestAt > 0) this.#keep(best, bestAt, { missing, first: bestFirst });
  }

  #scanSeveral(occupied: number, missing: number): void {
    const [first, counts, classes] = [this.#first, this.#counts, this.#target.classes];
    first.fill(0);
    this.#passSeveral(occupied, 0);
    if (missing === 0) return;
    const base = MISSING_CODE * classes;
    let [inside, outside] = [0, 0];
    for (let label = 0; label < classes; label += 1) {
      const own = counts[base + label] as number;
      first[label] = own;
      inside += own * own;
      outside += ((this.#totals[label] as number) - own) ** 2;
    }
    this.#passSeveral(occupied, missing);
    this.#offerMissing(inside / missing + outside / (this.#whole - missing), missing);
  }

  /** Any number of classes; `first` holds what is on the first side from the start. */
  #passSeveral(occupied: number, missing: number): void {
    const [counts, codes, { leastLeaf, classes }] = [this.#counts, this.#occupied, this.#target];
    const [whole, totals, first] = [this.#whole, this.#totals, this.#first];
    let [weight, inside, outside] = [missing, 0, 0];
    for (let label = 0; label < classes; label += 1) {
      inside += (first[label] as number) ** 2;
      outside += ((totals[label] as number) - (first[label] as number)) ** 2;
    }
    let [best, bestAt, bestFirst] = [this.#best, 0, 0];
    for (let at = 1; at < occupied; at += 1) {
      const base = (codes[at - 1] as number) * classes;
      for (let label = 0; label < classes; label += 1) {
        const own = counts[base + label] as number;
        const before = first[label] as number;
        inside += own * (own + 2 * before);
        outside += own * (own - 2 * ((totals[label] as number) - before));
        first[label] = before + own;
        weight += own;
      }
      const second = whole - weight;
      const gain = inside / weight + outside / second;
      if (!(gain > best) || weight < leastLeaf || second < leastLeaf) continue;
      best = gain;
      bestAt = at;
      bestFirst = weight;
    }
    if (bestAt > 0) this.#keep(best, bestAt, { missing, first: bestFirst });
  }

  /** A split of missing values from all others. */
  #offerMissing(gain: number, missing: number): void {
    const least = Math.min(missing, this.#whole - missing);
    if (!(gain > this.#best) || least < this.#target.leastLeaf) return;
    this.#best = gain;
    this.code = MISSING_CODE - 1;
    this.missingFirst = 0;
  }

  #keep(best: number, at: number, weights: { missing: number; first: number }): void {
    const codes = this.#occupied;
    this.#best = best;
    this.#bestFirst = weights.first;
    this.code = ((codes[at - 1] as number) + (codes[at] as number)) >> 1;
    this.missingFirst = weights.missing > 0 ? 1 : 0;
  }
}
