import type { Random } from '../core/random.ts';

/** Who meets whom: the entities of subject s are `entities[offsets[s] .. offsets[s + 1]]`. */
export interface EndpointGraph {
  readonly offsets: Int32Array;
  readonly entities: Int32Array;
}

/** What each subject would rather meet. */
export interface MeetingWishes {
  /** Class of each entity. */
  readonly classes: Uint8Array; // [entities]
  /** Log weight of each class for each subject, subject after subject. */
  readonly weights: Float32Array; // [subjects, classes]
}

/** What a round of trades needs. */
export interface TradeOptions {
  readonly entities: number;
  readonly random: Random;
  readonly wishes: MeetingWishes | undefined;
}

/**
 * Pairs the subjects by chance; each pair deals anew, in place, what only one of the two meets.
 *
 * No degree changes. Without wishes every deal is alike, and repeated rounds come from any graph to
 * all graphs of the same degrees alike.
 *
 * @see Carstens, Proof of uniform sampling of binary matrices with fixed row sums and column sums
 *   for the fast curveball algorithm, 2015
 */
export function tradeRound(graph: EndpointGraph, options: TradeOptions): void {
  const { random } = options;
  const { offsets } = graph;
  const subjects = Int32Array.from({ length: offsets.length - 1 }, (_, at) => at);
  for (let last = subjects.length - 1; last > 0; last -= 1)
    swap(subjects, last, random.integer(last + 1));
  const trader = new Trader(graph, options);
  for (let at = 0; at + 1 < subjects.length; at += 2) {
    trader.trade(subjects[at] as number, subjects[at + 1] as number);
  }
}

class Trader {
  readonly #graph: EndpointGraph;
  readonly #options: TradeOptions;
  /** Number of the trade in which an entity was last seen, by side. */
  readonly #seen: Int32Array; // [entities]
  readonly #met: Int32Array; // [entities]
  #trades = 0;

  constructor(graph: EndpointGraph, options: TradeOptions) {
    this.#graph = graph;
    this.#options = options;
    this.#seen = new Int32Array(options.entities);
    this.#met = new Int32Array(options.entities);
  }

  trade(one: number, other: number): void {
    const mine = this.#graph.entities.subarray(...this.#range(one));
    const theirs = this.#graph.entities.subarray(...this.#range(other));
    if (mine.length === 0 || theirs.length === 0) return;
    this.#trades += 1;
    for (const entity of mine) this.#seen[entity] = this.#trades;
    let ownTheirs = 0;
    for (let at = 0; at < theirs.length; at += 1) {
      const entity = theirs[at] as number;
      if (this.#seen[entity] === this.#trades) this.#met[entity] = this.#trades;
      else swap(theirs, at, ownTheirs++);
    }
    let ownMine = 0;
    for (let at = 0; at < mine.length; at += 1) {
      if (this.#met[mine[at] as number] !== this.#trades) swap(mine, at, ownMine++);
    }
    const pool = new Pool(mine.subarray(0, ownMine), theirs.subarray(0, ownTheirs));
    const { wishes, random } = this.#options;
    if (wishes === undefined) pool.deal(random);
    else pool.dealByWish(this.#leaning(wishes, one, other), random);
  }

  #range(subject: number): [number, number] {
    const { offsets } = this.#graph;
    return [offsets[subject] as number, offsets[subject + 1] as number];
  }

  /** How much rather the one subject than the other would meet an entity. */
  #leaning(wishes: MeetingWishes, one: number, other: number): (entity: number) => number {
    const { classes, weights } = wishes;
    const count = weights.length / Math.max(1, this.#graph.offsets.length - 1);
    return (entity) => {
      const kind = classes[entity] as number;
      return (weights[one * count + kind] as number) - (weights[other * count + kind] as number);
    };
  }
}

/** What only one of two subjects meets, as if it were one list. */
class Pool {
  readonly #mine: Int32Array;
  readonly #theirs: Int32Array;

  constructor(mine: Int32Array, theirs: Int32Array) {
    this.#mine = mine;
    this.#theirs = theirs;
  }

  /** Every share of the pool alike: draws the smaller side's new part. */
  deal(random: Random): void {
    const [few, many] =
      this.#mine.length <= this.#theirs.length
        ? [this.#mine, this.#theirs]
        : [this.#theirs, this.#mine];
    const total = few.length + many.length;
    for (let at = 0; at < few.length; at += 1) {
      const drawn = at + random.integer(total - at);
      if (drawn < few.length) swap(few, at, drawn);
      else {
        const kept = few[at] as number;
        few[at] = many[drawn - few.length] as number;
        many[drawn - few.length] = kept;
      }
    }
  }

  /** Entities lean towards one side, with logistic noise. */
  dealByWish(leaning: (entity: number) => number, random: Random): void {
    const all = [...this.#mine, ...this.#theirs].map((entity) => {
      const chance = Math.max(1e-12, random.next());
      return { entity, key: leaning(entity) + Math.log(chance / (1 - chance)) };
    });
    all.sort((a, b) => b.key - a.key || a.entity - b.entity);
    for (const [at, { entity }] of all.entries()) {
      if (at < this.#mine.length) this.#mine[at] = entity;
      else this.#theirs[at - this.#mine.length] = entity;
    }
  }
}

function swap(list: Int32Array, one: number, other: number): void {
  const kept = list[one] as number;
  list[one] = list[other] as number;
  list[other] = kept;
}
