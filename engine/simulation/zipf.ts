import type { Random } from '../core/random.ts';

/** A law over ranks 0..count-1 with probability proportional to (rank + 1)^-exponent. */
export interface Zipf {
  readonly count: number;
  draw(random: Random): number;
}

/**
 * Builds a Zipf-like law; a draw costs a binary search.
 *
 * @see Breslau, Cao, Fan, Phillips and Shenker, Web caching and Zipf-like distributions, 1999:
 *   requests by popularity rank fall as rank^-a with a below 1
 */
export function createZipf(count: number, exponent: number): Zipf {
  const upTo = new Float64Array(count);
  let total = 0;
  for (let rank = 0; rank < count; rank += 1) {
    total += (rank + 1) ** -exponent;
    upTo[rank] = total;
  }
  return { count, draw: (random) => firstAbove(upTo, random.next() * total) };
}

function firstAbove(upTo: Float64Array, target: number): number {
  let low = 0;
  let high = upTo.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((upTo[middle] as number) > target) high = middle;
    else low = middle + 1;
  }
  return low;
}
