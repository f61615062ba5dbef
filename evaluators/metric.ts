import { IncomputableMetricError } from '../engine/core/errors.ts';

export const GOALS = ['maximize', 'minimize'] as const;

/** Which end of a metric's range is the better one. */
export type Goal = (typeof GOALS)[number];

/** A value with its two companions: what real data reach, and what ignorance reaches. */
export interface Score {
  readonly value: number;
  /** What two samples of the real data reach at the value's sizes; null if not measurable. */
  readonly ceiling: number | null;
  /** 2.5 and 97.5 % of the ceiling over many disjoint halves; null where it is a single draw. */
  readonly interval: readonly [number, number] | null;
  /** A naive generator (columns shuffled, keys drawn at will); null where none is defined. */
  readonly floor: number | null;
  /** Parts of the value by name. */
  readonly breakdown: Readonly<Record<string, number>>;
}

/**
 * A judgement over two samples of one schema that refuses rather than invents a score.
 *
 * The samples carry the schema of what they hold, so that `compute` needs no third argument.
 */
export interface Metric<Real, Synthetic = Real> {
  readonly name: string;
  readonly goal: Goal;
  /** Least and greatest value. */
  readonly range: readonly [number, number];
  /** @throws IncomputableMetricError where the input cannot carry the metric */
  compute(real: Real, synthetic: Synthetic): Score;
}

/** Least gap from floor to ceiling, as a share of the range, that can be divided into a way. */
const LEAST_GAP = 0.01;

/** What says which end of a score is the better one, and how wide it is. */
type Direction = Pick<Metric<unknown>, 'goal' | 'range'>;

/**
 * Position between floor (0) and ceiling (1).
 *
 * Null where either is missing, and where ignorance does about as well as real data: the floor is
 * not worse than the ceiling by more than a hundredth of the range, or lies in its interval.
 */
export function normalisedScore(score: Score, direction: Direction): number | null {
  const { value, ceiling, interval, floor } = score;
  if (ceiling === null || floor === null) return null;
  const { goal, range } = direction;
  const worse = (one: number, other: number) => (goal === 'maximize' ? other - one : one - other);
  const span = range[1] - range[0];
  const scale = Number.isFinite(span) ? span : Math.max(Math.abs(ceiling), Math.abs(floor));
  if (worse(floor, ceiling) <= LEAST_GAP * scale) return null;
  const end = interval === null ? ceiling : goal === 'maximize' ? interval[0] : interval[1];
  return worse(floor, end) > 0 ? (value - floor) / (ceiling - floor) : null;
}

/** True where ceiling and floor lie within one interval's width, so that a score tells nothing. */
export function isBlind({ ceiling, interval, floor }: Score): boolean {
  if (ceiling === null || floor === null || interval === null) return false;
  return Math.abs(ceiling - floor) <= interval[1] - interval[0];
}

/** True where the value lies in the ceiling's interval; null where there is none. */
export function isInsideCeiling({ value, interval }: Score): boolean | null {
  return interval === null ? null : value >= interval[0] && value <= interval[1];
}

/** A computed value, or the reason why there is none. */
export type Judged<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string };

/** Runs a computation and keeps a refusal as its reason; other errors pass through. */
export function judged<T>(compute: () => T): Judged<T> {
  try {
    return { ok: true, value: compute() };
  } catch (error) {
    if (error instanceof IncomputableMetricError) return { ok: false, reason: error.message };
    throw error;
  }
}

/** A computed value, or null where the computation refuses. */
export function judgedOrNull<T>(compute: () => T): T | null {
  const outcome = judged(compute);
  return outcome.ok ? outcome.value : null;
}

/** Mean of a list. @throws IncomputableMetricError on an empty one */
export function meanOf(values: readonly number[], what: string): number {
  if (values.length === 0) {
    throw new IncomputableMetricError(`${what}: nothing to average: 0 values; give data`, { what });
  }
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
