import type { GraphBuilder } from '../build-graph.ts';
import type { Node } from '../graph.ts';
import { refuse } from '../shape-rules.ts';

/** K bells for each row; what a dense layer of width 3K says. */
export interface Mixture {
  /** Log odds of the bells, [N, K]. */
  readonly logits: Node;
  /** [N, K] */
  readonly means: Node;
  /** Logs of the scales, [N, K]. */
  readonly logScales: Node;
}

/** Keeps the logarithm finite where a bin lies far from every bell. */
const LEAST_CHANCE = 1e-12;

/** Cuts a layer of width 3K into the parts of a mixture. @param x [N, 3K] */
export function mixtureOf(g: GraphBuilder, x: Node): Mixture {
  const size = Number(x.shape[1]) / 3;
  if (!Number.isInteger(size)) {
    refuse(
      'graph: mixture',
      `width is no multiple of 3: ${x.shape[1]}`,
      'give three for each bell',
    );
  }
  const part = (index: number) => g.slice(x, { axis: 1, start: index * size, size }); // [N, K]
  return { logits: part(0), means: part(1), logScales: part(2) };
}

/**
 * Log probability that a value of the mixture falls into a bin, in nats.
 *
 * @param bin edges [N, 1]; beyond all values write 1e9, which both bells take for certainty;
 *   `bell` is the kind of distribution function, of which differences are taken
 * @returns [N, 1]
 * @see Salimans et al., PixelCNN++, ICLR 2017, equation 2 (logistic)
 */
export function binLogLikelihood(
  g: GraphBuilder,
  mixture: Mixture,
  bin: { readonly lower: Node; readonly upper: Node; readonly bell: 'normal' | 'logistic' },
): Node {
  const { logits, means, logScales } = mixture;
  const sharpness = g.exp(g.negate(logScales)); // [N, K]
  const below = (edge: Node) => {
    const distance = g.multiply(g.subtract(edge, means), sharpness); // [N, K]
    if (bin.bell === 'logistic') return g.sigmoid(distance);
    return g.multiply(g.erf(g.multiply(distance, Math.SQRT1_2)), 0.5);
  };
  const inside = g.subtract(below(bin.upper), below(bin.lower)); // [N, K]
  const chance = g.sum(g.multiply(g.softmax(logits), inside), [1]); // [N, 1]
  return g.log(g.maximum(chance, LEAST_CHANCE));
}

/**
 * Log density of values under a mixture of normal distributions, in nats.
 *
 * @param values [N, 1]
 * @returns [N, 1]
 * @see Bishop, Mixture density networks, 1994, equations 22 and 23
 */
export function logDensity(g: GraphBuilder, mixture: Mixture, values: Node): Node {
  const { logits, means, logScales } = mixture;
  const distance = g.multiply(g.subtract(values, means), g.exp(g.negate(logScales))); // [N, K]
  const bells = g.subtract(
    g.multiply(g.multiply(distance, distance), -0.5),
    g.add(logScales, Math.log(2 * Math.PI) / 2),
  );
  return logSumExp(g, g.add(g.logSoftmax(logits), bells));
}

/** Log of the sum of exponentials over the last axis of a matrix, [N, K] -> [N, 1]. */
function logSumExp(g: GraphBuilder, x: Node): Node {
  const top = g.max(x, [1]); // [N, 1]
  return g.add(g.log(g.sum(g.exp(g.subtract(x, top)), [1])), top);
}
