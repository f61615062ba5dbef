import { FIRST } from './codes.ts';

const MOMENTUM = 0.8;
const LEVELS = 48;

/** Codes below this. */
export const LEVEL_CARDINALITY = FIRST + LEVELS;

/** Codes of levels, the lowest first. */
export const LEVEL_ORDER: readonly number[] = Array.from(
  { length: LEVELS },
  (_, level) => FIRST + level,
);

/** Code of a size on a logarithmic scale: half powers of two of 1 + |value|; 0 where there is none. */
export function levelCode(value: number): number {
  return Number.isNaN(value) ? 0 : codeOf(Math.log2(1 + Math.abs(value)));
}

function codeOf(size: number): number {
  return FIRST + Math.min(LEVELS - 1, Math.round(2 * Math.min(size, LEVELS)));
}

/** The recent size of a number that goes on and off: an exponential average of its logarithm. */
export class MovingLevel {
  #average = Number.NaN;

  /** Code of the average; 0 before the first number. */
  get code(): number {
    return Number.isNaN(this.#average) ? 0 : codeOf(this.#average);
  }

  /** Takes in the next number; a missing one (NaN) changes nothing. */
  observe(value: number): void {
    if (Number.isNaN(value)) return;
    const size = Math.log2(1 + Math.abs(value));
    this.#average = Number.isNaN(this.#average)
      ? size
      : MOMENTUM * this.#average + (1 - MOMENTUM) * size;
  }

  /** Forgets everything. */
  clear(): void {
    this.#average = Number.NaN;
  }
}
