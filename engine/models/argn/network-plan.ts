import type { Dim } from '../../compute/graph.ts';
import { multiplyDims } from '../../compute/shape.ts';
import { defined } from '../../core/invariant.ts';
import type { Random } from '../../core/random.ts';
import type { CodeSpace, RecordCodes, VariableSpec } from '../code-space.ts';

/** A record that the network embeds: a place in the joint table for each of its variables' codes. */
export interface EmbeddedRecord {
  readonly record: number;
  /** By variable: row of its code 0 in the joint table. */
  readonly offsets: readonly number[];
}

/** A view whose rows the network sees, all variables of it. */
export interface SeenView {
  readonly view: number;
  readonly record: number;
  /** Position of its first variable among the inputs. */
  readonly at: number;
  readonly variables: number;
  /** From which phase on it is seen. */
  readonly phase: number;
}

/** A variable that the network draws. */
export interface Target {
  readonly variable: number;
  readonly cardinality: number;
  readonly phase: number;
  /** Null where the variable is always drawn. */
  readonly when: NonNullable<VariableSpec['when']> | null;
}

/** Widths of a network's layers. */
export interface NetworkSizes {
  /** Of a code. */
  readonly embedding: number;
  /** Of what is known before the row. */
  readonly context: number;
  /** Of each target's own layer. */
  readonly hidden: number;
  /** Of a row in the history, by decay. */
  readonly history: number;
}

/** The shape of the network of one record; plain data, the same for the same space. */
export interface NetworkPlan {
  readonly record: number;
  readonly name: string;
  /** Own variables. */
  readonly variables: number;
  readonly embedded: readonly EmbeddedRecord[];
  /** Rows of the joint table. */
  readonly codes: number;
  /** Ascending by phase. */
  readonly views: readonly SeenView[];
  readonly inputs: number;
  /** In the order of their variables, so ascending by phase, too. */
  readonly targets: readonly Target[];
  readonly phases: number;
  /** The view that shows the row before, by which a history adds up; -1 for none. */
  readonly lag: number;
  /** The variable whose codes tell the time since the row before; -1 for none. */
  readonly gap: number;
  /** Rows of a window, one after the other in time; 1 without a history. */
  readonly window: number;
  readonly sizes: NetworkSizes;
}

/** Rows of a batch: whole windows, `S` of them. */
export function rowsOf(plan: NetworkPlan): Dim {
  return multiplyDims([plan.window, 'S']);
}

const LARGE = { embedding: 8, context: 128, hidden: 32, history: 16 } as const;
const MIDDLE = { embedding: 8, context: 64, hidden: 32, history: 8 } as const;
const SMALL = { embedding: 4, context: 32, hidden: 16, history: 4 } as const;
/** Rows of a history's window: beyond, the slowest decay has forgotten all but 4 %. */
const WINDOW = 64;
const MANY_ROWS = 50_000;
const SOME_ROWS = 3_000;

/** Layers grow with what there is to learn from. @param rows training rows of the record */
export function sizesFor(rows: number): NetworkSizes {
  if (rows >= MANY_ROWS) return LARGE;
  return rows >= SOME_ROWS ? MIDDLE : SMALL;
}

/**
 * Plans the network of a record; null where the story gives all of its variables.
 *
 * @param window rows that training sees at a time, where there is a history
 */
export function planNetwork(
  space: CodeSpace,
  record: number,
  sizes: NetworkSizes,
  window = WINDOW,
): NetworkPlan | null {
  const spec = defined(space[record], 'record exists');
  const shown = spec.views.slice(1);
  const starts = [...new Set([0, ...shown.map((one) => one.from)])].sort((a, b) => a - b);
  const phaseOf = (variable: number) => starts.filter((from) => from <= variable).length - 1;
  const targets = spec.variables.flatMap((one, variable) =>
    one.given
      ? []
      : [
          {
            variable,
            cardinality: one.cardinality,
            phase: phaseOf(variable),
            when: one.when ?? null,
          },
        ],
  );
  if (targets.length === 0) return null;
  const seen = [record, ...shown.map((one) => one.record)];
  const { embedded, codes } = embedRecords(space, [...new Set(seen)]);
  const { views, inputs } = orderViews(space, record, phaseOf);
  const lag = spec.views.findIndex((one) => one.name === 'lag');
  return {
    ...{ record, name: spec.name, variables: spec.variables.length, embedded, codes },
    ...{ views, inputs, targets, phases: starts.length, sizes, lag },
    window: lag < 0 ? 1 : window,
    gap: spec.variables.findIndex((one) => one.micros !== undefined),
  };
}

/** Row of a record's variable's code 0 in the joint table. */
export function offsetOf(plan: NetworkPlan, record: number, variable: number): number {
  const own = plan.embedded.find((one) => one.record === record);
  return defined(own?.offsets[variable], 'variable is embedded');
}

/** The natural order: a variable is seen by the targets after it. @returns [variables, targets] */
export function naturalOrder(plan: NetworkPlan): Float32Array {
  return orderMask(
    plan,
    Int32Array.from({ length: plan.variables }, (_, at) => at),
  );
}

/** Share of the batches whose variables stand in another order than their own. */
const ANY_ORDER = 0.3;

/** The order of a training batch: the natural one, or now and then any. @returns [variables, targets] */
export function trainedOrder(plan: NetworkPlan, random: Random): Float32Array {
  if (random.next() >= ANY_ORDER) return naturalOrder(plan);
  const ranks = random.shuffle(Array.from({ length: plan.variables }, (_, at) => at));
  return orderMask(plan, Int32Array.from(ranks));
}

/**
 * Which variables each target sees, in any order: those that stand before it.
 *
 * @param ranks by variable: its place in the order
 * @returns 0 or 1, [variables, targets]
 * @see Germain et al., MADE: Masked autoencoder for distribution estimation, 2015
 */
function orderMask(plan: NetworkPlan, ranks: Int32Array): Float32Array {
  const width = plan.targets.length;
  const mask = new Float32Array(plan.variables * width);
  for (let variable = 0; variable < plan.variables; variable += 1) {
    for (const [at, target] of plan.targets.entries()) {
      const isBefore = (ranks[variable] as number) < (ranks[target.variable] as number);
      mask[variable * width + at] = isBefore ? 1 : 0;
    }
  }
  return mask;
}

/** Distinct rows that the records' variables need in the joint table. */
function embedRecords(space: CodeSpace, records: readonly number[]) {
  let codes = 0;
  const embedded = records.map((record) => ({
    record,
    offsets: defined(space[record], 'record exists').variables.map((one) => {
      codes += one.cardinality;
      return codes - one.cardinality;
    }),
  }));
  return { embedded, codes };
}

/** Views by phase, then as they stand, so that a phase's inputs are neighbours. */
function orderViews(space: CodeSpace, record: number, phaseOf: (variable: number) => number) {
  const spec = defined(space[record], 'record exists');
  const shown = spec.views
    .map((one, view) => ({ view, record: one.record, phase: phaseOf(one.from) }))
    .slice(1)
    .sort((a, b) => a.phase - b.phase || a.view - b.view);
  let inputs = 0;
  const views = shown.map((one): SeenView => {
    const variables = defined(space[one.record], 'record exists').variables.length;
    inputs += variables;
    return { ...one, at: inputs - variables, variables };
  });
  return { views, inputs };
}

/** True where a row's variable is drawn: its gate is open. */
export function isDrawn(target: Target, codes: RecordCodes, row: number): boolean {
  const { when } = target;
  return !when || when.codes.includes(codes.codes[when.variable]?.[row] ?? 0);
}

/** By name: the weights of one network. */
export type NetworkWeights = ReadonlyMap<string, Float32Array>;
