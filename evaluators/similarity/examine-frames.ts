import type { Random } from '../../engine/core/random.ts';
import {
  type ClosestComparison,
  type ClosestFigures,
  type ComparedPoints,
  closestComparison,
  closestFigures,
} from '../distances/closest-records.ts';
import { type DimensionGroup, dimensionGroups } from '../distances/column-groups.ts';
import type { Points } from '../distances/points.ts';
import { type EmbeddedSides, embedSides } from '../embeddings/embedded-sides.ts';
import { equalSamples, type KeyedFrames } from '../embeddings/equal-samples.ts';
import { type Judged, judged } from '../metric.ts';
import { centroidCosine } from './centroid-cosine.ts';
import { discriminatorAuc } from './discriminator-auc.ts';

/** Rows a side that enter where the caller names no number. */
export const MOST_ROWS = 10_000;

/** Likeness of the sides' points; 1 is the best cosine, ½ the best AUC. */
export interface SimilarityFigures {
  readonly cosineTraining: number;
  /** Holdout against training; null without a holdout, as all figures of the holdout. */
  readonly cosineHoldout: number | null;
  readonly aucTraining: number;
  readonly aucHoldout: number | null;
}

/** Distances from synthetic rows to training (and holdout), and from holdout to training. */
export interface DistanceFigures extends ClosestFigures {
  /** Share of synthetic rows closer to training than to holdout; ½ is ideal. */
  readonly dcrShare: number | null;
  readonly imsHoldout: number | null;
  readonly dcrHoldout: number | null;
  readonly nndrHoldout: number | null;
  readonly imsTrainingHoldout: number | null;
  readonly dcrTrainingHoldout: number | null;
  readonly nndrTrainingHoldout: number | null;
  /** Columns that were compared: the group that looks most like copying. */
  readonly group: string;
}

/** What the embeddings of three sides say, with what it was computed from; each part may refuse. */
export interface ExaminedFrames {
  readonly embedded: Judged<EmbeddedSides>;
  readonly groups: readonly DimensionGroup[];
  readonly closest: Judged<ClosestComparison>;
  readonly similarity: Judged<SimilarityFigures>;
  readonly distances: Judged<DistanceFigures>;
}

/** How the comparison draws. */
export interface CompareOptions {
  readonly random: Random;
  /** Most rows a side; 10,000 if not given. */
  readonly mostRows?: number;
}

/**
 * Embeds equally many rows a side and compares them.
 *
 * Costs two discriminators of ten folds and up to fifteen searches for nearest points.
 */
export function examineFrames(
  sides: KeyedFrames,
  { random, mostRows = MOST_ROWS }: CompareOptions,
): ExaminedFrames {
  const embedded = judged(() => {
    const drawn = equalSamples(sides, { random: random.split('rows'), mostRows });
    return embedSides(drawn, random.split('embed'));
  });
  if (!embedded.ok) {
    return { embedded, groups: [], closest: embedded, similarity: embedded, distances: embedded };
  }
  const points = pointsOf(embedded.value);
  const groups = groupsOf(points, random.split('groups'));
  const closest = judged(() => closestComparison(points, groups));
  return {
    embedded,
    groups,
    closest,
    similarity: judged(() => similarityFigures(points, random.split('similarity'))),
    distances: closest.ok ? judged(() => distanceFigures(closest.value)) : closest,
  };
}

function pointsOf({ training, holdout, synthetic }: EmbeddedSides): ComparedPoints {
  return {
    training: training.points,
    holdout: holdout?.points ?? null,
    synthetic: synthetic.points,
  };
}

function groupsOf({ training, holdout }: ComparedPoints, random: Random) {
  return dimensionGroups(holdout === null ? [training] : [training, holdout], random);
}

function similarityFigures(
  { training, holdout, synthetic }: ComparedPoints,
  random: Random,
): SimilarityFigures {
  const auc = (points: Points, side: string) =>
    discriminatorAuc(training, points, { random: random.split(side) });
  return {
    cosineTraining: centroidCosine(training, synthetic),
    cosineHoldout: holdout === null ? null : centroidCosine(training, holdout),
    aucTraining: auc(synthetic, 'synthetic'),
    aucHoldout: holdout === null ? null : auc(holdout, 'holdout'),
  };
}

function distanceFigures(closest: ClosestComparison): DistanceFigures {
  const { toHoldout, holdoutToTraining } = closest;
  const holdout = toHoldout === null ? null : closestFigures(toHoldout);
  const real = holdoutToTraining === null ? null : closestFigures(holdoutToTraining);
  return {
    ...closestFigures(closest.toTraining),
    dcrShare: closest.share,
    imsHoldout: holdout?.ims ?? null,
    dcrHoldout: holdout?.dcr ?? null,
    nndrHoldout: holdout?.nndr ?? null,
    imsTrainingHoldout: real?.ims ?? null,
    dcrTrainingHoldout: real?.dcr ?? null,
    nndrTrainingHoldout: real?.nndr ?? null,
    group: closest.group.name,
  };
}
