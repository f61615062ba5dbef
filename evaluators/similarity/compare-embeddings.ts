import type { Random } from '../../engine/core/random.ts';
import {
  type ClosestComparison,
  type ClosestFigures,
  closestComparison,
  closestFigures,
} from '../distances/closest-records.ts';
import { type EmbeddedSides, embedSides } from '../embeddings/embedded-sides.ts';
import { equalSamples, type KeyedFrames } from '../embeddings/equal-samples.ts';
import { type Judged, judged } from '../metric.ts';
import { centroidCosine } from './centroid-cosine.ts';
import { discriminatorAuc } from './discriminator-auc.ts';

const MOST_ROWS = 10_000;

/** Likeness of the sides' points; 1 is the best cosine, ½ the best AUC. */
export interface SimilarityFigures {
  readonly cosineTraining: number;
  /** Holdout against training; null without a holdout, as all figures of the holdout. */
  readonly cosineHoldout: number | null;
  readonly aucTraining: number;
  readonly aucHoldout: number | null;
}

/** Distances from synthetic rows to training and holdout, and from holdout to training. */
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

/** What the embeddings of three sides say. */
export interface EmbeddingComparison {
  readonly similarity: Judged<SimilarityFigures>;
  readonly distances: Judged<DistanceFigures>;
  /** Rows a side that were compared; 0 where they are too few. */
  readonly rows: number;
  readonly notes: readonly string[];
}

/** How the comparison draws. */
export interface CompareOptions {
  readonly random: Random;
  /** Most rows a side; 10,000 if not given. */
  readonly mostRows?: number;
}

/** Says what differs from the reference whose figures these are. */
export const EMBEDDING_NOTE =
  'similarity and distances: texts are embedded by hashed runs of characters and parts of paths ' +
  'and names, not by a language model, so figures of tables with texts differ from those of ' +
  'mostlyai-qa';

/**
 * Similarity and distances of one table: synthetic against training, with the holdout beside it.
 *
 * Costs two discriminators of ten folds and up to fifteen searches for nearest points.
 *
 * @param sides target columns; with the subject of each row where rows are sequences
 * @see docs/methods/similarity-and-distances.md
 */
export function compareEmbeddings(
  sides: KeyedFrames,
  options: CompareOptions,
): EmbeddingComparison {
  const embedded = embedFrames(sides, options);
  if (!embedded.ok) return { similarity: embedded, distances: embedded, rows: 0, notes: [] };
  const { random } = options;
  const closest = judged(() =>
    closestComparison(pointsOf(embedded.value), random.split('closest')),
  );
  return {
    similarity: judged(() => similarityFigures(embedded.value, random.split('similarity'))),
    distances: closest.ok ? judged(() => distanceFigures(closest.value)) : closest,
    rows: embedded.value.training.points.rows,
    notes: [EMBEDDING_NOTE],
  };
}

/** Draws equally many rows a side and embeds them, or says why that cannot be done. */
export function embedFrames(
  sides: KeyedFrames,
  { random, mostRows = MOST_ROWS }: CompareOptions,
): Judged<EmbeddedSides> {
  return judged(() => {
    const drawn = equalSamples(sides, { random: random.split('rows'), mostRows });
    return embedSides(drawn, random.split('embed'));
  });
}

/** @throws IncomputableMetricError where the rows cannot carry a figure */
export function similarityFigures(sides: EmbeddedSides, random: Random): SimilarityFigures {
  const { training, holdout, synthetic } = pointsOf(sides);
  const auc = (points: typeof training, side: string) =>
    discriminatorAuc(training, points, { random: random.split(side) });
  return {
    cosineTraining: centroidCosine(training, synthetic),
    cosineHoldout: holdout === null ? null : centroidCosine(training, holdout),
    aucTraining: auc(synthetic, 'synthetic'),
    aucHoldout: holdout === null ? null : auc(holdout, 'holdout'),
  };
}

/** @throws IncomputableMetricError with fewer than 10 rows a side */
export function distanceFigures(closest: ClosestComparison): DistanceFigures {
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

/** The points of each side. */
export function pointsOf({ training, holdout, synthetic }: EmbeddedSides) {
  return {
    training: training.points,
    holdout: holdout?.points ?? null,
    synthetic: synthetic.points,
  };
}
