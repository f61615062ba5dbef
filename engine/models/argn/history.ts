import type { GraphBuilder } from '../../compute/build-graph.ts';
import type { Node } from '../../compute/graph.ts';
import type { CodeSpace } from '../code-space.ts';
import type { NetworkPlan } from './network-plan.ts';

/** How fast a row is forgotten: by the rows since, or by the time since. */
export type Rate =
  | { readonly by: 'row'; readonly kept: number }
  | { readonly by: 'time'; readonly seconds: number };

const BY_ROW: readonly Rate[] = [0.5, 0.8, 0.95].map((kept) => ({ by: 'row', kept }));
const BY_TIME: readonly Rate[] = [0.1, 1, 10].map((seconds) => ({ by: 'time', seconds }));

/** The rates of a plan's history; time counts where a variable tells the gaps. */
export function ratesOf(plan: NetworkPlan): readonly Rate[] {
  return plan.gap < 0 ? BY_ROW : [...BY_ROW, ...BY_TIME];
}

/**
 * Sums of the rows before, each forgotten at its rate: `sum over s < t of w(t, s) x_s`, with
 * `w = kept^(t - 1 - s)` or `w = exp(-(time before t - time of s) / seconds)`; in parallel, as one
 * product of matrices a rate. What comes next is not known yet, so time ends at the row before.
 *
 * Inputs: `same` [S, T, T], 1 where s is before t and on the same timeline; with gaps `clock` and
 * `before` [S, T], seconds since the window began at a row and at the row before it.
 *
 * @param rows [S*T, R]
 * @returns [S*T, rates*R]
 * @see Sun et al., Retentive network, arXiv 2307.08621, equations 5 and 6
 */
export function historyOf(g: GraphBuilder, plan: NetworkPlan, rows: Node): Node {
  const width = Number(rows.shape[1]);
  const { window } = plan;
  const series = g.reshape(rows, ['S', window, width]); // [S, T, R]
  const same = g.input('same', ['S', window, window]);
  const past = ratesOf(plan).map((rate) =>
    g.matmul(g.multiply(same, weightsOf(g, window, rate)), series),
  );
  const all = g.concat(past, 2); // [S, T, rates*R]
  return g.reshape(all, [rows.shape[0] ?? 'S', past.length * width]); // [S*T, rates*R]
}

/** How much of row s is left at row t, [1, T, T] or [S, T, T]. */
function weightsOf(g: GraphBuilder, window: number, rate: Rate): Node {
  if (rate.by === 'row') {
    const kept = Array.from({ length: window * window }, (_, at) => {
      const rows = Math.floor(at / window) - 1 - (at % window);
      return rows < 0 ? 0 : rate.kept ** rows;
    });
    return g.constant([1, window, window], kept);
  }
  const before = g.reshape(g.input('before', ['S', window]), ['S', window, 1]);
  const clock = g.reshape(g.input('clock', ['S', window]), ['S', 1, window]);
  // NOTE: rows to come lie at negative distances, where the exponential would overflow.
  const since = g.relu(g.subtract(before, clock)); // [S, T, T]
  return g.exp(g.multiply(since, -1 / rate.seconds));
}

const MICROS = 1e-6;
/** Gaps count no more than this: all that is older is forgotten. */
const LONGEST_GAP = 1000;

/** By code of the plan's gap: seconds since the row before; null where nothing tells them. */
export function gapSeconds(space: CodeSpace, plan: NetworkPlan): Float64Array | null {
  const micros = plan.gap < 0 ? undefined : space[plan.record]?.variables[plan.gap]?.micros;
  if (micros === undefined) return null;
  return Float64Array.from(micros, (one) => Math.min(LONGEST_GAP, Math.max(0, one * MICROS)));
}
