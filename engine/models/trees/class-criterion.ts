import type { Criterion, NodeRows } from './criterion.ts';

/** Classes that a node tells apart; the last one is the rest. */
const CLASSES = 16;
/** Rows from which it pays to order bins in a second way. */
const TWO_ORDERINGS = 100;

/** Codes of a target without order. */
export interface ClassTarget {
  readonly codes: Uint16Array; // [rows]
  readonly cardinality: number;
}

/**
 * Gain in entropy over the node's sixteen most frequent codes, the rest counting as one.
 *
 * @see Breiman et al., Classification and Regression Trees, 1984, section 4.3
 */
export class ClassCriterion implements Criterion {
  readonly counts = new Int32Array(256);
  orderings = 1;
  readonly #target: ClassTarget;
  readonly #spread: Float64Array; // [rows + 1]: n log n
  readonly #held: Uint8Array; // [rows of the node]: class
  readonly #cells = new Int32Array(256 * CLASSES);
  readonly #whole = new Int32Array(CLASSES);
  readonly #first = new Int32Array(CLASSES);
  readonly #codeCounts: Int32Array;
  readonly #codeClasses: Uint8Array;
  readonly #found: Uint16Array;
  #classes = 0;
  #size = 0;
  #firstSize = 0;
  #spreadOfSides = 0;
  #spreadOfNode = 0;

  constructor(target: ClassTarget) {
    const rows = target.codes.length;
    this.#target = target;
    this.#spread = Float64Array.from({ length: rows + 1 }, (_, n) => (n < 2 ? 0 : n * Math.log(n)));
    this.#held = new Uint8Array(rows);
    this.#codeCounts = new Int32Array(target.cardinality);
    this.#codeClasses = new Uint8Array(target.cardinality);
    this.#found = new Uint16Array(target.cardinality);
  }

  open({ order, from, to }: NodeRows): boolean {
    const { codes } = this.#target;
    const [counts, found] = [this.#codeCounts, this.#found];
    let distinct = 0;
    for (let at = from; at < to; at += 1) {
      const code = codes[order[at] as number] as number;
      if (counts[code] === 0) found[distinct++] = code;
      counts[code] = (counts[code] as number) + 1;
    }
    this.#size = to - from;
    if (distinct > 1) this.#nameClasses(distinct);
    for (let one = 0; one < distinct; one += 1) counts[found[one] as number] = 0;
    if (distinct < 2) return false;
    for (let at = from; at < to; at += 1) {
      const code = codes[order[at] as number] as number;
      this.#held[at - from] = this.#codeClasses[code] as number;
    }
    return true;
  }

  /** The most frequent codes become classes of their own, in the order of frequency. */
  #nameClasses(distinct: number): void {
    const [counts, found, whole] = [this.#codeCounts, this.#found, this.#whole];
    const own = Math.min(distinct, CLASSES - 1);
    whole.fill(0);
    let left = this.#size;
    for (let rank = 0; rank < own; rank += 1) {
      const best = this.#mostFrequent(rank, distinct);
      const code = found[best] as number;
      found[best] = found[rank] as number;
      found[rank] = code;
      whole[rank] = counts[code] as number;
      this.#codeClasses[code] = rank;
      left -= counts[code] as number;
    }
    for (let one = own; one < distinct; one += 1) this.#codeClasses[found[one] as number] = own;
    whole[own] = left;
    this.#classes = left > 0 ? own + 1 : own;
    this.orderings = this.#classes > 2 && this.#size >= TWO_ORDERINGS ? 2 : 1;
    let sum = 0;
    for (let one = 0; one < this.#classes; one += 1) sum += this.#spread[Number(whole[one])] ?? 0;
    this.#spreadOfNode = (this.#spread[this.#size] as number) - sum;
  }

  /** Ties go to the smaller code. */
  #mostFrequent(from: number, to: number): number {
    const [counts, found] = [this.#codeCounts, this.#found];
    let best = from;
    for (let one = from + 1; one < to; one += 1) {
      const [code, other] = [found[one] as number, found[best] as number];
      const more = (counts[code] as number) - (counts[other] as number);
      if (more > 0 || (more === 0 && code < other)) best = one;
    }
    return best;
  }

  fill(column: Uint8Array, { order, from }: NodeRows): void {
    const [cells, counts, held] = [this.#cells, this.counts, this.#held];
    for (let at = 0; at < this.#size; at += 1) {
      const bin = column[order[from + at] as number] as number;
      const cell = bin * CLASSES + (held[at] as number);
      cells[cell] = (cells[cell] as number) + 1;
      counts[bin] = (counts[bin] as number) + 1;
    }
  }

  clear(bin: number): void {
    this.counts[bin] = 0;
    const start = bin * CLASSES;
    for (let one = 0; one < this.#classes; one += 1) this.#cells[start + one] = 0;
  }

  score(bin: number, ordering: number): number {
    return (this.#cells[bin * CLASSES + ordering] as number) / (this.counts[bin] as number);
  }

  begin(): void {
    this.#first.fill(0);
    this.#firstSize = 0;
    let sum = 0;
    for (let one = 0; one < this.#classes; one += 1) {
      sum += this.#spread[this.#whole[one] as number] as number;
    }
    this.#spreadOfSides = sum;
  }

  move(bin: number): void {
    const [cells, first, whole, spread] = [this.#cells, this.#first, this.#whole, this.#spread];
    const start = bin * CLASSES;
    let sum = this.#spreadOfSides;
    for (let one = 0; one < this.#classes; one += 1) {
      const rows = cells[start + one] as number;
      if (rows === 0) continue;
      const before = first[one] as number;
      const after = before + rows;
      const all = whole[one] as number;
      sum += (spread[after] as number) - (spread[before] as number);
      sum += (spread[all - after] as number) - (spread[all - before] as number);
      first[one] = after;
    }
    this.#spreadOfSides = sum;
    this.#firstSize += this.counts[bin] as number;
  }

  gain(): number {
    const spread = this.#spread;
    const first = spread[this.#firstSize] as number;
    const second = spread[this.#size - this.#firstSize] as number;
    return this.#spreadOfNode + this.#spreadOfSides - first - second;
  }

  nats(gain: number): number {
    return gain;
  }
}
