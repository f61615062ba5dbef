import { FIRST } from './codes.ts';

const MOMENTUM = [0.5, 0.9, 0.99] as const;

/** Names of what a timeline knows about its own speed, in the order of `PaceState.codes`. */
export const PACE_VARIABLES = ['pace', 'position', 'remaining', 'ema50', 'ema90', 'ema99'] as const;

/** Codes below this for every pace variable. */
export const PACE_CARDINALITY = 48;

/** Keeps the speed of one timeline: time and rows left, and averages of past gaps. */
export class PaceState {
  readonly #averages = MOMENTUM.map(() => 0);
  #seen = 0;

  /** Writes the codes of the next activity; times in microseconds. */
  write(into: Int32Array, timeLeftUs: number, left: number): void {
    into[0] = level(Math.log2(1 + Math.max(0, timeLeftUs) / Math.max(1, left)));
    into[1] = level(2 * Math.log2(1 + this.#seen));
    into[2] = level(2 * Math.log2(1 + left));
    for (const [index, average] of this.#averages.entries()) {
      into[3 + index] = this.#seen === 0 ? 0 : level(average);
    }
  }

  /** Takes in a gap, microseconds. */
  observe(gapUs: number): void {
    const size = Math.log2(1 + Math.max(0, gapUs));
    for (const [index, decay] of MOMENTUM.entries()) {
      const old = this.#averages[index] as number;
      const weight = Math.max(1 - decay, 1 / (this.#seen + 1));
      this.#averages[index] = old + weight * (size - old);
    }
    this.#seen += 1;
  }
}

function level(size: number): number {
  return FIRST + Math.min(PACE_CARDINALITY - FIRST - 1, Math.round(size));
}

/** Code of how many things are left for how many places, e.g. endpoints still to meet. */
export function ratioCode(things: number, places: number): number {
  if (things <= 0) return FIRST;
  const size = Math.round(2 * Math.log2((things + 0.5) / (places + 0.5)));
  return FIRST + 1 + Math.min(20, Math.max(-20, size)) + 20;
}

export const RATIO_CARDINALITY = FIRST + 42;
