import type { Node } from '../graph.ts';
import type { Weights } from './weights.ts';

/**
 * A learned row for each code.
 *
 * @param codes int32 [...], each below `codes`
 * @returns [..., width]
 */
export function embedding(
  weights: Weights,
  codes: Node,
  options: { readonly name: string; readonly codes: number; readonly width: number },
): Node {
  const table = weights.table(`${options.name}.table`, [options.codes, options.width]);
  return weights.g.within(options.name, () => weights.g.gather(table, codes)); // [..., width]
}
