import type { Node } from '../../../engine/compute/graph.ts';
import {
  type Decay,
  decayHistory,
  decayStep,
} from '../../../engine/compute/layers/decay-history.ts';
import { dense } from '../../../engine/compute/layers/dense.ts';
import { gatedRecurrence, gatedStep } from '../../../engine/compute/layers/gated-recurrence.ts';
import type { Weights } from '../../../engine/compute/layers/weights.ts';

/** What the rows before a row tell it. */
export interface History {
  /** rows [S, T, R], seconds since the row before [S, T] -> [S, T, H], of rows before each. */
  all(rows: Node, gaps: Node): Node;
  /**
   * The same for the next row of all sequences, out of states.
   *
   * @param of `gaps` [S, 1]; `kept` [], 0 where nothing was before
   * @returns `past` [S, H], and what the states become once the row [S, R] is known
   */
  next(of: { readonly gaps: Node; readonly kept: Node }): {
    readonly past: Node;
    remember(row: Node): Readonly<Record<string, Node>>;
  };
}

/** Which history, its width H, and sequences that are drawn together. */
export interface HistoryKind {
  readonly kind: 'decay' | 'gru';
  readonly units: number;
  readonly drawn: number;
}

/** The row before, rows of late, and sums that fade with seconds. */
const DECAYS: readonly Decay[] = [
  { by: 'row', kept: 0 },
  { by: 'row', kept: 0.8 },
  { by: 'time', seconds: 1 },
  { by: 'time', seconds: 60 },
];

export function openHistory(weights: Weights, of: HistoryKind): History {
  return of.kind === 'decay' ? decaying(weights, of) : recurrent(weights, of);
}

/** Rows narrowed to H, summed at several decays, and the sums mixed. */
function decaying(weights: Weights, { units, drawn }: HistoryKind): History {
  const { g } = weights;
  const narrow = (rows: Node) => dense(weights, rows, { name: 'row', units });
  const mixed = (sums: Node) => g.relu(dense(weights, sums, { name: 'history', units }));
  return {
    all: (rows, gaps) => mixed(decayHistory(g, narrow(rows), { decays: DECAYS, gaps })),
    next: ({ gaps, kept }) => {
      const width = units * DECAYS.length;
      const before = {
        sums: g.multiply(g.state('drawn.sums', [drawn, width], 0), kept),
        row: g.multiply(g.state('drawn.row', [drawn, units], 0), kept),
      };
      const sums = decayStep(g, before, { decays: DECAYS, gaps });
      return {
        past: mixed(sums),
        remember: (row) => ({ 'drawn.sums': sums, 'drawn.row': narrow(row) }),
      };
    },
  };
}

/** The state of a gated recurrent unit after the rows before. */
function recurrent(weights: Weights, { units, drawn }: HistoryKind): History {
  const { g } = weights;
  const options = { name: 'memory', units };
  return {
    all: (rows) => {
      const [series = 1, steps = 1] = rows.shape;
      const states = gatedRecurrence(weights, rows, options); // [S, T, H]
      const early = g.slice(states, { axis: 1, start: 0, size: Number(steps) - 1 });
      return g.concat([g.fill([series, 1, units], 0), early], 1); // [S, T, H]
    },
    next: ({ kept }) => {
      const state = g.multiply(g.state('drawn.state', [drawn, units], 0), kept); // [S, H]
      return {
        past: state,
        remember: (row) => ({ 'drawn.state': gatedStep(weights, { row, state }, options) }),
      };
    },
  };
}
