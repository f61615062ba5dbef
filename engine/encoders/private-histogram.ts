import { invariant } from '../core/invariant.ts';
import type { Random } from '../core/random.ts';
import type { Sample } from './encoder.ts';

/** Noise that hides each subject in the counts of values. */
export interface ValueNoise {
  /** Standard deviation, where a subject adds a vector of length 1 at most to a histogram. */
  readonly deviation: number;
  /** A value that nobody knows beforehand is kept from this noisy count on. */
  readonly threshold: number;
  /** A value that is listed beforehand is kept from this noisy count on. */
  readonly knownThreshold: number;
  /** Distinct values of a subject that count in a histogram. */
  readonly most: number;
}

/** A value with its noisy count, in subjects: rather too low, as a subject of many values counts less. */
export interface NoisyCount<T> {
  readonly value: T;
  readonly count: number;
}

type Label = string | number | boolean;

/**
 * Counts values by subject, with noise, and forgets those that too few subjects hold.
 *
 * A subject's most frequent values, `most` at the utmost, count 1/sqrt(number of them) each, so that
 * it moves a histogram by a length of 1 at most.
 *
 * @see Gopi et al., Differentially private set union, ICML 2020, section 5 (weighted Gaussian)
 * @see docs/methods/differential-privacy.md
 */
export class PrivateHistograms {
  readonly noise: ValueNoise;
  readonly #random: Random;
  readonly #planned: number;
  readonly #counts = new Map<string, readonly NoisyCount<Label>[]>();

  /**
   * @param random nobody who sees the generator may know it
   * @param planned histograms that the noise suffices for
   */
  constructor(noise: ValueNoise, random: Random, planned: number) {
    this.noise = noise;
    this.#random = random;
    this.#planned = planned;
  }

  /**
   * The values of a sample that may leave, in ascending order; asked again by the same name, the
   * same, so that it is paid for once.
   *
   * @param known values that no data are needed to think of
   */
  counts<T extends Label>(
    name: string,
    sample: Sample<T>,
    known: readonly T[] = [],
  ): readonly NoisyCount<T>[] {
    const before = this.#counts.get(name);
    if (before !== undefined) return before as readonly NoisyCount<T>[];
    invariant(this.#counts.size < this.#planned, `privacy: a histogram too many: ${name}`);
    const fresh = this.#draw(weightsOf(sample, this.noise.most), known, this.#random.split(name));
    this.#counts.set(name, fresh);
    return fresh;
  }

  #draw<T extends Label>(
    weights: ReadonlyMap<T, number>,
    known: readonly T[],
    random: Random,
  ): NoisyCount<T>[] {
    const { deviation, threshold, knownThreshold } = this.noise;
    const listed = new Set(known);
    return [...new Set([...weights.keys(), ...known])].sort(compare).flatMap((value) => {
      const count = (weights.get(value) ?? 0) + deviation * random.normal();
      const isKept = count >= (listed.has(value) ? knownThreshold : threshold);
      return isKept ? [{ value, count }] : [];
    });
  }
}

/** By value: what all subjects together add. */
function weightsOf<T extends Label>(sample: Sample<T>, most: number): Map<T, number> {
  const sums = new Map<T, number>();
  let own = new Map<T, number>();
  const settle = () => {
    const kept = mostFrequent(own, most);
    for (const value of kept) sums.set(value, (sums.get(value) ?? 0) + 1 / Math.sqrt(kept.length));
    own = new Map();
  };
  let last = Number.NaN;
  for (let row = 0; row < sample.length; row += 1) {
    const subject = sample.subject(row);
    if (subject !== last) settle();
    last = subject;
    const value = sample.value(row);
    if (value !== null && !Number.isNaN(value)) own.set(value, (own.get(value) ?? 0) + 1);
  }
  settle();
  return sums;
}

function mostFrequent<T extends Label>(own: ReadonlyMap<T, number>, most: number): T[] {
  if (own.size <= most) return [...own.keys()];
  return [...own]
    .sort(([a, one], [b, two]) => two - one || compare(a, b))
    .slice(0, most)
    .map(([value]) => value);
}

/** Numbers by size, all else by code units. */
function compare(a: Label, b: Label): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
