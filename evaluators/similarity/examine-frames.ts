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
import { equalSamples, type KeyedFrame, type KeyedFrames } from '../embeddings/equal-samples.ts';
import { type Judged, judged } from '../metric.ts';
import { centroidCosine } from './centroid-cosine.ts';
import { discriminatorAuc } from './discriminator-auc.ts';
import { type IdenticalRows, identicalRows } from './identical-rows.ts';

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
  /** Share of synthetic rows that equal any training row in all columns. */
  readonly ims: number;
  /** Share of identical rows among equally many rows a side, within the group. */
  readonly imsEqualSizes: number;
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
  readonly identical: Judged<IdenticalRows>;
  readonly similarity: Judged<SimilarityFigures>;
  readonly distances: Judged<DistanceFigures>;
}

/** How the comparison draws. */
export interface CompareOptions {
  readonly random: Random;
  /** Most rows a side; 10,000 if not given. */
  readonly mostRows?: number;
  /** Every row of training, where the sides hold only some; identical rows are sought there. */
  readonly wholeTraining?: KeyedFrame;
}

/**
 * Embeds equally many rows a side and compares them.
 *
 * Costs two discriminators of ten folds and up to fifteen searches for nearest points.
 */
export function examineFrames(
  sides: KeyedFrames,
  { random, mostRows = MOST_ROWS, wholeTraining = sides.training }: CompareOptions,
): ExaminedFrames {
  const embedded = judged(() => {
    const drawn = equalSamples(sides, { random: random.split('rows'), mostRows });
    return embedSides(drawn, random.split('embed'));
  });
  if (!embedded.ok) {
    const refused = { closest: embedded, identical: embedded, distances: embedded };
    return { embedded, groups: [], ...refused, similarity: embedded };
  }
  const points = pointsOf(embedded.value);
  const groups = groupsOf(points, random.split('groups'));
  const closest = judged(() => closestComparison(points, groups));
  const identical = judged(() => identicalRows({ ...sides, training: wholeTraining }));
  return {
    embedded,
    groups,
    closest,
    identical,
    similarity: judged(() => similarityFigures(points, random.split('similarity'))),
    distances: distancesOf(closest, identical),
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

function distancesOf(
  closest: Judged<ClosestComparison>,
  identical: Judged<IdenticalRows>,
): Judged<DistanceFigures> {
  if (!closest.ok) return closest;
  if (!identical.ok) return identical;
  return judged(() => distanceFigures(closest.value, identical.value));
}

function distanceFigures(closest: ClosestComparison, identical: IdenticalRows): DistanceFigures {
  const { toHoldout, holdoutToTraining } = closest;
  const holdout = toHoldout === null ? null : closestFigures(toHoldout);
  const real = holdoutToTraining === null ? null : closestFigures(holdoutToTraining);
  const training = closestFigures(closest.toTraining);
  return {
    ...training,
    ims: identical.synthetic,
    imsEqualSizes: training.ims,
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
