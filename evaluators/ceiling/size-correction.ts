/** Numbers of subjects on both sides of a comparison. */
export interface ComparedSizes {
  readonly original: number;
  readonly synthetic: number;
}

/** Sizes of both disjoint halves of some subjects. */
export function halfSizes(subjects: number): ComparedSizes {
  return { original: subjects >> 1, synthetic: subjects - (subjects >> 1) };
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

/** A likeness of two halves, in [0, 1], brought to the sizes of the real comparison. */
export function likenessAtSizes(
  likeness: number,
  sizes: { readonly halves: ComparedSizes; readonly wanted: ComparedSizes },
): number {
  return Math.max(0, atSizes(likeness, { ideal: 1, ...sizes }));
}

/** Numbers of subjects behind a score and behind its ceiling. */
export interface SampleSizes {
  readonly training: number;
  readonly holdout: number;
  readonly synthetic: number;
}

/**
 * What two samples of one law would score at the sizes of the real comparison.
 *
 * Holdout against training are smaller than original against synthetic, so chance alone parts them
 * more; their gap shrinks with the square root of the sizes.
 *
 * @param accuracy holdout against training, measured
 * @see docs/methods/quality-report.md, ceiling and floor
 */
export function ceilingAtSizes(accuracy: number, sizes: SampleSizes): number {
  const { training, holdout, synthetic } = sizes;
  const wanted = 1 / (training + holdout) + 1 / synthetic;
  const measured = 1 / training + 1 / holdout;
  return 1 - (1 - accuracy) * Math.min(1, Math.sqrt(wanted / measured));
}
