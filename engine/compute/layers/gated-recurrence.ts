import type { Node } from '../graph.ts';
import { dense } from './dense.ts';
import type { Weights } from './weights.ts';

/** Name and width of a gated recurrent layer. */
export interface RecurrenceOptions {
  readonly name: string;
  /** H, the width of its state. */
  readonly units: number;
}

/**
 * A gated recurrent unit, unrolled over all steps.
 *
 * All inputs are mapped in one product; only the state's own product waits for the step before.
 *
 * @param x [S, T, I] with T a number
 * @param options `first` is the state before the first step, [S, H]; zeros without
 * @returns the state after each step, [S, T, H]
 * @see Cho et al., arXiv 1406.1078, equations 5 to 8; reset after the product as in cuDNN
 */
export function gatedRecurrence(
  weights: Weights,
  x: Node,
  options: RecurrenceOptions & { readonly first?: Node },
): Node {
  const { g } = weights;
  const [series = 1, steps = 1] = x.shape;
  return g.within(options.name, () => {
    const mapped = mapInput(weights, x, options); // [S, T, 3H]
    let state = options.first ?? g.fill([series, options.units], 0); // [S, H]
    const states = Array.from({ length: Number(steps) }, (_, step) => {
      const row = g.slice(mapped, { axis: 1, start: step, size: 1 }); // [S, 1, 3H]
      const input = g.reshape(row, [series, 3 * options.units]); // [S, 3H]
      state = nextState(weights, { input, state }, options);
      return g.reshape(state, [series, 1, options.units]); // [S, 1, H]
    });
    return g.concat(states, 1); // [S, T, H]
  });
}

/**
 * One step of the same layer, for drawing row by row.
 *
 * @param of `row` [S, I], `state` [S, H]
 * @returns the next state, [S, H]
 */
export function gatedStep(
  weights: Weights,
  of: { readonly row: Node; readonly state: Node },
  options: RecurrenceOptions,
): Node {
  return weights.g.within(options.name, () => {
    const input = mapInput(weights, of.row, options); // [S, 3H]
    return nextState(weights, { input, state: of.state }, options);
  });
}

function mapInput(weights: Weights, x: Node, { name, units }: RecurrenceOptions): Node {
  return dense(weights, x, { name: `${name}.input`, units: 3 * units });
}

/** Reset gate, update gate and candidate lie side by side in the maps of input and state. */
function nextState(
  weights: Weights,
  { input, state }: { readonly input: Node; readonly state: Node },
  { name, units }: RecurrenceOptions,
): Node {
  const { g } = weights;
  const own = dense(weights, state, { name: `${name}.state`, units: 3 * units }); // [S, 3H]
  const part = (of: Node, index: number) =>
    g.slice(of, { axis: 1, start: index * units, size: units }); // [S, H]
  const reset = g.sigmoid(g.add(part(input, 0), part(own, 0)));
  const update = g.sigmoid(g.add(part(input, 1), part(own, 1)));
  const candidate = g.tanh(g.add(part(input, 2), g.multiply(reset, part(own, 2))));
  return g.add(candidate, g.multiply(update, g.subtract(state, candidate)));
}
