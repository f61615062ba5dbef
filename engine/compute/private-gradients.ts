import { defined } from '../core/invariant.ts';
import { type AdamwOptions, adamw, weightNamed } from './adamw.ts';
import type { GraphBuilder } from './build-graph.ts';
import { clipByGlobalNorm } from './clip-gradients.ts';
import type { Node } from './graph.ts';

/** By name of the weight's state. */
type ByWeight = Readonly<Record<string, Node>>;

/**
 * Adds one subject's gradients to the sums of a lot, scaled so that their global norm is at most
 * `norm`: no subject can move the sums further.
 *
 * Adds the states `<weight>.sum`, zero at first.
 *
 * @param gradients of the loss of one subject alone
 * @returns updates for the entry that is run once for each subject of the lot
 * @throws ComputeError where a name is not the state of a weight
 * @see Abadi et al., Deep learning with differential privacy, CCS 2016, algorithm 1, "clip gradient"
 */
export function accumulateClipped(g: GraphBuilder, gradients: ByWeight, norm: number): ByWeight {
  const names = Object.keys(gradients);
  const clipped = clipByGlobalNorm(g, Object.values(gradients), norm);
  return Object.fromEntries(
    names.map((name, index) => [
      `${name}.sum`,
      g.add(sumOf(g, name), defined(clipped[index], 'as many')),
    ]),
  );
}

/**
 * Moves the weights by the noisy mean of a lot's clipped gradients, and empties the sums.
 *
 * Inputs: `<weight>.noise`, in the weight's shape, normal with standard deviation (noise multiplier
 * times clipping norm); `lot` [], the expected number of subjects of a lot, never the drawn one;
 * `rate` [].
 *
 * @param weights names of the states that `accumulateClipped` was given
 * @param options the `clip` in it would act on the noisy mean, and costs no privacy
 * @returns updates for the entry that is run once a lot
 * @see Abadi et al., Deep learning with differential privacy, CCS 2016, algorithm 1, "add noise"
 */
export function applyNoisyMean(
  g: GraphBuilder,
  weights: readonly string[],
  options: AdamwOptions,
): ByWeight {
  const lot = g.input('lot', []);
  const means = weights.map((name) => {
    const sum = sumOf(g, name);
    const noise = g.input(`${name}.noise`, sum.shape);
    return [name, g.divide(g.add(sum, noise), lot)] as const;
  });
  const emptied = weights.map((name) => [`${name}.sum`, g.fill(sumOf(g, name).shape, 0)] as const);
  return { ...adamw(g, Object.fromEntries(means), options), ...Object.fromEntries(emptied) };
}

function sumOf(g: GraphBuilder, name: string): Node {
  return g.state(`${name}.sum`, weightNamed(g, name).shape.map(Number), 0);
}
