import type { Random } from '../core/random.ts';

/** A lognormal law, given by its median and the standard deviation of the logarithm. */
export interface Lognormal {
  readonly median: number;
  readonly sigma: number;
}

/**
 * A lognormal body with a Pareto tail: with probability `tailShare` the value is
 * `tailFrom * U^(-1/tailIndex)`, so P(X > x) falls as x^(-tailIndex) far out.
 */
export interface BodyAndTail extends Lognormal {
  readonly tailShare: number;
  readonly tailFrom: number;
  readonly tailIndex: number;
}

/** A lognormal deviate. */
export function drawLognormal(law: Lognormal, random: Random): number {
  return law.median * Math.exp(law.sigma * random.normal());
}

/** A Pareto deviate of at least `least`. */
export function drawPareto(least: number, index: number, random: Random): number {
  return least * (1 - random.next()) ** (-1 / index);
}

/**
 * A deviate of the body or of the tail.
 *
 * @see Crovella and Bestavros, Self-similarity in World Wide Web traffic, 1997: sizes of
 *   transfers follow a power law in the tail with an index little above 1
 */
export function drawBodyAndTail(law: BodyAndTail, random: Random): number {
  if (random.next() < law.tailShare) return drawPareto(law.tailFrom, law.tailIndex, random);
  return drawLognormal(law, random);
}

/** An exponential deviate of the given mean. */
export function drawExponential(mean: number, random: Random): number {
  return -mean * Math.log(1 - random.next());
}

/** A geometric count of at least 1 with the given mean (at least 1). */
export function drawGeometric(mean: number, random: Random): number {
  if (mean <= 1) return 1;
  return 1 + Math.floor(Math.log(1 - random.next()) / Math.log(1 - 1 / mean));
}

/** A Poisson count of small mean, by multiplication of uniforms. */
export function drawPoisson(mean: number, random: Random): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random.next(); product > limit; product *= random.next()) count += 1;
  return count;
}
