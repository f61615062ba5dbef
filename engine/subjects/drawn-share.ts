import type { Random } from '../core/random.ts';

/** Counts as shares of three digits, so that a law tells no exact count. */
export function sharesOf(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, one) => sum + one, 0);
  return counts.map((one) => (total === 0 ? 0 : Number((one / total).toPrecision(3))));
}

/** A position drawn by weight, -1 if all weigh nothing. */
export function drawShare(weights: ArrayLike<number>, random: Random): number {
  let total = 0;
  for (let at = 0; at < weights.length; at += 1) total += weights[at] as number;
  let left = random.next() * total;
  let last = -1;
  for (let at = 0; at < weights.length; at += 1) {
    const weight = weights[at] as number;
    if (weight <= 0) continue;
    last = at;
    left -= weight;
    if (left < 0) return at;
  }
  return last;
}
