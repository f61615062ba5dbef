import { type PlacedMatrix, padded, VectorKernels } from '../../compute/vector-kernels.ts';
import { defined } from '../../core/invariant.ts';
import type { CodeSpace } from '../code-space.ts';
import type { Frame } from '../frame.ts';
import type { KnownCode } from '../sequence-model.ts';
import { type FoldedTable, foldRows, foldTable } from './fold-table.ts';
import { HistoryWalk } from './history-walk.ts';
import { type NetworkPlan, type NetworkWeights, offsetOf, type SeenView } from './network-plan.ts';

/**
 * Evaluates a trained network for one row after the other, as drawing needs it.
 *
 * Embeddings are folded with the layer after them, so that a code in view costs one sum of vectors;
 * what depends on the rows in view is kept until one of them is another row. Costs per variable:
 * C*H + H*codes multiplications, and H sums for each variable before it.
 *
 * Gives what `evaluate` of `networkProgram` gives in the natural order, but for rounding.
 */
export class NetworkEvaluator {
  readonly #plan: NetworkPlan;
  readonly #kernels: VectorKernels;
  readonly #views: readonly (readonly FoldedTable[])[];
  readonly #own: readonly FoldedTable[];
  readonly #history: HistoryWalk | null;
  readonly #contextBias: number;
  readonly #targetBias: number;
  /** By target. */
  readonly #layers: readonly PlacedMatrix[];
  readonly #heads: readonly (PlacedMatrix & { readonly bias: number })[];
  readonly #targetOf: Int32Array;
  /** By phase: sums and what is open of them. */
  readonly #sums: readonly number[];
  readonly #contexts: readonly number[];
  readonly #layer: number;
  readonly #logits: number;
  /** What the sums stand for. */
  #frame: Frame | null = null;
  #epoch = -1;
  readonly #shown: Int32Array;
  #phases = 0;

  constructor(space: CodeSpace, plan: NetworkPlan, weights: NetworkWeights) {
    const { context, hidden } = plan.sizes;
    const kernels = new VectorKernels(roomFor(space, plan));
    const at = (name: string) => defined(weights.get(name), `weight ${name}`);
    this.#plan = plan;
    this.#kernels = kernels;
    const source = { space, plan, kernels, at };
    this.#views = plan.views.map((view) => foldView(source, view));
    this.#own = foldOwn(source);
    this.#history = plan.lag < 0 ? null : new HistoryWalk(space, plan, { kernels, weights });
    this.#contextBias = kernels.place(at('context.bias'));
    this.#targetBias = kernels.place(at('targets.bias'));
    this.#layers = layersOf(source);
    this.#heads = plan.targets.map(({ variable, cardinality }) => ({
      ...kernels.placeMatrix(at(`head.${variable}.weight`), [hidden, cardinality]),
      bias: kernels.place(at(`head.${variable}.bias`)),
    }));
    this.#targetOf = new Int32Array(plan.variables).fill(-1);
    for (const [index, one] of plan.targets.entries()) this.#targetOf[one.variable] = index;
    this.#sums = Array.from({ length: plan.phases }, () => kernels.take(context));
    this.#contexts = Array.from({ length: plan.phases }, () => kernels.take(context));
    this.#layer = kernels.take(hidden);
    this.#logits = kernels.take(Math.max(...plan.targets.map((one) => one.cardinality)));
    this.#shown = new Int32Array(plan.views.length + 1).fill(-1);
  }

  /**
   * Chances of a variable's codes in proportion, the largest of them 1, given the rows in view and the variables that are known.
   *
   * @param known codes of later variables that are known all the same
   * @returns a view that the next call overwrites
   */
  chances(variable: number, frame: Frame, known: readonly KnownCode[] = []): Float32Array {
    const { hidden } = this.#plan.sizes;
    const target = this.#targetOf[variable] as number;
    const { phase, cardinality } = defined(this.#plan.targets[target], 'variable is drawn');
    this.#look(frame, phase);
    const kernels = this.#kernels;
    const { floats } = kernels;
    const layer = this.#layer;
    const from = this.#targetBias + target * hidden;
    floats.copyWithin(layer, from, from + hidden);
    kernels.product(layer, this.#contexts[phase] as number, defined(this.#layers[target], 'layer'));
    this.#addKnown(frame, { variable, target, known });
    kernels.rectify(layer, layer, hidden);
    const head = defined(this.#heads[target], 'target has a head');
    floats.copyWithin(this.#logits, head.bias, head.bias + head.columns);
    kernels.product(this.#logits, layer, head);
    return this.#exponentials(cardinality);
  }

  #exponentials(cardinality: number): Float32Array {
    const odds = this.#kernels.floats.subarray(this.#logits, this.#logits + cardinality);
    let largest = Number.NEGATIVE_INFINITY;
    for (let code = 0; code < cardinality; code += 1) {
      if ((odds[code] as number) > largest) largest = odds[code] as number;
    }
    this.#kernels.exponentials(this.#logits, largest, padded(cardinality));
    return odds;
  }

  #addKnown(
    frame: Frame,
    of: {
      readonly variable: number;
      readonly target: number;
      readonly known: readonly KnownCode[];
    },
  ): void {
    const { variable, target, known } = of;
    const { hidden } = this.#plan.sizes;
    const own = frame.at[0] as number;
    const { codes } = frame;
    const offset = target * hidden;
    let count = 0;
    for (let one = 0; one < variable; one += 1) {
      const row = (this.#own[one] as FoldedTable).rowOf(codes[own + one] as number);
      this.#kernels.list(count, row + offset);
      count += 1;
    }
    for (const { variable: later, code } of known) {
      if (later <= variable) continue;
      const row = (this.#own[later] as FoldedTable).rowOf(code);
      this.#kernels.list(count, row + offset);
      count += 1;
    }
    this.#kernels.addRows(this.#layer, count, hidden);
  }

  /** Brings the contexts up to a phase in line with the rows in view. */
  #look(frame: Frame, phase: number): void {
    const isSame =
      this.#frame === frame && this.#epoch === frame.epoch && this.#shown[0] === frame.at[0];
    if (!isSame) {
      this.#frame = frame;
      this.#epoch = frame.epoch;
      this.#shown[0] = frame.at[0] as number;
      this.#phases = 0;
    }
    const stale = isSame ? this.#firstStale(frame) : 0;
    this.#phases = Math.min(this.#phases, stale);
    while (this.#phases <= phase) this.#lookPhase(frame, this.#phases++);
  }

  /** The first phase one of whose views shows another row than it did. */
  #firstStale(frame: Frame): number {
    const { views } = this.#plan;
    for (let index = 0; index < views.length; index += 1) {
      const view = views[index] as NetworkPlan['views'][number];
      if (view.phase >= this.#phases) break;
      if (this.#shown[index + 1] !== frame.at[view.view]) return view.phase;
    }
    return this.#phases;
  }

  #lookPhase(frame: Frame, phase: number): void {
    const { context } = this.#plan.sizes;
    const kernels = this.#kernels;
    const sum = this.#sums[phase] as number;
    const from = phase === 0 ? this.#contextBias : (this.#sums[phase - 1] as number);
    kernels.floats.copyWithin(sum, from, from + context);
    if (phase === 0) this.#history?.addTo(sum, frame);
    let count = 0;
    for (const [index, view] of this.#plan.views.entries()) {
      if (view.phase !== phase) continue;
      const at = frame.at[view.view] as number;
      this.#shown[index + 1] = at;
      const tables = this.#views[index] as readonly FoldedTable[];
      for (let variable = 0; variable < tables.length; variable += 1) {
        const row = (tables[variable] as FoldedTable).rowOf(frame.codes[at + variable] as number);
        kernels.list(count, row);
        count += 1;
      }
    }
    kernels.addRows(sum, count, context);
    kernels.rectify(this.#contexts[phase] as number, sum, context);
  }
}

/** What the evaluator's matrices are made from. */
interface Source {
  readonly space: CodeSpace;
  readonly plan: NetworkPlan;
  readonly kernels: VectorKernels;
  readonly at: (name: string) => Float32Array;
}

/** By variable of a view's record: what its codes add to the context. */
function foldView({ space, plan, kernels, at }: Source, view: SeenView): FoldedTable[] {
  const { embedding, context } = plan.sizes;
  const first = plan.views.find((one) => one.phase === view.phase)?.at ?? 0;
  const matrix = at(`context.${view.phase}`);
  return cardinalities(space, view.record).map((cardinality, variable) =>
    foldRows(kernels, {
      ...{ table: at('embedding'), cardinality, embedding, matrix, width: context },
      first: offsetOf(plan, view.record, variable),
      row: (view.at - first + variable) * embedding,
    }),
  );
}

/** By own variable: what its codes add to the targets' layers. */
function foldOwn({ space, plan, kernels, at }: Source): FoldedTable[] {
  const { embedding, hidden } = plan.sizes;
  const width = plan.targets.length * hidden;
  return cardinalities(space, plan.record).map((cardinality, variable) =>
    foldTable(kernels, {
      ...{ table: at('embedding'), cardinality, embedding, matrix: at('targets.own'), width },
      first: offsetOf(plan, plan.record, variable),
      row: variable * embedding,
    }),
  );
}

function cardinalities(space: CodeSpace, record: number): readonly number[] {
  return defined(space[record], 'record exists').variables.map((one) => one.cardinality);
}

/** By target: its own columns of its phase's matrix. */
function layersOf({ kernels, plan, at }: Source): PlacedMatrix[] {
  const { context, hidden } = plan.sizes;
  return plan.targets.map((target, index) => {
    const same = plan.targets.filter((one) => one.phase === target.phase);
    const first = plan.targets.findIndex((one) => one.phase === target.phase);
    const cut = { from: (index - first) * hidden, width: hidden };
    const shape = [context, same.length * hidden] as const;
    return kernels.placeMatrix(at(`targets.${target.phase}`), shape, cut);
  });
}

/** Floats that everything together takes at most. */
function roomFor(space: CodeSpace, plan: NetworkPlan): number {
  const { context, hidden, history } = plan.sizes;
  const codes = (record: number) => cardinalities(space, record).reduce((sum, one) => sum + one, 0);
  const views = plan.views.reduce((sum, one) => sum + codes(one.record), 0);
  const width = plan.targets.length * hidden;
  const own = codes(plan.record) * (padded(width) + padded(history));
  const layers = plan.targets.length * context * padded(hidden);
  const heads = plan.targets.reduce((sum, one) => sum + (hidden + 2) * padded(one.cardinality), 0);
  const rest = 8 * padded(width) + (2 * plan.phases + 8) * padded(context) + 65_536;
  return views * padded(context) + own + layers + heads + rest;
}
