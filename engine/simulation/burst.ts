import type { Random } from '../core/random.ts';
import { drawExponential, drawPoisson } from './heavy-tail.ts';

/** A self-exciting burst: each point calls forth others soon after it. */
export interface BurstLaw {
  /** Mean number of points that the first one calls forth. */
  readonly first: number;
  /** Mean number that every further point calls forth; below 1, or bursts never end. */
  readonly branching: number;
  /** Mean delay between a point and one that it calls forth, microseconds. */
  readonly delayUs: number;
  /** Points at most. */
  readonly most: number;
}

/**
 * Offsets of the points of one cluster of a Hawkes process with exponential kernel, in order;
 * the first is 0.
 *
 * @see Hawkes, Spectra of some self-exciting and mutually exciting point processes, 1971;
 *   Hawkes and Oakes, A cluster process representation of a self-exciting process, 1974
 */
export function drawBurst(law: BurstLaw, random: Random): number[] {
  const offsets = [0];
  for (let parent = 0; parent < offsets.length && offsets.length < law.most; parent += 1) {
    const children = drawPoisson(parent === 0 ? law.first : law.branching, random);
    for (let child = 0; child < children && offsets.length < law.most; child += 1) {
      const delay = drawExponential(law.delayUs, random);
      offsets.push(Math.floor((offsets[parent] as number) + delay));
    }
  }
  return offsets.sort((left, right) => left - right);
}
