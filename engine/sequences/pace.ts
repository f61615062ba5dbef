import { FIRST } from './codes.ts';

const MOMENTUM = [0.5, 0.9, 0.99] as const;

/** Names of what a timeline knows about its own speed, in the order of `PaceState.codes`. */
export const PACE_VARIABLES = ['pace', 'position', 'remaining', 'ema50', 'ema90', 'ema99'] as const;

/** Codes below this for every pace variable. */
export const PACE_CARDINALITY = 96;

/** Keeps the speed of one timeline: time and rows left, and averages of past gaps. */
export class PaceState {
  readonly #averages = MOMENTUM.map(() => 0);
  #seen = 0;

  /** Writes the codes of the next activity; times in microseconds. */
  write(into: Int32Array, timeLeftUs: number, left: number): void {
    into[0] = paceCode(timeLeftUs, left);
    into[1] = level(Math.log2(1 + this.#seen));
    into[2] = remainingCode(left);
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

/** Code of the time left for each activity that is left; half powers of two. */
export function paceCode(timeLeftUs: number, left: number): number {
  return level(Math.log2(1 + Math.max(0, timeLeftUs) / Math.max(1, left)));
}

/** Code of how many activities are left. */
export function remainingCode(left: number): number {
  return level(Math.log2(1 + left));
}

function level(size: number): number {
  return FIRST + Math.min(PACE_CARDINALITY - FIRST - 1, Math.round(2 * size));
}

/** Code of how many things are left for how many places, e.g. endpoints still to meet. */
export function ratioCode(things: number, places: number): number {
  if (things <= 0) return FIRST;
  const size = Math.round(2 * Math.log2((things + 0.5) / (places + 0.5)));
  return FIRST + 1 + Math.min(20, Math.max(-20, size)) + 20;
}

export const RATIO_CARDINALITY = FIRST + 42;

/** Which paces occurred, by how many activities were left: all but the slowest and fastest percent. */
export interface PaceBounds {
  /** By code of what is left: lowest and highest code of the pace; 0 where too little was seen. */
  readonly low: readonly number[];
  readonly high: readonly number[];
}

const OUTER = 0.01;
const LEAST_SEEN = 50;

/** Learns the bounds from counts by (code of what is left, code of the pace). */
export function paceBounds(counts: readonly Int32Array[]): PaceBounds {
  const bounds = counts.map((row) => {
    const total = row.reduce((sum, one) => sum + one, 0);
    if (total < LEAST_SEEN) return [0, 0] as const;
    return [quantileOf(row, OUTER * total), quantileOf(row, (1 - OUTER) * total)] as const;
  });
  return { low: bounds.map((one) => one[0]), high: bounds.map((one) => one[1]) };
}

function quantileOf(counts: Int32Array, wanted: number): number {
  let sum = 0;
  for (const [code, count] of counts.entries()) {
    sum += count;
    if (sum > wanted) return code;
  }
  return counts.length - 1;
}

/** How far a pace lies outside its bounds, in codes; 0 within. */
export function offPace(bounds: PaceBounds, timeLeftUs: number, left: number): number {
  const at = remainingCode(left);
  const [low, high] = [bounds.low[at] ?? 0, bounds.high[at] ?? 0];
  if (high === 0) return 0;
  const code = paceCode(timeLeftUs, left);
  return Math.max(0, low - code, code - high);
}
