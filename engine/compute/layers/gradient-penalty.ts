import { defined } from '../../core/invariant.ts';
import type { GraphBuilder } from '../build-graph.ts';
import { differentiate } from '../differentiate.ts';
import type { Node } from '../graph.ts';
import { mean } from './mean.ts';

/** Keeps the gradient of the norm finite at 0. */
const EPSILON = 1e-12;

/**
 * How far a critic's slope is from 1, between real and made rows.
 *
 * @param critic makes the score of rows, [N, C] -> [N, 1]
 * @param of `real` and `fake` [N, C], `uniforms` [N, 1]
 * @returns mean over rows of (norm of the slope - 1)^2, [1]
 * @see Gulrajani et al., Improved training of Wasserstein GANs, 2017, equation 3
 */
export function gradientPenalty(
  g: GraphBuilder,
  critic: (rows: Node) => Node,
  of: { readonly real: Node; readonly fake: Node; readonly uniforms: Node },
): Node {
  return g.within('gradient penalty', () => {
    const between = g.multiply(g.subtract(of.real, of.fake), of.uniforms);
    const mixed = g.add(of.fake, between); // [N, C]
    const slope = defined(differentiate(g, critic(mixed), [mixed])[0], 'one gradient'); // [N, C]
    const norm = g.sqrt(g.add(g.sum(g.multiply(slope, slope), [1]), EPSILON)); // [N, 1]
    const off = g.subtract(norm, 1);
    return g.reshape(mean(g, g.multiply(off, off), [0]), [1]);
  });
}
