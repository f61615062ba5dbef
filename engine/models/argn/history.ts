import type { GraphBuilder } from '../../compute/build-graph.ts';
import type { Node } from '../../compute/graph.ts';
import { type Decay, decayHistory } from '../../compute/layers/decay-history.ts';
import type { CodeSpace } from '../code-space.ts';
import type { NetworkPlan } from './network-plan.ts';

const BY_ROW: readonly Decay[] = [0.5, 0.8, 0.95].map((kept) => ({ by: 'row', kept }));
const BY_TIME: readonly Decay[] = [0.1, 1, 10].map((seconds) => ({ by: 'time', seconds }));

/** How a plan's history forgets; by time, too, where a variable tells the gaps. */
export function decaysOf(plan: NetworkPlan): readonly Decay[] {
  return plan.gap < 0 ? BY_ROW : [...BY_ROW, ...BY_TIME];
}

/**
 * Sums of the rows before each row, forgotten at several rates. How long ago the row itself comes is
 * not known before it is drawn, so each step forgets by the gap of the row before.
 *
 * Inputs: `same` [S, T, T], 1 where the first row is before the second and on its timeline; with
 * gaps `gaps` [S, T], seconds from the row before last to the row before.
 *
 * @param rows [S*T, R]
 * @returns [S*T, decays*R]
 */
export function historyOf(g: GraphBuilder, plan: NetworkPlan, rows: Node): Node {
  const { window } = plan;
  const width = Number(rows.shape[1]);
  const series = g.reshape(rows, ['S', window, width]); // [S, T, R]
  const decays = decaysOf(plan);
  const past = decayHistory(g, series, {
    decays,
    gaps: plan.gap < 0 ? null : g.input('gaps', ['S', window]),
    same: g.input('same', ['S', window, window]),
  });
  return g.reshape(past, [rows.shape[0] ?? 'S', decays.length * width]); // [S*T, decays*R]
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
