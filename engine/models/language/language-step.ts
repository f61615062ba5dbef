import { padded, VectorKernels } from '../../compute/vector-kernels.ts';
import { DECAYS, END, type LanguageShape, SIZES } from './language-sizes.ts';

/** Weights by name, row-major. */
export type LanguageWeights = ReadonlyMap<string, Float32Array>;

/** Where a text stands: its last tokens and what the histories hold, already in hidden units. */
export interface LanguageState {
  /** The last token first; `END` before the start. */
  readonly last: readonly number[];
  readonly histories: readonly Float32Array[];
}

/** Evaluates the network one token at a time, without an engine. */
export interface LanguageStepper {
  readonly start: () => LanguageState;
  readonly after: (state: LanguageState, token: number) => LanguageState;
  /** What the row adds; `decider` 0 for none that is known. */
  readonly condition: (template: number, decider: number) => Float32Array;
  /** Logarithms of the next token's weights; the array is used again by the next call. */
  readonly logits: (state: LanguageState, condition: Float32Array) => Float32Array;
}

/**
 * Opens the one-step form of the network.
 *
 * The first layer is linear in embeddings, so each token's part of it is computed beforehand, and
 * histories decay in hidden units.
 */
export function openStepper(weights: LanguageWeights, shape: LanguageShape): LanguageStepper {
  const { hidden, lags } = SIZES;
  const of = (name: string) => weights.get(name) ?? new Float32Array(0);
  const parts = Array.from({ length: lags + DECAYS.length }, (_, part) =>
    tokenPart(of('tokens'), of('history'), part),
  );
  const [lagParts, decayParts] = [parts.slice(0, lags), parts.slice(lags)];
  const layers = openLayers(of, shape);
  const after = ({ last, histories }: LanguageState, token: number): LanguageState => ({
    last: [token, ...last.slice(0, lags - 1)],
    histories: histories.map((one, at) =>
      decayed(one, decayParts[at] as Float32Array, { token, decay: DECAYS[at] as number }),
    ),
  });
  const nowhere = {
    last: new Array<number>(lags).fill(END),
    histories: DECAYS.map(() => new Float32Array(hidden)),
  };
  return {
    start: () => after(nowhere, END),
    after,
    condition: (template, decider) => {
      const sum = of('historyBias').slice();
      addRow(sum, of('templates'), template);
      addRow(sum, of('deciders'), decider);
      return sum;
    },
    logits: ({ last, histories }, condition) => {
      const { units } = layers;
      units.set(condition);
      for (let lag = 0; lag < lags; lag += 1) {
        addRow(units, lagParts[lag] as Float32Array, last[lag] as number);
      }
      for (const one of histories) addRow(units, one, 0);
      return layers.run();
    },
  };
}

/** The layers above the first: `run` takes what `units` hold, and gives the logarithms. */
interface UpperLayers {
  readonly units: Float32Array;
  readonly run: () => Float32Array;
}

function openLayers(of: (name: string) => Float32Array, shape: LanguageShape): UpperLayers {
  const { hidden } = SIZES;
  const kernels = new VectorKernels(roomFor(shape));
  const deep = kernels.placeMatrix(of('deepen'), [hidden, hidden]);
  const out = kernels.placeMatrix(of('next'), [hidden, shape.tokens]);
  const deepBias = kernels.place(of('deepenBias'));
  const outBias = kernels.place(of('nextBias'));
  const [first, second] = [kernels.take(hidden), kernels.take(hidden)];
  const result = kernels.take(shape.tokens);
  const { floats } = kernels;
  const units = floats.subarray(first, first + hidden);
  return {
    units,
    run: () => {
      kernels.rectify(first, first, hidden);
      floats.copyWithin(second, deepBias, deepBias + hidden);
      kernels.product(second, first, deep);
      kernels.rectify(second, second, hidden);
      kernels.list(0, first);
      kernels.addRows(second, 1, hidden);
      floats.copyWithin(result, outBias, outBias + out.columns);
      kernels.product(result, second, out);
      return floats.subarray(result, result + shape.tokens);
    },
  };
}

/** Floats of both layers, their biases and what they give. */
function roomFor({ tokens }: LanguageShape): number {
  const { hidden } = SIZES;
  return (hidden + 4) * (padded(hidden) + padded(tokens));
}

/** By token: what its embedding adds to the hidden units at one place of the input. */
function tokenPart(embeddings: Float32Array, history: Float32Array, part: number): Float32Array {
  const { embedding, hidden } = SIZES;
  const tokens = embeddings.length / embedding;
  const table = new Float32Array(tokens * hidden);
  for (let token = 0; token < tokens; token += 1) {
    for (let unit = 0; unit < hidden; unit += 1) {
      let sum = 0;
      for (let at = 0; at < embedding; at += 1) {
        const weight = history[(part * embedding + at) * hidden + unit] as number;
        sum += (embeddings[token * embedding + at] as number) * weight;
      }
      table[token * hidden + unit] = sum;
    }
  }
  return table;
}

function decayed(
  before: Float32Array,
  table: Float32Array,
  { token, decay }: { readonly token: number; readonly decay: number },
): Float32Array {
  const next = new Float32Array(before.length);
  const row = token * before.length;
  for (let at = 0; at < before.length; at += 1) {
    next[at] = decay * (before[at] as number) + (1 - decay) * (table[row + at] as number);
  }
  return next;
}

function addRow(into: Float32Array, table: Float32Array, row: number): void {
  const from = row * into.length;
  for (let at = 0; at < into.length; at += 1) {
    into[at] = (into[at] as number) + (table[from + at] as number);
  }
}
