import type { Random } from '../../engine/core/random.ts';
import { shuffledHalves } from '../ceiling/halves.ts';
import { COUNTED_DRAWS } from '../ceiling/score-counts.ts';
import { halfSizes, likenessAtSizes } from '../ceiling/size-correction.ts';
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
  const halves = halfSizes(sums.length);
  if (halves.original < 2) return [];
  const flat = flattened(sums);
  const everyone = [...sums.keys()];
  const whole = total(flat, everyone);
  return Array.from({ length: COUNTED_DRAWS }, (_, draw) => {
    const [first] = shuffledHalves([...everyone], random.split('halves', draw));
    const half = total(flat, first);
    const rest = whole.map((sum, at) => sum - (half[at] as number));
    return likenessAtSizes(cosineOf(half, rest), { halves, wanted });
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

interface FlatSums {
  readonly width: number;
  readonly values: Float64Array; // [subjects, width]
}

function flattened(sums: readonly Float64Array[]): FlatSums {
  const width = sums[0]?.length ?? 0;
  const values = new Float64Array(sums.length * width);
  for (const [at, sum] of sums.entries()) values.set(sum, at * width);
  return { width, values };
}

function total({ width, values }: FlatSums, rows: readonly number[]): Float64Array {
  const sum = new Float64Array(width);
  for (const row of rows) {
    for (let at = 0; at < width; at += 1) {
      sum[at] = (sum[at] as number) + (values[row * width + at] as number);
    }
  }
  return sum;
}
