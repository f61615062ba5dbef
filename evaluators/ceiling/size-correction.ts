/** Numbers of subjects on both sides of a comparison. */
export interface ComparedSizes {
  readonly original: number;
  readonly synthetic: number;
}

/**
 * A draw's score brought to the sizes of the real comparison.
 *
 * Halves of sizes m1 and m2 differ more by chance than the whole original and the synthetic side
 * do: the distance to the ideal shrinks with the square root of the sizes.
 *
 * @param score of one half against the other
 * @param ideal what two equal sides score: 1 for a likeness, .5 for a discriminator's AUC
 * @see docs/methods/quality-report.md, ceiling and floor
 */
export function atSizes(
  score: number,
  { ideal, halves, wanted }: { ideal: number; halves: ComparedSizes; wanted: ComparedSizes },
): number {
  const noise = ({ original, synthetic }: ComparedSizes) => 1 / original + 1 / synthetic;
  return ideal + (score - ideal) * Math.sqrt(noise(wanted) / noise(halves));
}

/** Mean, 2.5 % and 97.5 % of some draws (quantiles of type 7). */
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
  return { mean, interval: [quantile(0.025), quantile(0.975)] };
}
