import { IncomputableMetricError } from '../../engine/core/errors.ts';
import { type EdgeRows, keptEdges } from './edge-rows.ts';
import { type RankedBy, rankedExternal } from './tail-curves.ts';

/** Ranks at which the curves are compared: 8 a decade, up to 10,000. */
const POINTS = 33;
const PER_DECADE = 8;

/** Height below which a curve counts as ended, as a share of the rows. */
const LEAST_SHARE = 1e-6;

/** ln of the share of rows, or bytes, of the external endpoint at each of the ranks. */
export function rankedShares(edges: EdgeRows, keep: Uint8Array | null, by: RankedBy): Float64Array {
  const shares = rankedExternal(keptEdges(edges, keep), by);
  return Float64Array.from({ length: POINTS }, (_, point) => {
    const rank = Math.round(10 ** (point / PER_DECADE));
    return Math.log(Math.max(LEAST_SHARE, shares[rank - 1] ?? 0));
  });
}

/**
 * Likeness of two ranked curves: 1 less their mean distance in ln(share), over its whole span.
 *
 * @throws IncomputableMetricError if neither side has an external endpoint
 */
export function rankedLikeness(one: Float64Array, other: Float64Array): number {
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
  const gap = used.reduce(
    (sum, at) => sum + Math.abs((one[at] as number) - (other[at] as number)),
    0,
  );
  return 1 - gap / used.length / -ended;
}
