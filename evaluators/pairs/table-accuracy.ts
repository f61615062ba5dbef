import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { Random } from '../../engine/core/random.ts';
import { type Frame, prefixedName } from '../columns/frame.ts';
import { meanOf } from '../metric.ts';
import {
  ACCURACY_BINS,
  type BinnedColumn,
  binColumns,
  likenessOfColumns,
} from './binned-columns.ts';
import { columnSets } from './column-sets.ts';
import type { Likeness } from './distribution-accuracy.ts';

/** Likeness of the joint distribution of some columns, by prefixed name. */
export interface SetScore extends Likeness {
  readonly columns: readonly string[];
}

/** All likenesses of one table's frame. */
export interface FrameAccuracy {
  readonly univariate: readonly SetScore[];
  /** Target with target, and target with context. */
  readonly bivariate: readonly SetScore[];
  /** A column with itself in the next row; the first part of coherence. */
  readonly next: readonly SetScore[];
  readonly trivariate: readonly SetScore[];
}

/** Whether a frame is large enough to be judged; the reference's least numbers of units. */
export const LEAST_UNITS = { training: 90, holdout: 10, synthetic: 100 } as const;

/**
 * Accuracy of every column, pair and triple of a frame.
 *
 * @param original training followed by holdout, one row a subject
 * @param synthetic the same columns
 * @param random draws the triples where there are more than 10,000
 * @throws IncomputableMetricError if a side has no rows or lacks a column
 */
export function frameAccuracy(original: Frame, synthetic: Frame, random: Random): FrameAccuracy {
  if (original.rows === 0 || synthetic.rows === 0) {
    throw new IncomputableMetricError('accuracy: a side is empty: 0 rows; give both sides rows');
  }
  const sets = columnSets(binColumns(original, synthetic, ACCURACY_BINS), random);
  return {
    univariate: sets.univariate.map(scoreOf),
    bivariate: sets.bivariate.map(scoreOf),
    next: sets.next.map(scoreOf),
    trivariate: sets.trivariate.map(scoreOf),
  };
}

/** Mean value and mean noise bound of a list of scores, null if it is empty. */
export function meanLikeness(scores: readonly Likeness[]): Likeness | null {
  if (scores.length === 0) return null;
  const meanOfPart = (part: 'value' | 'max') =>
    meanOf(
      scores.map((one) => one[part]),
      part,
    );
  return { value: meanOfPart('value'), max: meanOfPart('max') };
}

function scoreOf(columns: readonly BinnedColumn[]): SetScore {
  return { columns: columns.map(prefixedName), ...likenessOfColumns(columns) };
}
