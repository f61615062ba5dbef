import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { Points } from '../distances/points.ts';

/**
 * Cosine of the angle between the means of two sets of points, clipped to 0..1.
 *
 * @throws IncomputableMetricError if a set is empty or its mean has no direction
 */
export function centroidCosine(one: Points, other: Points): number {
  return cosineOf(sumOf(one), sumOf(other));
}

/** The same of two sums of points. */
export function cosineOf(one: Float64Array, other: Float64Array): number {
  const cosine = dot(one, other) / Math.sqrt(dot(one, one) * dot(other, other));
  if (Number.isNaN(cosine)) {
    throw new IncomputableMetricError(
      'centroid cosine: a mean has no direction: length 0; give rows that differ from the middle',
      {},
    );
  }
  return Math.min(1, Math.max(0, cosine));
}

function sumOf({ rows, dimensions, values }: Points): Float64Array {
  const sum = new Float64Array(dimensions);
  for (let row = 0; row < rows; row += 1) {
    for (let at = 0; at < dimensions; at += 1) {
      sum[at] = (sum[at] as number) + (values[row * dimensions + at] as number);
    }
  }
  return sum;
}

function dot(one: Float64Array, other: Float64Array): number {
  return one.reduce((sum, value, at) => sum + value * (other[at] as number), 0);
}
