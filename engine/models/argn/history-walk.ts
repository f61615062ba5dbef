import type { Decay } from '../../compute/layers/decay-history.ts';
import type { PlacedMatrix, VectorKernels } from '../../compute/vector-kernels.ts';
import { padded } from '../../compute/vector-kernels.ts';
import { defined } from '../../core/invariant.ts';
import type { CodeSpace } from '../code-space.ts';
import type { Frame } from '../frame.ts';
import { type FoldedTable, foldRows } from './fold-table.ts';
import { decaysOf, gapSeconds } from './history.ts';
import { type NetworkPlan, type NetworkWeights, offsetOf } from './network-plan.ts';

/** Rows whose history is remembered; a timeline needs its last one only. */
const MOST_KEPT = 4096;

/**
 * The history of `historyOf` in its recurrent form: what a row's past adds up to follows from the
 * row before and what its own past added up to, in one step.
 */
export class HistoryWalk {
  readonly #plan: NetworkPlan;
  readonly #kernels: VectorKernels;
  readonly #rows: readonly FoldedTable[];
  readonly #matrix: PlacedMatrix;
  readonly #past: number;
  readonly #row: number;
  readonly #decays: readonly Decay[];
  readonly #gapSeconds: Float64Array | null;
  /** By place of a row: its past. */
  readonly #pasts = new Map<number, Float32Array>();
  #epoch = -1;

  constructor(
    space: CodeSpace,
    plan: NetworkPlan,
    of: { readonly kernels: VectorKernels; readonly weights: NetworkWeights },
  ) {
    const { kernels, weights } = of;
    const { history, context } = plan.sizes;
    const decays = decaysOf(plan);
    this.#plan = plan;
    this.#kernels = kernels;
    this.#rows = foldHistory(space, plan, of);
    const values = defined(weights.get('history.context'), 'weight history.context');
    this.#matrix = kernels.placeMatrix(values, [decays.length * history, context]);
    this.#past = kernels.take(decays.length * history);
    this.#row = kernels.take(history);
    this.#decays = decays;
    this.#gapSeconds = gapSeconds(space, plan);
  }

  /** Adds what the frame's own row has behind it to a context, and remembers it for the next row. */
  addTo(context: number, frame: Frame): void {
    if (this.#epoch !== frame.epoch || this.#pasts.size > MOST_KEPT) this.#forget(frame);
    const last = frame.at[this.#plan.lag] as number;
    if (last === 0) return;
    const past = this.#step(frame, last);
    this.#pasts.set(frame.at[0] as number, past);
    const { floats } = this.#kernels;
    floats.set(past, this.#past);
    this.#kernels.product(context, this.#past, this.#matrix);
  }

  #forget(frame: Frame): void {
    const last = this.#epoch === frame.epoch ? (frame.at[this.#plan.lag] as number) : -1;
    const kept = this.#pasts.get(last);
    this.#pasts.clear();
    if (kept !== undefined) this.#pasts.set(last, kept);
    this.#epoch = frame.epoch;
  }

  /** The past after one more row. */
  #step(frame: Frame, last: number): Float32Array {
    const { history } = this.#plan.sizes;
    const { floats } = this.#kernels;
    floats.fill(0, this.#row, this.#row + history);
    for (let variable = 0; variable < this.#rows.length; variable += 1) {
      const code = frame.codes[last + variable] as number;
      const from = (this.#rows[variable] as FoldedTable).rowOf(code);
      this.#kernels.list(variable, from);
    }
    this.#kernels.addRows(this.#row, this.#rows.length, padded(history));
    const before = this.#pasts.get(last);
    const past = new Float32Array(this.#decays.length * history);
    for (let decay = 0; decay < this.#decays.length; decay += 1) {
      const [old, fresh] = this.#keptAt(decay, frame, last);
      for (let part = 0; part < history; part += 1) {
        const at = decay * history + part;
        past[at] = old * (before?.[at] ?? 0) + fresh * (floats[this.#row + part] as number);
      }
    }
    return past;
  }

  /** Shares of the past and of the row before that are left. */
  #keptAt(decay: number, frame: Frame, last: number): readonly [number, number] {
    const own = this.#decays[decay] as Decay;
    if (own.by === 'row') return [own.kept, 1];
    const gap = this.#gapSeconds?.[frame.codes[last + this.#plan.gap] as number] ?? 0;
    const left = Math.exp(-gap / own.seconds);
    return [left, left];
  }
}

/** By own variable: what its codes add to a row's part of the history. */
function foldHistory(
  space: CodeSpace,
  plan: NetworkPlan,
  of: { readonly kernels: VectorKernels; readonly weights: NetworkWeights },
): FoldedTable[] {
  const { embedding, history } = plan.sizes;
  const table = defined(of.weights.get('embedding'), 'weight embedding');
  const matrix = defined(of.weights.get('history.row'), 'weight history.row');
  const { variables } = defined(space[plan.record], 'record exists');
  return variables.map(({ cardinality }, variable) => {
    const first = offsetOf(plan, plan.record, variable);
    const row = variable * embedding;
    return foldRows(of.kernels, {
      ...{ table, first, cardinality, embedding, matrix, row, width: history },
    });
  });
}
