import { IncomputableMetricError } from '../../engine/core/errors.ts';
import { type DimensionGroup, withDimensions } from './column-groups.ts';
import { nearestTwo } from './nearest-points.ts';
import type { Points } from './points.ts';

/** Distances from each row to its closest record, and to the second closest relative to it. */
export interface ClosestRecords {
  readonly dcr: Float64Array; // [rows]
  readonly nndr: Float64Array; // [rows], in 0..1
}

/** What is reported of closest records. */
export interface ClosestFigures {
  /** Share of rows that are identical to a record. */
  readonly ims: number;
  /** Mean distance to the closest record. */
  readonly dcr: number;
  /** Tenth least ratio of the nearest to the second nearest distance. */
  readonly nndr: number;
}

/** Closest records of the group of columns with the greatest share. */
export interface ClosestComparison {
  readonly group: DimensionGroup;
  /** Share of synthetic rows that are closer to training than to holdout; ½ is ideal. */
  readonly share: number | null;
  readonly toTraining: ClosestRecords;
  readonly toHoldout: ClosestRecords | null;
  readonly holdoutToTraining: ClosestRecords | null;
}

/** Points of all sides in one space, as many of each. */
export interface ComparedPoints {
  readonly training: Points;
  readonly holdout: Points | null;
  readonly synthetic: Points;
}

const IDENTICAL = 1e-6;
const TINY = 1e-8;
const REPORTED_RANK = 10;

/**
 * Distances to closest records in the group of columns that looks most like copying.
 *
 * @param groups of dimensions to choose from; without a holdout the first one is taken
 * @throws IncomputableMetricError with fewer than 2 rows to choose from
 * @see docs/methods/similarity-and-distances.md, distances
 */
export function closestComparison(
  { training, holdout, synthetic }: ComparedPoints,
  groups: readonly DimensionGroup[],
): ClosestComparison {
  if (holdout !== null) {
    const compared = closestGroup({ training, holdout, synthetic }, groups);
    const within = (points: Points) => withDimensions(points, compared.group.dimensions);
    return { ...compared, holdoutToTraining: closestRecords(within(holdout), within(training)) };
  }
  return {
    group: groups[0] ?? { name: 'all columns', dimensions: [] },
    share: null,
    toTraining: closestRecords(synthetic, training),
    toHoldout: null,
    holdoutToTraining: null,
  };
}

/** Closest records in both parts of the original, within one group of columns. */
export interface ClosestInGroup {
  readonly group: DimensionGroup;
  readonly share: number;
  readonly toTraining: ClosestRecords;
  readonly toHoldout: ClosestRecords;
}

/**
 * The group with the greatest share; of equal ones the last.
 *
 * @param groups at least one
 */
export function closestGroup(
  { training, holdout, synthetic }: ComparedPoints & { readonly holdout: Points },
  groups: readonly DimensionGroup[],
): ClosestInGroup {
  return groups
    .map((group): ClosestInGroup => {
      const within = (points: Points) => withDimensions(points, group.dimensions);
      const queries = within(synthetic);
      const toTraining = closestRecords(queries, within(training));
      const toHoldout = closestRecords(queries, within(holdout));
      return { group, toTraining, toHoldout, share: dcrShare(toTraining.dcr, toHoldout.dcr) };
    })
    .reduce((best, next) => (next.share >= best.share ? next : best));
}

/** @throws IncomputableMetricError with fewer than 2 points to choose from */
export function closestRecords(queries: Points, among: Points): ClosestRecords {
  const { first, second } = nearestTwo(queries, among);
  return {
    dcr: first,
    nndr: first.map((distance, at) => (distance + TINY) / ((second[at] as number) + TINY)),
  };
}

/** P(closer to training) + ½ P(equally close). */
export function dcrShare(toTraining: Float64Array, toHoldout: Float64Array): number {
  let points = 0;
  for (let at = 0; at < toTraining.length; at += 1) {
    const gap = (toHoldout[at] as number) - (toTraining[at] as number);
    if (gap > 0) points += 1;
    else if (gap === 0) points += 0.5;
  }
  return points / toTraining.length;
}

/** @throws IncomputableMetricError with fewer than 10 rows */
export function closestFigures({ dcr, nndr }: ClosestRecords): ClosestFigures {
  if (dcr.length < REPORTED_RANK) {
    throw new IncomputableMetricError(
      `distances: too few rows: ${dcr.length}; give at least ${REPORTED_RANK}`,
      { rows: dcr.length },
    );
  }
  return {
    ims: dcr.filter((distance) => distance <= IDENTICAL).length / dcr.length,
    dcr: dcr.reduce((sum, distance) => sum + distance, 0) / dcr.length,
    nndr: Float64Array.from(nndr).sort()[REPORTED_RANK - 1] as number,
  };
}
