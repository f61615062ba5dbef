import type { Node } from '../graph.ts';
import { mean } from './mean.ts';
import type { Weights } from './weights.ts';

/** Keeps the root from 0 where all elements are alike. */
const EPSILON = 1e-5;

/**
 * Each row brought to mean 0 and variance 1, then to a learned scale and place.
 *
 * @param x [..., C]
 * @returns [..., C]
 * @see Ba, Kiros and Hinton, Layer normalization, arXiv 1607.06450, equations 3 and 4
 */
export function layerNorm(weights: Weights, x: Node, name: string): Node {
  const { g } = weights;
  return g.within(name, () => {
    const last = x.shape.length - 1;
    const width = Number(x.shape[last]);
    const centred = g.subtract(x, mean(g, x, [last]));
    const variance = mean(g, g.multiply(centred, centred), [last]); // [..., 1]
    const level = g.divide(centred, g.sqrt(g.add(variance, EPSILON)));
    const scaled = g.multiply(level, weights.vector(`${name}.gain`, width, 1));
    return g.add(scaled, weights.vector(`${name}.bias`, width));
  });
}
