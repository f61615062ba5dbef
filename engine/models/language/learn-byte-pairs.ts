import { BYTES, type BytePairStats, marksIn, mergePair, pairKey, symbolsOf } from './byte-pairs.ts';

/** A text with the subjects that hold it, each once. */
export interface HeldText {
  readonly text: string;
  readonly holders: readonly number[];
}

/** How many tokens, and for whom. */
export interface BytePairOptions {
  /** Fewest subjects that share a token of more than one byte. */
  readonly k: number;
  readonly mostMerges: number;
}

/**
 * Learns byte pairs: the most frequent pair becomes a token, again and again.
 *
 * A text counts once for each of its subjects. A pair is merged only where at least k subjects hold
 * it, so that every token stands in the texts of k; of equally frequent pairs the smaller numbers win.
 *
 * @see Sennrich, Haddow and Birch, ACL 2016, algorithm 1
 */
export function learnBytePairs(
  texts: readonly HeldText[],
  { k, mostMerges }: BytePairOptions,
): BytePairStats {
  const marks = sharedMarks(texts, k);
  const book = new PairBook(
    texts.map(({ text, holders }) => ({ tokens: symbolsOf(text, marks), holders })),
  );
  const merges: number[] = [];
  while (merges.length < 2 * mostMerges) {
    const pair = book.best(k);
    if (pair === null) break;
    book.merge(pair, BYTES + marks.length + merges.length / 2);
    merges.push(...pair);
  }
  return { marks, merges };
}

/** Marks and slots that k subjects have; a slot of a rarer form is spelt, and never drawn. */
function sharedMarks(texts: readonly HeldText[], k: number): string[] {
  const holders = new Map<string, Set<number>>();
  for (const { text, holders: list } of texts) {
    for (const mark of marksIn(text)) {
      const known = holders.get(mark) ?? new Set();
      holders.set(mark, known);
      for (const one of list) known.add(one);
    }
  }
  return [...holders].flatMap(([mark, list]) => (list.size < k ? [] : [mark])).sort();
}

interface Sequence {
  tokens: readonly number[];
  readonly holders: readonly number[];
}

interface Pair {
  readonly tokens: readonly [number, number];
  count: number;
  readonly places: Set<Sequence>;
}

/** Counts of all pairs, kept up to date while they merge. */
class PairBook {
  readonly #pairs = new Map<number, Pair>();
  readonly #refused = new Set<number>();

  constructor(sequences: readonly { tokens: readonly number[]; holders: readonly number[] }[]) {
    for (const one of sequences) this.#enter({ ...one });
  }

  /** The most frequent pair that k subjects share, null if there is none. */
  best(k: number): readonly [number, number] | null {
    for (;;) {
      const pair = this.#mostFrequent(k);
      if (pair === null) return null;
      if (isShared(pair, k)) return pair.tokens;
      this.#refused.add(pairKey(...pair.tokens));
    }
  }

  merge(pair: readonly [number, number], merged: number): void {
    const places = [...(this.#pairs.get(pairKey(...pair))?.places ?? [])];
    for (const sequence of places) {
      this.#leave(sequence);
      this.#enter(Object.assign(sequence, { tokens: mergePair(sequence.tokens, pair, merged) }));
    }
  }

  #mostFrequent(k: number): Pair | null {
    let best: Pair | null = null;
    for (const [key, pair] of this.#pairs) {
      if (pair.count < k || this.#refused.has(key)) continue;
      if (best === null || isBefore(pair, best)) best = pair;
    }
    return best;
  }

  #enter(sequence: Sequence): void {
    this.#each(sequence, (pair) => {
      pair.count += sequence.holders.length;
      pair.places.add(sequence);
    });
  }

  #leave(sequence: Sequence): void {
    this.#each(sequence, (pair, key) => {
      pair.count -= sequence.holders.length;
      pair.places.delete(sequence);
      if (pair.places.size === 0) this.#pairs.delete(key);
    });
  }

  #each({ tokens }: Sequence, visit: (pair: Pair, key: number) => void): void {
    for (let at = 1; at < tokens.length; at += 1) {
      const [left, right] = [tokens[at - 1] as number, tokens[at] as number];
      const key = pairKey(left, right);
      const known = this.#pairs.get(key) ?? { tokens: [left, right], count: 0, places: new Set() };
      this.#pairs.set(key, known);
      visit(known, key);
    }
  }
}

function isBefore(one: Pair, other: Pair): boolean {
  if (one.count !== other.count) return one.count > other.count;
  return pairKey(...one.tokens) < pairKey(...other.tokens);
}

/** True if at least k subjects hold the pair. */
function isShared({ places }: Pair, k: number): boolean {
  const subjects = new Set<number>();
  for (const { holders } of places) {
    for (const one of holders) subjects.add(one);
    if (subjects.size >= k) return true;
  }
  return false;
}
