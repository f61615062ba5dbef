import type { Random } from '../../engine/core/random.ts';

/** Disjoint halves of the original's subjects, as masks of ones; shared by all laws of a chapter. */
export type Halves = readonly Uint8Array[]; // [draws][subjects]

/** Draws halves of `subjects` subjects, the first one the smaller by one if their number is odd. */
export function drawHalves(subjects: number, draws: number, random: Random): Halves {
  return Array.from({ length: draws }, (_, draw) => {
    const [first] = shuffledHalves([...Array(subjects).keys()], random.split('halves', draw));
    const mask = new Uint8Array(subjects);
    for (const position of first) mask[position] = 1;
    return mask;
  });
}

/**
 * Two disjoint halves of a list at random, the first one the smaller by one if its length is odd.
 *
 * NOTE: shuffles the list in place, so that halves drawn one after the other need no new list.
 */
export function shuffledHalves<T>(
  list: T[],
  random: Random,
): readonly [first: readonly T[], second: readonly T[]] {
  random.shuffle(list);
  const middle = list.length >> 1;
  return [list.slice(0, middle), list.slice(middle)];
}

/** Draws that a budget of summed entries affords: 200 if it can, 20 at least. */
export function affordedDraws(entries: number): number {
  const BUDGET = 1.2e9;
  return Math.min(200, Math.max(20, Math.floor(BUDGET / Math.max(1, entries))));
}
