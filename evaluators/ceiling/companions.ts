import { judgedOrNull, type Score } from '../metric.ts';

/** The score of a value, the draws behind its ceiling, and its floor. */
export function withCompanions(
  value: number,
  { ceiling, floor }: { readonly ceiling: readonly number[]; readonly floor: number | null },
): Score {
  const summary = ceiling.length === 0 ? null : summaryOf(ceiling);
  const interval = ceiling.length < 2 ? null : (summary?.interval ?? null);
  return { value, ceiling: summary?.mean ?? null, interval, floor, breakdown: {} };
}

/**
 * The score of a value with the companions that can be had: one that refuses is null.
 *
 * @param companions computes the draws behind the ceiling, and the floor; null where none is defined
 */
export function withJudgedCompanions(
  value: number,
  companions: {
    readonly ceiling: () => readonly number[];
    readonly floor: (() => number) | null;
  },
): Score {
  const { ceiling, floor } = companions;
  return withCompanions(value, {
    ceiling: judgedOrNull(ceiling) ?? [],
    floor: floor === null ? null : judgedOrNull(floor),
  });
}

/** Mean, 2.5 % and 97.5 % of some draws (quantiles of type 7); the interval always holds the mean. */
export function summaryOf(draws: readonly number[]): {
  readonly mean: number;
  readonly interval: readonly [number, number];
} {
  const sorted = [...draws].sort((one, other) => one - other);
  const quantile = (share: number) => {
    const at = share * (sorted.length - 1);
    const [low, high] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
    return low + (high - low) * (at - Math.floor(at));
  };
  const mean = sorted.reduce((sum, draw) => sum + draw, 0) / sorted.length;
  const [low, high] = [quantile(0.025), quantile(0.975)];
  return { mean, interval: [Math.min(low, mean), Math.max(high, mean)] };
}
