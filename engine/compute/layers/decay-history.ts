import { defined } from '../../core/invariant.ts';
import type { GraphBuilder } from '../build-graph.ts';
import type { Node } from '../graph.ts';

/** How fast a row is forgotten: by the rows since, or by the time since. */
export type Decay =
  /** A share is kept for every row that came after it. */
  | { readonly by: 'row'; readonly kept: number }
  /** Falls to 1/e in so many seconds. */
  | { readonly by: 'time'; readonly seconds: number };

/** A history's decays, and the seconds between rows where one decays by time. */
export interface HistoryOptions {
  readonly decays: readonly Decay[];
  /** Seconds since the row before, at least 0: [S, T], or [S, 1] for one step; null for none by time. */
  readonly gaps: Node | null;
  /** 1 where row s (middle axis) stands before row t in the same series, else 0: [S, T, T]; null where all do. */
  readonly same?: Node | null;
}

/**
 * Sums of all rows before a row, forgotten at several rates, for all rows at once.
 *
 * By rows `H_t = sum over s < t of kept^(t-1-s) x_s`; by time `sum over s < t of
 * exp(-(time_t - time_s) / seconds) x_s`. Each decay is one product of matrices.
 *
 * @param x [S, T, R] with T a number
 * @returns [S, T, decays*R]
 * @see Sun et al., Retentive network, arXiv 2307.08621, equation 5
 */
export function decayHistory(g: GraphBuilder, x: Node, options: HistoryOptions): Node {
  return g.within('decay history', () => {
    const past = options.decays.map((decay) => {
      const left = leftOf(g, x, { ...options, decay }); // [S, T, T]
      return g.matmul(left, x, { transposeA: true }); // [S, T, R]
    });
    return g.concat(past, 2); // [S, T, decays*R]
  });
}

/** How much of row s is left at row t; s is the middle axis: [S, T, T]. */
function leftOf(
  g: GraphBuilder,
  x: Node,
  { decay, gaps, same = null }: Omit<HistoryOptions, 'decays'> & { readonly decay: Decay },
): Node {
  const [series = 1, steps = 1] = x.shape;
  const rows = Number(steps);
  const shape = [series, rows, rows];
  const since = (weight: (rows: number) => number) =>
    g.constant(
      [1, rows, rows],
      Array.from({ length: rows * rows }, (_, index) => {
        const distance = (index % rows) - Math.floor(index / rows);
        return distance > 0 ? weight(distance) : 0;
      }),
    );
  if (decay.by === 'row') {
    const kept = since((distance) => decay.kept ** (distance - 1));
    return same === null ? g.broadcast(kept, shape) : g.multiply(kept, same);
  }
  const later = same ?? since(() => 1);
  // NOTE: gaps are summed from each row on, since differences of clocks lose the digits of short gaps.
  const between = g.multiply(later, g.reshape(gapsOf(gaps), [series, 1, rows])); // [S, T, T]
  const seconds = g.cumsum(between);
  return g.multiply(g.exp(g.multiply(seconds, -1 / decay.seconds)), later);
}

/** What decays by time cannot do without. */
function gapsOf(gaps: Node | null): Node {
  return defined(gaps, 'a decay by time has gaps');
}

/**
 * The same sums one row on, for drawing row by row.
 *
 * @param of `sums` at the row before, [S, decays*R], zeros at the first row; `row` before, [S, R]
 * @returns [S, decays*R]
 * @see Sun et al., Retentive network, arXiv 2307.08621, equation 6
 */
export function decayStep(
  g: GraphBuilder,
  of: { readonly sums: Node; readonly row: Node },
  { decays, gaps }: HistoryOptions,
): Node {
  const width = Number(of.row.shape[1]);
  const next = decays.map((decay, index) => {
    const sums = g.slice(of.sums, { axis: 1, start: index * width, size: width }); // [S, R]
    if (decay.by === 'row') return g.add(g.multiply(sums, decay.kept), of.row);
    const left = g.exp(g.multiply(gapsOf(gaps), -1 / decay.seconds)); // [S, 1]
    return g.multiply(g.add(sums, of.row), left);
  });
  return g.concat(next, 1); // [S, decays*R]
}
