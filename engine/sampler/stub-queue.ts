import { groupOfClass } from './learn-domains.ts';

const REACH = 64;

/** The names that a subject is still to meet, group by group. */
export class StubQueue {
  /** By group: the next one stands last. */
  readonly #groups: number[][];
  #size: number;

  /** @param classes class of each name, by token */
  constructor(tokens: Iterable<number>, classes: Uint8Array) {
    this.#groups = [];
    this.#size = 0;
    for (const token of new Set(tokens)) {
      const group = groupOfClass(classes[token] as number);
      const own = this.#groups[group];
      if (own === undefined) this.#groups[group] = [token];
      else own.push(token);
      this.#size += 1;
    }
  }

  get size(): number {
    return this.#size;
  }

  /** The next of the class within reach, else the next of its group; -1 if the group has none left. */
  peek(wanted: number, classes: Uint8Array): number {
    const own = this.#groups[groupOfClass(wanted)];
    if (own === undefined) return -1;
    const last = own.length - 1;
    for (let at = last; at >= 0 && at > last - REACH; at -= 1) {
      if (classes[own[at] as number] === wanted) return own[at] as number;
    }
    return own[last] ?? -1;
  }

  /** The first one of which a test holds; undefined if none is left. */
  first(test: (token: number) => boolean): number | undefined {
    for (const own of this.#groups) {
      const found = own?.findLast(test);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Takes the name out. */
  use(token: number): void {
    for (const own of this.#groups) {
      const at = own?.lastIndexOf(token) ?? -1;
      if (own === undefined || at < 0) continue;
      own[at] = own[own.length - 1] as number;
      own.pop();
      this.#size -= 1;
      return;
    }
  }
}
