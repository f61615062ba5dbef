import type { Random } from '../../engine/core/random.ts';
import { COUNTED_DRAWS } from '../ceiling/score-counts.ts';
import { atSizes } from '../ceiling/size-correction.ts';
import type { EmbeddedSide } from '../embeddings/embedded-sides.ts';
import { cosineOf } from './centroid-cosine.ts';

/** Numbers of subjects on both sides of the comparison whose ceiling is sought. */
export interface CosineCeilingOptions {
  readonly wanted: { readonly original: number; readonly synthetic: number };
  readonly random: Random;
}

/**
 * Centroid cosines of 200 pairs of disjoint halves of the original's subjects, each brought to the
 * sizes of the comparison. Empty with fewer than 4 subjects.
 */
export function cosineCeiling(
  original: readonly EmbeddedSide[],
  { wanted, random }: CosineCeilingOptions,
): readonly number[] {
  const sums = original.flatMap(subjectSums);
  const middle = sums.length >> 1;
  if (middle < 2) return [];
  const halves = { original: middle, synthetic: sums.length - middle };
  return Array.from({ length: COUNTED_DRAWS }, (_, draw) => {
    const order = random.split('halves', draw).shuffle([...sums]);
    const cosine = cosineOf(total(order.slice(0, middle)), total(order.slice(middle)));
    return Math.max(0, atSizes(cosine, { ideal: 1, halves, wanted }));
  });
}

/** Sum of the points of each subject. */
function subjectSums({ points, subject }: EmbeddedSide): readonly Float64Array[] {
  const { dimensions, values } = points;
  const sums = new Map<number, Float64Array>();
  for (const [row, key] of subject.entries()) {
    const sum = sums.get(key) ?? new Float64Array(dimensions);
    sums.set(key, sum);
    for (let at = 0; at < dimensions; at += 1) {
      sum[at] = (sum[at] as number) + (values[row * dimensions + at] as number);
    }
  }
  return [...sums.values()];
}

function total(sums: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(sums[0]?.length ?? 0);
  for (const sum of sums) {
    for (let at = 0; at < whole.length; at += 1) {
      whole[at] = (whole[at] as number) + (sum[at] as number);
    }
  }
  return whole;
}
