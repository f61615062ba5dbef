import type { Random } from '../../../engine/core/random.ts';
import { drawHalves } from '../../../evaluators/ceiling/halves.ts';

const WORST = 0.95;

/** Numbers of some subjects' rows. */
export interface ValueSample {
  readonly subjects: number;
  readonly subject: Int32Array; // [values]
  readonly values: Float64Array; // [values], none missing
}

/** Cells, 0 and up, of some subjects' rows. */
export interface CellSample {
  readonly subjects: number;
  readonly subject: Int32Array; // [cells]
  readonly cells: Int32Array; // [cells]
}

/** A distance, and what real halves give at the same sizes. */
export interface Distance {
  readonly value: number;
  /** Median over halves, brought to the sizes of the real comparison. */
  readonly ceiling: number;
  /** Median over halves as measured. */
  readonly halves: number;
  /** What one pair of halves in twenty exceeds, brought to the same sizes. */
  readonly worst: number;
}

/** How halves are drawn. */
export interface HalvesOptions {
  readonly random: Random;
  readonly draws: number;
}

/** Kolmogorov and Smirnov's distance of two samples of numbers; NaN if one is empty. */
export function ksDistance(one: Float64Array, other: Float64Array): number {
  if (one.length === 0 || other.length === 0) return Number.NaN;
  const [a, b] = [one.toSorted(), other.toSorted()];
  let [i, j, greatest] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i] as number, b[j] as number);
    while (i < a.length && a[i] === value) i += 1;
    while (j < b.length && b[j] === value) j += 1;
    greatest = Math.max(greatest, Math.abs(i / a.length - j / b.length));
  }
  return greatest;
}

/** Total variation distance of two vectors of counts; NaN if one is empty. */
export function tvDistance(one: Float64Array, other: Float64Array): number {
  const sums = [one, other].map((counts) => counts.reduce((sum, count) => sum + count, 0));
  const [ours, theirs] = sums as [number, number];
  if (ours === 0 || theirs === 0) return Number.NaN;
  let distance = 0;
  for (let cell = 0; cell < Math.max(one.length, other.length); cell += 1) {
    distance += Math.abs((one[cell] ?? 0) / ours - (other[cell] ?? 0) / theirs);
  }
  return distance / 2;
}

/** KS of two samples beside that of halves of the original's subjects. */
export function ksBeside(
  original: ValueSample,
  synthetic: ValueSample,
  options: HalvesOptions,
): Distance {
  const order = Int32Array.from(original.values.keys());
  order.sort((one, other) => (original.values[one] as number) - (original.values[other] as number));
  const value = ksDistance(original.values, synthetic.values);
  return withHalves(
    value,
    { original, synthetic },
    { ...options, distance: (mask) => maskedKs(original, order, mask) },
  );
}

/** Total variation distance of two samples of cells beside that of halves of the original's subjects. */
export function tvBeside(
  original: CellSample,
  synthetic: CellSample,
  options: HalvesOptions,
): Distance {
  const size = greatest(original.cells, greatest(synthetic.cells, 0)) + 1;
  const whole = tally(original, size, null);
  const value = tvDistance(whole, tally(synthetic, size, null));
  const distance = (mask: Uint8Array) => {
    const half = tally(original, size, mask);
    return tvDistance(
      half,
      whole.map((count, cell) => count - (half[cell] as number)),
    );
  };
  return withHalves(value, { original, synthetic }, { ...options, distance });
}

/** The median of some numbers, NaN left out; NaN of none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** A quantile of some numbers (type 7), NaN left out; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((one, other) => one - other);
  const at = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)] ?? Number.NaN, sorted[Math.ceil(at)] ?? Number.NaN];
  return low + (high - low) * (at - Math.floor(at));
}

/** What some distances of halves say, as measured and times a correction of their sizes. */
export function summaryOfHalves(
  distances: readonly number[],
  correction: number,
): Omit<Distance, 'value'> {
  const halves = median(distances);
  const worst = correction * quantile(distances, WORST);
  return { halves, ceiling: correction * halves, worst };
}

/** Distances of halves, as measured and brought to the sizes of the real comparison. */
export function besideHalves(
  subjects: { readonly original: number; readonly synthetic: number },
  { random, draws, distance }: HalvesOptions & { distance(mask: Uint8Array): number },
): Omit<Distance, 'value'> {
  const halves = drawHalves(subjects.original, draws, random).map(distance);
  const wanted = 1 / subjects.original + 1 / subjects.synthetic;
  return summaryOfHalves(halves, Math.sqrt(wanted / (4 / subjects.original)));
}

function withHalves(
  value: number,
  {
    original,
    synthetic,
  }: Readonly<Record<'original' | 'synthetic', { readonly subjects: number }>>,
  options: HalvesOptions & { distance(mask: Uint8Array): number },
): Distance {
  const sizes = { original: original.subjects, synthetic: synthetic.subjects };
  return { value, ...besideHalves(sizes, options) };
}

function maskedKs({ subject, values }: ValueSample, order: Int32Array, mask: Uint8Array): number {
  let inside = 0;
  for (const position of subject) inside += mask[position] as number;
  const outside = values.length - inside;
  if (inside === 0 || outside === 0) return Number.NaN;
  let [gap, greatestGap] = [0, 0];
  for (let at = 0; at < order.length; at += 1) {
    const row = order[at] as number;
    gap += mask[subject[row] as number] === 1 ? 1 / inside : -1 / outside;
    if (values[row] !== values[order[at + 1] ?? -1])
      greatestGap = Math.max(greatestGap, Math.abs(gap));
  }
  return greatestGap;
}

function tally(
  { subject, cells }: CellSample,
  size: number,
  mask: Uint8Array | null,
): Float64Array {
  const counts = new Float64Array(size);
  for (let at = 0; at < cells.length; at += 1) {
    if (mask !== null && mask[subject[at] as number] !== 1) continue;
    const cell = cells[at] as number;
    counts[cell] = (counts[cell] as number) + 1;
  }
  return counts;
}

function greatest(cells: Int32Array, least: number): number {
  let most = least;
  for (const cell of cells) most = Math.max(most, cell);
  return most;
}
