import { besideHalves, type HalvesOptions } from './laws.ts';

/** Some sums of each subject, and the figure that they make together. */
export interface SubjectSums {
  readonly subjects: number;
  /** Number of sums. */
  readonly size: number;
  readonly sums: Float64Array; // [subjects, size]
}

/** A figure of one side, of both sides, with how far apart it lies in real halves. */
export interface SideFigures {
  readonly original: number;
  readonly synthetic: number;
  /** Median distance of halves, brought to the sizes of both sides. */
  readonly spread: number;
  /** The distance that one pair of halves in twenty exceeds, at the same sizes. */
  readonly worst: number;
}

/** Sums of no row. */
export function emptySums(subjects: number, size: number): SubjectSums {
  return { subjects, size, sums: new Float64Array(subjects * size) };
}

/** Adds to a subject's sums. */
export function addSums(to: SubjectSums, position: number, values: readonly number[]): void {
  for (let at = 0; at < to.size; at += 1) {
    const place = position * to.size + at;
    to.sums[place] = (to.sums[place] as number) + (values[at] as number);
  }
}

/** A figure of the pooled sums on both sides. */
export function figureOfSums(
  { original, synthetic }: Readonly<Record<'original' | 'synthetic', SubjectSums>>,
  figure: (sums: Float64Array) => number,
  options: HalvesOptions,
): SideFigures {
  const whole = pooled(original, null);
  const distance = (mask: Uint8Array) => {
    const half = pooled(original, mask);
    const other = whole.map((sum, at) => sum - (half[at] as number));
    return Math.abs(figure(half) - figure(other));
  };
  const sizes = { original: original.subjects, synthetic: synthetic.subjects };
  const { ceiling, worst } = besideHalves(sizes, { ...options, distance });
  return {
    original: figure(whole),
    synthetic: figure(pooled(synthetic, null)),
    spread: ceiling,
    worst,
  };
}

function pooled({ subjects, size, sums }: SubjectSums, mask: Uint8Array | null): Float64Array {
  const total = new Float64Array(size);
  for (let position = 0; position < subjects; position += 1) {
    if (mask !== null && mask[position] !== 1) continue;
    for (let at = 0; at < size; at += 1) {
      total[at] = (total[at] as number) + (sums[position * size + at] as number);
    }
  }
  return total;
}
