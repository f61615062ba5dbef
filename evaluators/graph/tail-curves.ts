import type { CurveFigure, CurvePoint, Series } from '../findings.ts';
import { degreeOfCell } from '../links/degree-cells.ts';
import type { EdgeRows } from './edge-rows.ts';

/** Fewest endpoints behind a point of a tail, so that none of them can be read off. */
const LEAST_BEHIND = 10;

/** Points a decade of ranks. */
const PER_DECADE = 8;

/** Both sides of something. */
export interface BothSides<T> {
  readonly original: T;
  readonly synthetic: T;
}

/** Share of the counted things that have at least so many, as a curve on log axes. */
export function tailFigure(
  cells: BothSides<Float64Array>,
  text: { readonly title: string; readonly of: string; readonly x: string },
): CurveFigure {
  return {
    kind: 'curve',
    title: text.title,
    subtitle: `Share of the ${text.of} with at least x; points with fewer than ${LEAST_BEHIND} behind them are cut.`,
    x: { label: text.x, scale: 'log' },
    y: { label: `share of ${text.of}`, scale: 'log' },
    series: [
      series('original', 'real', tailPoints(cells.original)),
      series('synthetic', 'synthetic', tailPoints(cells.synthetic)),
    ],
  };
}

/** What external endpoints are ranked by. */
export const RANKED_BY = ['rows', 'bytes'] as const;

export type RankedBy = (typeof RANKED_BY)[number];

/**
 * Share of all rows, or bytes, that the external endpoint of each rank has; ranks on a log axis.
 *
 * @see Xu et al., STAN, 2020, Fig. 8: ranked counts and byte sums of external addresses
 */
export function rankFigure(
  edges: BothSides<EdgeRows>,
  { table, by }: { readonly table: string; readonly by: RankedBy },
): CurveFigure {
  return {
    kind: 'curve',
    title: `External endpoints by rank of their ${by}, ${table}`,
    subtitle: `Share of the ${by} that each public address has a part in, the greatest first.`,
    x: { label: 'rank', scale: 'log' },
    y: { label: `share of ${by}`, scale: 'log' },
    series: [
      series('original', 'real', rankPoints(edges.original, by)),
      series('synthetic', 'synthetic', rankPoints(edges.synthetic, by)),
    ],
  };
}

/** Shares of all rows, or bytes, of each external endpoint, the greatest first. */
export function rankedExternal(
  { source, destination, bytes, isExternal }: EdgeRows,
  by: RankedBy,
): Float64Array {
  const sums = new Float64Array(isExternal.length);
  let total = 0;
  for (let row = 0; row < source.length; row += 1) {
    const [from, to] = [source[row] as number, destination[row] as number];
    const size = by === 'rows' ? 1 : (bytes[row] as number);
    total += size;
    sums[from] = (sums[from] as number) + size;
    if (to !== from) sums[to] = (sums[to] as number) + size;
  }
  return sums
    .filter((sum, endpoint) => isExternal[endpoint] === 1 && sum > 0)
    .map((sum) => sum / total)
    .sort()
    .reverse();
}

function rankPoints(edges: EdgeRows, by: RankedBy): readonly CurvePoint[] {
  const shares = rankedExternal(edges, by);
  return logRanks(shares.length).map((rank) => ({
    x: rank,
    y: Number((shares[rank - 1] as number).toPrecision(2)),
  }));
}

function tailPoints(cells: Float64Array): readonly CurvePoint[] {
  const all = cells.reduce((sum, count) => sum + count, 0);
  const points: CurvePoint[] = [];
  let behind = 0;
  for (let cell = cells.length - 1; cell >= 1; cell -= 1) {
    const own = cells[cell] as number;
    behind += own;
    if (own > 0 && behind >= LEAST_BEHIND) points.push({ x: degreeOfCell(cell), y: behind / all });
  }
  return points.reverse();
}

function logRanks(most: number): readonly number[] {
  const steps = Math.ceil(Math.log10(Math.max(1, most)) * PER_DECADE);
  const ranks = Array.from({ length: steps + 1 }, (_, step) =>
    Math.round(10 ** (step / PER_DECADE)),
  );
  return [...new Set(ranks)].filter((rank) => rank <= most);
}

function series(name: string, side: Series['side'], points: readonly CurvePoint[]): Series {
  return { name, side, points };
}
