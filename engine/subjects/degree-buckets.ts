import type { Random } from '../core/random.ts';

/**
 * Entities ordered by the stubs they have left, so that those with most are taken first.
 *
 * A unit less for an entity is one exchange of places.
 *
 * @see Batagelj and Zaversnik, An O(m) algorithm for cores decomposition of networks, 2003
 */
export class DegreeBuckets {
  /** Stubs left by entity. */
  readonly left: Int32Array; // [entities]
  /** Entities by stubs left, fewest first. */
  readonly #order: Int32Array; // [entities]
  readonly #place: Int32Array; // [entities]
  /** First place in `order` with so many stubs left, or more. */
  readonly #starts: Int32Array; // [most + 2]
  readonly #random: Random;

  /** @param degrees stubs by entity */
  constructor(degrees: Int32Array, random: Random) {
    this.left = degrees.slice();
    this.#random = random;
    const most = degrees.reduce((max, one) => Math.max(max, one), 0);
    this.#starts = new Int32Array(most + 2);
    for (const one of degrees) this.#starts[one + 1] = (this.#starts[one + 1] as number) + 1;
    for (let at = 1; at < this.#starts.length; at += 1) {
      this.#starts[at] = (this.#starts[at] as number) + (this.#starts[at - 1] as number);
    }
    const next = this.#starts.slice();
    this.#order = new Int32Array(degrees.length);
    this.#place = new Int32Array(degrees.length);
    for (let entity = 0; entity < degrees.length; entity += 1) {
      const bucket = degrees[entity] as number;
      const place = next[bucket] as number;
      next[bucket] = place + 1;
      this.#put(entity, place);
    }
  }

  /** True if some stubs were never taken. */
  hasLeft(): boolean {
    return (this.#starts[1] as number) < this.#order.length;
  }

  /** Fills the segment with the entities that have most left, ties by chance, and uses them. */
  take(into: Int32Array): void {
    const first = this.#order.length - into.length;
    if (into.length === 0) return;
    this.#mixTies(first);
    into.set(this.#order.subarray(first));
    for (const entity of into) this.#use(entity);
  }

  /** Draws which of the entities level with the last one taken are taken. */
  #mixTies(first: number): void {
    const level = this.left[this.#order[first] as number] as number;
    const from = this.#starts[level] as number;
    const to = this.#starts[level + 1] as number;
    for (let place = to - 1; place >= first; place -= 1) {
      this.#exchange(place, from + this.#random.integer(place - from + 1));
    }
  }

  #use(entity: number): void {
    const level = this.left[entity] as number;
    if (level === 0) return;
    const start = this.#starts[level] as number;
    this.#exchange(this.#place[entity] as number, start);
    this.#starts[level] = start + 1;
    this.left[entity] = level - 1;
  }

  #exchange(one: number, other: number): void {
    const [a, b] = [this.#order[one] as number, this.#order[other] as number];
    this.#put(a, other);
    this.#put(b, one);
  }

  #put(entity: number, place: number): void {
    this.#order[place] = entity;
    this.#place[entity] = place;
  }
}
