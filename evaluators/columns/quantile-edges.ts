import { defined } from '../../engine/core/invariant.ts';

const DAY_US = 86_400_000_000;
const YEAR_1700_US = Date.UTC(1700, 0, 1) * 1000;
const YEAR_2200_US = Date.UTC(2200, 0, 1) * 1000;
const MOST_ATTEMPTS = 1000;

/**
 * Edges of at most about `bins` numeric bins, by quantiles, rounded down to few digits.
 *
 * @param values non-missing values in any order
 * @returns ascending edges; the last bin is closed
 * @see docs/methods/quality-report.md, binning
 */
export function numericEdges(values: readonly number[], bins: number): readonly number[] {
  if (values.length === 0) return [-1e10, 1e10];
  const sorted = Float64Array.from(values).sort();
  const distinct = distinctOf(sorted);
  const last = defined(distinct[distinct.length - 1], 'no last value');
  const edges = distinct.length <= bins ? [...distinct, last + 1] : greedyQuantiles(sorted, bins);
  return floorEdges(edges);
}

/** Edges of datetime bins, in microseconds; not rounded, a day wide where there is one value. */
export function datetimeEdges(values: readonly number[], bins: number): readonly number[] {
  if (values.length === 0) return [YEAR_1700_US, YEAR_2200_US];
  const sorted = Float64Array.from(values).sort();
  const first = defined(sorted[0], 'no first value');
  if (first === sorted[sorted.length - 1]) return [first, first + DAY_US];
  return greedyQuantiles(sorted, bins);
}

/** More and more evenly spaced order statistics until `bins` + 1 of them are distinct. */
function greedyQuantiles(sorted: Float64Array, bins: number): readonly number[] {
  const length = sorted.length;
  const stop = Math.max(bins + 1, Math.min(MOST_ATTEMPTS, length + 1));
  let edges: readonly number[] = [];
  for (let asked = bins; asked < stop; asked += 1) {
    edges = distinctOf(orderStatistics(sorted, asked));
    if (edges.length >= bins + 1) break;
  }
  return edges;
}

function orderStatistics(sorted: Float64Array, asked: number): Float64Array {
  const step = (sorted.length - 1) / (asked - 1);
  const at = (k: number) => (k === asked - 1 ? sorted.length - 1 : Math.trunc(k * step));
  return Float64Array.from({ length: asked }, (_, k) => sorted[at(k)] as number);
}

/** Rounds all edges but the last down to the fewest digits that keep them apart. */
function floorEdges(edges: readonly number[]): readonly number[] {
  for (let digits = 0; digits < 20; digits += 1) {
    const scale = 10 ** digits;
    const floored = edges.map((edge) => Math.floor(edge * scale) / scale);
    if (new Set(floored).size === edges.length) {
      return [...floored.slice(0, -1), edges[edges.length - 1] as number];
    }
  }
  return edges;
}

function distinctOf(sorted: Float64Array): readonly number[] {
  const distinct: number[] = [];
  for (const value of sorted) {
    if (value !== distinct[distinct.length - 1]) distinct.push(value);
  }
  return distinct;
}
