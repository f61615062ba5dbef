import type { Criterion, NodeRows } from './criterion.ts';

/** Codes of a target whose values have an order. */
export interface RankTarget {
  /** Place of the value among all, 0..1; of a special code: -1. */
  readonly ranks: Float64Array; // [rows]
}

const CLOSEST = 0.9999;

/**
 * Share of the variance of the rank that a split explains, and of the variance of "has no rank",
 * each weighed by how much there is of it.
 *
 * @see Breiman et al., Classification and Regression Trees, 1984, section 8.3
 */
export class RankCriterion implements Criterion {
  readonly counts = new Int32Array(256);
  orderings = 1;
  readonly #ranks: Float64Array;
  readonly #held: Float64Array; // [rows of the node]: rank from its mean
  readonly #heldSpecial: Uint8Array; // [rows of the node]
  readonly #sums = new Float64Array(256);
  readonly #specials = new Int32Array(256);
  #size = 0;
  #nodeSpecials = 0;
  #rankWeight = 0;
  #specialWeight = 0;
  #firstSize = 0;
  #firstSum = 0;
  #firstSpecials = 0;

  constructor(target: RankTarget) {
    this.#ranks = target.ranks;
    this.#held = new Float64Array(target.ranks.length);
    this.#heldSpecial = new Uint8Array(target.ranks.length);
  }

  open({ order, from, to }: NodeRows): boolean {
    const [ranks, held] = [this.#ranks, this.#held];
    let [sum, specials] = [0, 0];
    for (let at = from; at < to; at += 1) {
      const rank = ranks[order[at] as number] as number;
      if (rank < 0) specials += 1;
      else sum += rank;
    }
    const size = to - from;
    const mean = size > specials ? sum / (size - specials) : 0;
    let squares = 0;
    for (let at = from; at < to; at += 1) {
      const rank = ranks[order[at] as number] as number;
      const far = rank < 0 ? 0 : rank - mean;
      held[at - from] = far;
      this.#heldSpecial[at - from] = rank < 0 ? 1 : 0;
      squares += far * far;
    }
    this.#weighParts(size, { specials, squares });
    return squares > 1e-9 || (specials > 0 && specials < size);
  }

  #weighParts(size: number, of: { readonly specials: number; readonly squares: number }): void {
    const share = of.specials / size;
    this.#size = size;
    this.#nodeSpecials = of.specials;
    this.orderings = of.specials > 0 && of.specials < size ? 2 : 1;
    this.#rankWeight = of.squares > 1e-9 ? (1 - share) / of.squares : 0;
    this.#specialWeight = share > 0 && share < 1 ? 4 / size : 0;
  }

  fill(column: Uint8Array, { order, from }: NodeRows): void {
    const [sums, counts, held, size] = [this.#sums, this.counts, this.#held, this.#size];
    for (let at = 0; at < size; at += 1) {
      const bin = column[order[from + at] as number] as number;
      sums[bin] = (sums[bin] as number) + (held[at] as number);
      counts[bin] = (counts[bin] as number) + 1;
    }
    if (this.#specialWeight === 0) return;
    const [specials, heldSpecial] = [this.#specials, this.#heldSpecial];
    for (let at = 0; at < size; at += 1) {
      const bin = column[order[from + at] as number] as number;
      specials[bin] = (specials[bin] as number) + (heldSpecial[at] as number);
    }
  }

  clear(bin: number): void {
    this.counts[bin] = 0;
    this.#sums[bin] = 0;
    this.#specials[bin] = 0;
  }

  score(bin: number, ordering: number): number {
    const sum = ordering === 0 ? (this.#sums[bin] as number) : (this.#specials[bin] as number);
    return sum / (this.counts[bin] as number);
  }

  begin(): void {
    this.#firstSize = 0;
    this.#firstSum = 0;
    this.#firstSpecials = 0;
  }

  move(bin: number): void {
    this.#firstSize += this.counts[bin] as number;
    this.#firstSum += this.#sums[bin] as number;
    this.#firstSpecials += this.#specials[bin] as number;
  }

  gain(): number {
    const [size, first] = [this.#size, this.#firstSize];
    const scale = size / (first * (size - first));
    const off = this.#firstSpecials - (this.#nodeSpecials * first) / size;
    const explained =
      this.#firstSum * this.#firstSum * this.#rankWeight + off * off * this.#specialWeight;
    return explained * scale;
  }

  nats(gain: number): number {
    return -0.5 * this.#size * Math.log(1 - Math.min(CLOSEST, gain));
  }
}
