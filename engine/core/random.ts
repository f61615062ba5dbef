import { createHash } from 'node:crypto';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { defined } from './invariant.ts';

/** What opens a stream anew, in another thread for one. */
export interface RandomKey {
  readonly seed: number;
  readonly path: readonly (string | number)[];
}

/** A stream of randomness that is keyed by a path, so that it never depends on who drew before. */
export interface Random {
  /** A real in [0, 1) of 53 bits. */
  next(): number;
  /** An integer in [0, below); `below` is at least 1. */
  integer(below: number): number;
  /** One of the items, each alike; the list is not empty. */
  pick<T>(items: readonly T[]): T;
  /** A standard normal deviate. */
  normal(): number;
  /** Orders the items anew, in place. */
  shuffle<T>(items: T[]): T[];
  /** An independent stream for a part of this one's work. */
  split(...path: readonly (string | number)[]): Random;
  /** What this stream was opened with. */
  readonly key: RandomKey;
}

/**
 * Opens the stream of (seed, path).
 *
 * Equal arguments give equal streams on every machine; different paths give independent ones.
 *
 * @param seed the run's seed
 * @param path what the stream is for, e.g. `('generate', shard)`
 * @see Blackman and Vigna, Scrambled linear pseudorandom number generators, 2021 (xoroshiro128+)
 */
export function createRandom(seed: number, ...path: readonly (string | number)[]): Random {
  const key = JSON.stringify([seed, ...path]);
  const digest = createHash('sha256').update(key).digest();
  const state = [0, 4, 8, 12].map((offset) => digest.readInt32LE(offset));
  const generator = xoroshiro128plusFromState(state);
  const next = () => {
    const high = (generator.next() >>> 5) * 0x4000000;
    return (high + (generator.next() >>> 6)) / 0x20000000000000;
  };
  const integer = (below: number) => Math.floor(next() * below);
  return {
    next,
    integer,
    pick: (items) => defined(items[integer(items.length)], 'picked from an empty list'),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    shuffle: (items) => shuffleInPlace(items, integer),
    split: (...more) => createRandom(seed, ...path, ...more),
    key: { seed, path },
  };
}

/** Fisher and Yates, from the end. */
function shuffleInPlace<T>(items: T[], integer: (below: number) => number): T[] {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = integer(last + 1);
    const kept = items[last] as T;
    items[last] = items[other] as T;
    items[other] = kept;
  }
  return items;
}
