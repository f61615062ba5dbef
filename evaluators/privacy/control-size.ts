const STEPS = 10;
const WEIGHTS = 400;
const LEAST_WEIGHT = 1e-7;

/**
 * How many descriptions would fit exactly one of `wanted` records, from those that fit exactly one
 * of `measured` ones.
 *
 * A description that fits each record with chance w fits exactly one of n with chance
 * n w (1 - w)^(n - 1). With w even in 0..W, the mean over n records is proportional to
 * (1 - (1 - W)^n (1 + n W)) / (n + 1). W is fitted on growing parts of the measured records.
 *
 * @param matches by description, the first two matching positions among the measured records, whose
 *   order is random
 * @see statice/anonymeter, singling_out_evaluator.py (correction for the control's size)
 */
export function scaledToSize(
  matches: readonly (readonly number[])[],
  { measured, wanted }: { readonly measured: number; readonly wanted: number },
): number {
  const alone = (size: number) =>
    matches.filter(([first, second]) => isIn(first, size) && !isIn(second, size)).length;
  const counted = alone(measured);
  if (counted === 0 || measured === wanted) return counted;
  const sizes = Array.from({ length: STEPS }, (_, step) =>
    Math.max(1, Math.round((measured * (step + 1)) / STEPS)),
  );
  const weight = fittedWeight(sizes, sizes.map(alone));
  const scaled = (counted * meanAlone(wanted, weight)) / meanAlone(measured, weight);
  return Math.min(matches.length, scaled);
}

function isIn(position: number | undefined, size: number): boolean {
  return position !== undefined && position < size;
}

function meanAlone(size: number, most: number): number {
  return (1 - (1 - most) ** size * (1 + size * most)) / (size + 1);
}

/** Least squares over W on a logarithmic grid; the height is free. */
function fittedWeight(sizes: readonly number[], counts: readonly number[]): number {
  let [best, least] = [1, Number.POSITIVE_INFINITY];
  for (let at = 0; at <= WEIGHTS; at += 1) {
    const weight = LEAST_WEIGHT ** (1 - at / WEIGHTS);
    const shape = sizes.map((size) => meanAlone(size, weight));
    const height = dot(shape, counts) / Math.max(dot(shape, shape), Number.MIN_VALUE);
    const error = counts.reduce(
      (sum, count, one) => sum + (count - height * (shape[one] as number)) ** 2,
      0,
    );
    if (error < least) [best, least] = [weight, error];
  }
  return best;
}

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, at) => sum + value * (other[at] as number), 0);
}
