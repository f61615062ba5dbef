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
  const deep = transposed(of('deepen'), hidden, hidden);
  const out = transposed(of('next'), hidden, shape.tokens);
  const [first, second] = [new Float32Array(hidden), new Float32Array(hidden)];
  const result = new Float32Array(shape.tokens);
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
      first.set(condition);
      for (let lag = 0; lag < lags; lag += 1) {
        addRow(first, lagParts[lag] as Float32Array, last[lag] as number);
      }
      for (const one of histories) addRow(first, one, 0);
      rectify(first);
      product(deep, first, { bias: of('deepenBias'), into: second });
      rectify(second);
      for (let at = 0; at < hidden; at += 1) second[at] = (second[at] ?? 0) + (first[at] ?? 0);
      product(out, second, { bias: of('nextBias'), into: result });
      return result;
    },
  };
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

function rectify(values: Float32Array): void {
  for (let at = 0; at < values.length; at += 1) {
    if ((values[at] as number) < 0) values[at] = 0;
  }
}

/** Rows become columns: [rows, columns] -> [columns, rows]. */
function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  const turned = new Float32Array(values.length);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      turned[column * rows + row] = values[row * columns + column] as number;
    }
  }
  return turned;
}

/** Matrix times vector, plus a bias; the vector's length is a multiple of 4. */
function product(
  matrix: Float32Array,
  vector: Float32Array,
  { bias, into }: { readonly bias: Float32Array; readonly into: Float32Array },
): void {
  const width = vector.length;
  let row = 0;
  // Four rows at once: a number of the vector is read once for them, and their sums do not wait for
  // each other.
  for (; row + 3 < into.length; row += 4) {
    let [a, b, c, d] = [0, 0, 0, 0];
    const [from, second, third] = [row * width, (row + 1) * width, (row + 2) * width];
    const fourth = third + width;
    for (let at = 0; at < width; at += 1) {
      const one = vector[at] as number;
      a += (matrix[from + at] as number) * one;
      b += (matrix[second + at] as number) * one;
      c += (matrix[third + at] as number) * one;
      d += (matrix[fourth + at] as number) * one;
    }
    into[row] = (bias[row] as number) + a;
    into[row + 1] = (bias[row + 1] as number) + b;
    into[row + 2] = (bias[row + 2] as number) + c;
    into[row + 3] = (bias[row + 3] as number) + d;
  }
  for (; row < into.length; row += 1) {
    let sum = bias[row] as number;
    for (let at = 0; at < width; at += 1) {
      sum += (matrix[row * width + at] as number) * (vector[at] as number);
    }
    into[row] = sum;
  }
}
