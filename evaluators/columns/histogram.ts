import type { Cell } from './frame.ts';

export const SCALES = ['linear', 'log', 'time'] as const;

/** How a histogram's axis runs; `log` is log10(1 + value). */
export type Scale = (typeof SCALES)[number];

/** Shares of both sides in shared bins; edges are in the unit of the values. */
export interface Histogram {
  readonly scale: Scale;
  readonly edges: readonly number[];
  readonly original: readonly number[];
  readonly synthetic: readonly number[];
  readonly missingOriginal: number;
  readonly missingSynthetic: number;
}

const BINS = 24;
const TAIL = 0.005;
const HEAVY = 20;

/**
 * Histogram of both sides over the span of the original without its outermost 0.5 % at each end.
 *
 * What lies outside is counted in the end bins, so that no extreme value of the original shows.
 *
 * @returns null if the original has no numbers
 */
export function histogramOf(
  original: readonly Cell[],
  synthetic: readonly Cell[],
  isTime: boolean,
): Histogram | null {
  const sorted = Float64Array.from(numbersOf(original)).sort();
  if (sorted.length === 0) return null;
  const scale = isTime ? 'time' : scaleOf(sorted);
  const edges = edgesOf(sorted, scale);
  return {
    scale,
    edges,
    original: sharesIn(edges, numbersOf(original), original.length),
    synthetic: sharesIn(edges, numbersOf(synthetic), synthetic.length),
    missingOriginal: missingShare(original),
    missingSynthetic: missingShare(synthetic),
  };
}

/** Position on a log axis that begins at 0. */
export function toLog(value: number): number {
  return Math.log10(1 + value);
}

function scaleOf(sorted: Float64Array): Scale {
  const high = quantile(sorted, 1 - TAIL);
  const isHeavy = high >= 100 && high > HEAVY * Math.max(1, quantile(sorted, 0.5));
  return (sorted[0] ?? 0) >= 0 && isHeavy ? 'log' : 'linear';
}

function edgesOf(sorted: Float64Array, scale: Scale): readonly number[] {
  const low = quantile(sorted, TAIL);
  const high = Math.max(quantile(sorted, 1 - TAIL), low);
  if (scale === 'log') {
    const [from, to] = [Math.floor(toLog(low)), Math.ceil(toLog(high) * 4) / 4];
    const step = (to - from) / BINS;
    return Array.from({ length: BINS + 1 }, (_, at) => 10 ** (from + at * step) - 1);
  }
  const areWhole = sorted.every(Number.isInteger);
  const width = niceWidth((high - low) / BINS || 1, areWhole);
  const first = Math.floor(low / width) * width;
  const bins = Math.max(1, Math.floor((high - first) / width) + 1);
  return Array.from({ length: bins + 1 }, (_, at) => first + at * width);
}

/** The next of 1, 2, 5, 10, ... above; whole where the values are. */
function niceWidth(width: number, isWhole: boolean): number {
  const power = 10 ** Math.floor(Math.log10(width));
  const nice =
    [1, 2, 2.5, 5, 10].map((digit) => digit * power).find((one) => one >= width) ?? width;
  return isWhole ? Math.max(1, Math.ceil(nice)) : nice;
}

function sharesIn(
  edges: readonly number[],
  values: readonly number[],
  total: number,
): readonly number[] {
  const counts = new Float64Array(edges.length - 1);
  for (const value of values) {
    let low = 0;
    let high = counts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (value >= (edges[middle] as number)) low = middle;
      else high = middle - 1;
    }
    counts[low] = (counts[low] as number) + 1;
  }
  return [...counts].map((count) => (total === 0 ? 0 : count / total));
}

function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
}

function numbersOf(values: readonly Cell[]): readonly number[] {
  return values.filter((value): value is number => typeof value === 'number');
}

function missingShare(values: readonly Cell[]): number {
  if (values.length === 0) return 0;
  return values.filter((value) => value === null).length / values.length;
}
