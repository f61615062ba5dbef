import { IncomputableMetricError } from '../../engine/core/errors.ts';

/** Likeness of two distributions, and the likeness that sampling noise alone would leave. */
export interface Likeness {
  /** 1 minus the total variation distance, rounded to 5 digits. */
  readonly value: number;
  /** Its expectation for two samples of one law of these sizes, rounded to 5 digits. */
  readonly max: number;
}

/**
 * Accuracy of two count vectors over the same cells.
 *
 * @param original counts by cell
 * @param synthetic counts by cell, in the same order
 * @throws IncomputableMetricError if a side is empty
 * @see docs/methods/quality-report.md, accuracy
 */
export function likenessOf(original: ArrayLike<number>, synthetic: ArrayLike<number>): Likeness {
  const originalSum = sumOf(original);
  const syntheticSum = sumOf(synthetic);
  if (originalSum === 0 || syntheticSum === 0) {
    throw new IncomputableMetricError('accuracy: a side is empty: 0 rows; give both sides rows', {
      original: originalSum,
      synthetic: syntheticSum,
    });
  }
  const noise = (2 / Math.PI) * (1 / originalSum + 1 / syntheticSum);
  let distance = 0;
  let spread = 0;
  for (let cell = 0; cell < original.length; cell += 1) {
    const p = (original[cell] ?? 0) / originalSum;
    const q = (synthetic[cell] ?? 0) / syntheticSum;
    distance += Math.abs(p - q);
    spread += Math.sqrt(noise * p * (1 - p));
  }
  return { value: round5(1 - distance / 2), max: round5(1 - spread / 2) };
}

function sumOf(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let cell = 0; cell < counts.length; cell += 1) sum += counts[cell] ?? 0;
  return sum;
}

function round5(value: number): number {
  return Math.round(value * 1e5) / 1e5;
}
