import { IncomputableMetricError } from '../../engine/core/errors.ts';
import { type EdgeRows, keptEdges } from './edge-rows.ts';
import { rankedExternal } from './tail-curves.ts';

/** Ranks at which the curves are compared: 8 a decade, up to 10,000. */
const POINTS = 33;

/** Height below which a curve counts as ended, as a share of the rows. */
const LEAST_SHARE = 1e-6;

/**
 * The curve of external endpoints by rank: ln of the share of rows at each of the ranks, and its
 * likeness: 1 less the mean distance of two curves over the span of ln(share).
 */
export const rankedLikeness = {
  figure(edges: EdgeRows, keep: Uint8Array | null): Float64Array {
    const kept = keptEdges(edges, keep);
    const counts = rankedExternal(kept);
    const rows = Math.max(1, kept.source.length);
    return Float64Array.from({ length: POINTS }, (_, point) => {
      const rank = Math.round(10 ** (point / 8));
      return Math.log(Math.max(LEAST_SHARE, (counts[rank - 1] ?? 0) / rows));
    });
  },
  likeness(one: Float64Array, other: Float64Array): number {
    const ended = Math.log(LEAST_SHARE);
    const used = [...one.keys()].filter(
      (at) => Math.max(one[at] as number, other[at] as number) > ended,
    );
    if (used.length === 0) {
      throw new IncomputableMetricError(
        'ranks: no side has an external endpoint: 0 found; give public addresses',
        {},
      );
    }
    const distances = used.map((at) => Math.abs((one[at] as number) - (other[at] as number)));
    return 1 - distances.reduce((sum, gap) => sum + gap, 0) / used.length / -ended;
  },
} as const;
