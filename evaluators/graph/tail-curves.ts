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

/**
 * Share of all rows that the external endpoint of each rank has, ranks on a log axis.
 *
 * @see Xu et al., STAN, 2020, Fig. 8: ranked counts of external addresses
 */
export function rankFigure(edges: BothSides<EdgeRows>, table: string): CurveFigure {
  return {
    kind: 'curve',
    title: `External endpoints by rank, ${table}`,
    subtitle: 'Share of the rows that each public address has a part in, the most frequent first.',
    x: { label: 'rank', scale: 'log' },
    y: { label: 'share of rows', scale: 'log' },
    series: [
      series('original', 'real', rankPoints(edges.original)),
      series('synthetic', 'synthetic', rankPoints(edges.synthetic)),
    ],
  };
}

/** Rows of each external endpoint, the most first. */
export function rankedExternal({ source, destination, isExternal }: EdgeRows): Float64Array {
  const counts = new Float64Array(isExternal.length);
  for (let row = 0; row < source.length; row += 1) {
    const [from, to] = [source[row] as number, destination[row] as number];
    counts[from] = (counts[from] as number) + 1;
    if (to !== from) counts[to] = (counts[to] as number) + 1;
  }
  return counts
    .filter((count, endpoint) => isExternal[endpoint] === 1 && count > 0)
    .sort()
    .reverse();
}

function rankPoints(edges: EdgeRows): readonly CurvePoint[] {
  const counts = rankedExternal(edges);
  const rows = Math.max(1, edges.source.length);
  return logRanks(counts.length).map((rank) => ({
    x: rank,
    y: Number(((counts[rank - 1] as number) / rows).toPrecision(2)),
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
