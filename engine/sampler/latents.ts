import type { NumericStats } from '../encoders/numeric-encoder.ts';
import type { ScopeStory } from './story.ts';

/**
 * What is drawn for a timeline before anything happens on it, in this order: activities in all,
 * span, start, activities by kind, rows that are born by table and sort, then distinct names to meet by
 * domain and group.
 */
export const LATENT = { total: 0, span: 1, start: 2, counts: 3 } as const;

/** The laws of a timeline's latents, in their order. */
export type LatentLaws = Pick<
  ScopeStory,
  'total' | 'span' | 'start' | 'counts' | 'births' | 'demands'
>;

/** The laws as one list; null where there is nothing to draw. */
export function latentStats(laws: LatentLaws): readonly (NumericStats | null)[] {
  const { total, span, start, counts, births, demands } = laws;
  return [total, span, start, ...counts, ...births.flatMap((one) => one.laws), ...demands.flat()];
}

/** Position of the first sort of rows to be born. */
export function birthsAt(laws: LatentLaws): number {
  return LATENT.counts + laws.counts.length;
}

/** Position of the first group's demand for names of a domain. */
export function demandAt(laws: LatentLaws, domain: number): number {
  const before = laws.demands.slice(0, domain).reduce((sum, one) => sum + one.length, 0);
  const born = laws.births.reduce((sum, one) => sum + one.laws.length, 0);
  return birthsAt(laws) + born + before;
}
