/** The names that a subject is still to meet. */
export class StubQueue {
  readonly #left: number[];

  constructor(tokens: Iterable<number>) {
    this.#left = [...new Set(tokens)].reverse();
  }

  get size(): number {
    return this.#left.length;
  }

  /** The next of the class among the nearest 64, else the next; -1 if none is left. */
  peek(wanted: number, classes: Uint8Array): number {
    const last = this.#left.length - 1;
    for (let at = last; wanted >= 0 && at >= 0 && at > last - 64; at -= 1) {
      if (classes[this.#left[at] as number] === wanted) return this.#left[at] as number;
    }
    return this.#left[last] ?? -1;
  }

  /** The next one of which a test holds; undefined if none is left. */
  first(test: (token: number) => boolean): number | undefined {
    return this.#left.findLast(test);
  }

  /** Takes the name out. */
  use(token: number): void {
    const at = this.#left.lastIndexOf(token);
    if (at < 0) return;
    this.#left[at] = this.#left[this.#left.length - 1] as number;
    this.#left.pop();
  }
}
