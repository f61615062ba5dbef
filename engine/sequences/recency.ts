/** Things in the order of their last use, the latest first; each step takes constant time. */
export class RecencyList {
  readonly #slots = new Map<number, number>();
  readonly #items: number[] = [];
  readonly #next: number[] = [];
  readonly #previous: number[] = [];
  #head = -1;
  #tail = -1;

  get size(): number {
    return this.#items.length;
  }

  has(item: number): boolean {
    return this.#slots.has(item);
  }

  /** The item that came in as number `index`, whatever was used since. */
  at(index: number): number {
    return this.#items[index] as number;
  }

  /** Puts the item first; a new one comes in. */
  touch(item: number): void {
    const known = this.#slots.get(item);
    if (known !== undefined && known === this.#head) return;
    const slot = known ?? this.#items.push(item) - 1;
    if (known === undefined) this.#slots.set(item, slot);
    else this.#unlink(slot);
    this.#next[slot] = this.#head;
    this.#previous[slot] = -1;
    if (this.#head >= 0) this.#previous[this.#head] = slot;
    else this.#tail = slot;
    this.#head = slot;
  }

  /** The item used longest ago, -1 if there is none. */
  get oldest(): number {
    return this.#tail < 0 ? -1 : (this.#items[this.#tail] as number);
  }

  /** Rank of the item among those allowed, 1 the latest; 0 if it is not within `limit`. */
  rankOf(item: number, limit: number, isAllowed?: (item: number) => boolean): number {
    let rank = 0;
    let steps = 0;
    for (let slot = this.#head; slot >= 0 && steps < 4 * limit; slot = this.#next[slot] as number) {
      steps += 1;
      const one = this.#items[slot] as number;
      if (isAllowed !== undefined && !isAllowed(one)) continue;
      rank += 1;
      if (one === item) return rank;
      if (rank === limit) return 0;
    }
    return 0;
  }

  /** The item of that rank among those allowed, the last such if there are fewer; -1 if none. */
  ofRank(rank: number, limit: number, isAllowed?: (item: number) => boolean): number {
    let left = rank;
    let steps = 0;
    let last = -1;
    for (let slot = this.#head; slot >= 0 && steps < 4 * limit; slot = this.#next[slot] as number) {
      steps += 1;
      const one = this.#items[slot] as number;
      if (isAllowed !== undefined && !isAllowed(one)) continue;
      last = one;
      left -= 1;
      if (left === 0) return one;
    }
    return last;
  }

  #unlink(slot: number): void {
    const [before, after] = [this.#previous[slot] as number, this.#next[slot] as number];
    if (before >= 0) this.#next[before] = after;
    if (after >= 0) this.#previous[after] = before;
    else this.#tail = before;
  }
}
