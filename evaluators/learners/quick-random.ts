import type { Random } from '../../engine/core/random.ts';

/** Words of a seed of the quick generator. */
export const SEED_WORDS = 4;

/** Draws an integer in [0, below); `below` is at least 1 and at most 2^31. */
export type QuickRandom = (below: number) => number;

/** Seeds of quick generators, one a part, of a stream's own. */
export function quickSeeds(random: Random, parts: number): Int32Array {
  return Int32Array.from({ length: parts * SEED_WORDS }, () => random.integer(0x100000000) | 0);
}

/**
 * A generator for hot loops, some times as fast as `Random`, which seeds it.
 *
 * @see Doty-Humphrey, PractRand: sfc32
 */
export function createQuickRandom(seed: Int32Array): QuickRandom {
  let [a, b, c, counter] = [seed[0] as number, seed[1] as number, seed[2] as number, 1];
  counter = (seed[3] as number) | 1;
  return (below) => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return Math.floor(((sum >>> 0) / 0x100000000) * below);
  };
}
