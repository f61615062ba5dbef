import { ComputeError } from '../core/errors.ts';
import { defined } from '../core/invariant.ts';
import type { GraphBuilder } from './build-graph.ts';
import { clipByGlobalNorm } from './clip-gradients.ts';
import type { Node } from './graph.ts';

/** How AdamW moves weights. */
export interface AdamwOptions {
  /** Share of a weight that is taken off a step, times the rate; matrices only, never a bias. */
  readonly decay: number;
  /** How much of the mean gradient a step keeps, e.g. 0.9. */
  readonly beta1: number;
  /** How much of the mean squared gradient a step keeps, e.g. 0.999. */
  readonly beta2: number;
  /** Added to the root of the mean square, e.g. 1e-8. */
  readonly epsilon: number;
  /** Largest global norm of the gradients, or null for no limit. */
  readonly clip: number | null;
}

/**
 * One step of AdamW: what the weights, their moments and the count of steps become.
 *
 * Adds the states `<weight>.m`, `<weight>.v` and `steps`, and asks for the scalar input `rate`, the
 * learning rate. Decay is decoupled from the gradient; both moments are corrected for their start.
 *
 * @param gradients by name of the weight's state, in its shape
 * @returns updates for an entry
 * @throws ComputeError where a name is not the state of a weight
 * @see Loshchilov and Hutter, Decoupled weight decay regularization, ICLR 2019, algorithm 2
 */
export function adamw(
  g: GraphBuilder,
  gradients: Readonly<Record<string, Node>>,
  options: AdamwOptions,
): Readonly<Record<string, Node>> {
  const names = Object.keys(gradients);
  const raw = Object.values(gradients);
  const clipped = options.clip === null ? raw : clipByGlobalNorm(g, raw, options.clip);
  const rates = ratesOf(g, options);
  const moved = names.map((name, index) =>
    g.within(name, () =>
      movedWeight(g, name, { ...rates, options, gradient: defined(clipped[index], 'as many') }),
    ),
  );
  return Object.assign({ steps: rates.steps }, ...moved);
}

/** What all weights share in a step, each []. */
interface Rates {
  readonly steps: Node;
  /** The rate with both corrections, `rate sqrt(1 - beta2^t) / (1 - beta1^t)`. */
  readonly corrected: Node;
  /** Epsilon beside a root that is not corrected. */
  readonly epsilon: Node;
  /** What is left of a weight that decays. */
  readonly kept: Node;
}

function ratesOf(g: GraphBuilder, { decay, beta1, beta2, epsilon }: AdamwOptions): Rates {
  const rate = g.input('rate', []);
  const steps = g.add(g.state('steps', [], 0), 1);
  const root = g.sqrt(lessPower(g, beta2, steps));
  return {
    steps,
    corrected: g.divide(g.multiply(rate, root), lessPower(g, beta1, steps)),
    epsilon: g.multiply(root, epsilon),
    kept: g.subtract(1, g.multiply(rate, decay)),
  };
}

/** 1 - base^steps; by tanh, since a difference of nearly equal numbers would lose its digits. */
function lessPower(g: GraphBuilder, base: number, steps: Node): Node {
  const half = g.tanh(g.multiply(steps, -Math.log(base) / 2));
  return g.divide(g.multiply(half, 2), g.add(half, 1));
}

function movedWeight(
  g: GraphBuilder,
  name: string,
  of: Rates & { readonly gradient: Node; readonly options: AdamwOptions },
): Record<string, Node> {
  const { gradient, options } = of;
  const weight = weightNamed(g, name);
  const shape = weight.shape.map(Number);
  const mean = kept(g, g.state(`${name}.m`, shape, 0), { by: options.beta1, next: gradient });
  const square = g.multiply(gradient, gradient);
  const spread = kept(g, g.state(`${name}.v`, shape, 0), { by: options.beta2, next: square });
  const change = g.divide(mean, g.add(g.sqrt(spread), of.epsilon));
  const rest = shape.length > 1 ? g.multiply(weight, of.kept) : weight;
  return {
    [name]: g.subtract(rest, g.multiply(change, of.corrected)),
    [`${name}.m`]: mean,
    [`${name}.v`]: spread,
  };
}

/** A running mean that keeps a share of itself. */
function kept(
  g: GraphBuilder,
  before: Node,
  { by, next }: { readonly by: number; readonly next: Node },
): Node {
  return g.add(g.multiply(before, by), g.multiply(next, 1 - by));
}

/** The state of a weight that has been declared. @throws ComputeError for an unknown name */
export function weightNamed(g: GraphBuilder, name: string): Node {
  const spec = g.states.find((state) => state.name === name);
  if (spec !== undefined) return g.state(name, spec.shape, spec.initial);
  throw new ComputeError(`graph: no such state: ${name}; declare the weight before its update`, {
    name,
  });
}
