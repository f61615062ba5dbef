import { MISSING_CODE } from './feature-bins.ts';
import {
  CONSTANT,
  createCodeSet,
  FEW_ROWS,
  NO_SPLIT,
  type SplitSearch,
  type TreeRows,
} from './split-search.ts';

/** What a regression tree parts. */
export interface NumberTarget {
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
  readonly #sums = new Float64Array((MISSING_CODE + 1) * 2); // weight, weighted target by code
  readonly #held: Float64Array; // weight, weighted target by row of the node
  readonly #occupied = new Uint8Array(MISSING_CODE + 1);
  readonly #set = createCodeSet();
  #start = 0;
  #size = 0;
  #whole = 0;
  #best = NO_SPLIT;
  #bestFirst = 0;

  constructor(target: NumberTarget, rows: TreeRows) {
    this.#target = target;
    this.#rows = rows;
    this.#held = new Float64Array(rows.order.length * 2);
  }

  open(from: number, to: number, values: Float32Array, at: number): boolean {
    const { targets } = this.#target;
    const { order, weights } = this.#rows;
    const held = this.#held;
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
    const mean = sum / whole;
    values[at] = mean;
    this.#start = from;
    this.#size = to - from;
    this.#whole = whole;
    if (isAlike) return true;
    for (let one = from; one < to; one += 1) {
      const row = order[one] as number;
      const weight = weights[row] as number;
      held[(one - from) * 2] = weight;
      held[(one - from) * 2 + 1] = weight * ((targets[row] as number) - mean);
    }
    return false;
  }

  search(codes: Uint8Array, bins: number): number {
    this.#sumCodes(codes);
    const occupied = this.#size < FEW_ROWS ? this.#notedCodes(codes) : this.#heavyCodes(bins);
    const missing = this.#sums[MISSING_CODE * 2] as number;
    this.#best = NO_SPLIT;
    this.#pass(occupied, 0, 0);
    if (missing > 0) {
      const own = this.#sums[MISSING_CODE * 2 + 1] as number;
      this.#pass(occupied, missing, own);
      this.#offerMissing(own, missing);
    }
    if (missing === 0) this.missingFirst = this.#bestFirst * 2 > this.#whole ? 1 : 0;
    this.#clear(occupied);
    return occupied + (missing > 0 ? 1 : 0) < 2 ? CONSTANT : this.#best;
  }

  #sumCodes(codes: Uint8Array): void {
    const { order } = this.#rows;
    const [sums, held, start, size] = [this.#sums, this.#held, this.#start, this.#size];
    for (let one = 0; one < size; one += 1) {
      const cell = (codes[order[start + one] as number] as number) * 2;
      sums[cell] = (sums[cell] as number) + (held[one * 2] as number);
      sums[cell + 1] = (sums[cell + 1] as number) + (held[one * 2 + 1] as number);
    }
  }

  #notedCodes(codes: Uint8Array): number {
    const { order } = this.#rows;
    const { words } = this.#set;
    const end = this.#start + this.#size;
    for (let one = this.#start; one < end; one += 1) {
      const code = codes[order[one] as number] as number;
      words[code >> 5] = (words[code >> 5] as number) | (1 << (code & 31));
    }
    return this.#set.drain(this.#occupied);
  }

  #heavyCodes(bins: number): number {
    const [sums, codes] = [this.#sums, this.#occupied];
    let occupied = 0;
    for (let code = 0; code < bins; code += 1) {
      codes[occupied] = code;
      if ((sums[code * 2] as number) > 0) occupied += 1;
    }
    return occupied;
  }

  #clear(occupied: number): void {
    const [sums, codes] = [this.#sums, this.#occupied];
    for (let at = 0; at < occupied; at += 1) {
      const cell = (codes[at] as number) * 2;
      sums[cell] = 0;
      sums[cell + 1] = 0;
    }
    sums.fill(0, MISSING_CODE * 2);
  }

  /** Targets sum to 0 in the node, so both sides' sums have one square. */
  #pass(occupied: number, missing: number, missingSum: number): void {
    const [sums, codes, { leastLeaf }] = [this.#sums, this.#occupied, this.#target];
    const whole = this.#whole;
    let [first, sum] = [missing, missingSum];
    let [best, bestAt, bestFirst] = [this.#best, 0, 0];
    for (let at = 1; at < occupied; at += 1) {
      const cell = (codes[at - 1] as number) * 2;
      first += sums[cell] as number;
      sum += sums[cell + 1] as number;
      const second = whole - first;
      const gain = (sum * sum * whole) / (first * second);
      if (!(gain > best) || first < leastLeaf || second < leastLeaf) continue;
      best = gain;
      bestAt = at;
      bestFirst = first;
    }
    if (bestAt === 0) return;
    this.#best = best;
    this.#bestFirst = bestFirst;
    this.code = ((codes[bestAt - 1] as number) + (codes[bestAt] as number)) >> 1;
    this.missingFirst = missing > 0 ? 1 : 0;
  }

  #offerMissing(sum: number, missing: number): void {
    const others = this.#whole - missing;
    const gain = (sum * sum * this.#whole) / (missing * others);
    if (!(gain > this.#best) || Math.min(missing, others) < this.#target.leastLeaf) return;
    this.#best = gain;
    this.code = MISSING_CODE - 1;
    this.missingFirst = 0;
  }
}
