import { IncomputableMetricError, ScenarioError } from '../../engine/core/errors.ts';
import type { Random } from '../../engine/core/random.ts';
import { ceilingAtSizes } from '../ceiling/size-correction.ts';
import { type AccuracyMeans, accuracyMeans, type TableAccuracy } from '../pairs/accuracy-means.ts';
import { type FrameAccuracy, frameAccuracy, LEAST_UNITS } from '../pairs/table-accuracy.ts';
import { type SequenceRows, sequenceLikeness } from '../sequences/coherence.ts';
import { concatSequences, type FrameWithSequences } from '../sequences/concat-sequences.ts';
import { type PlainTypes, typesOf } from './column-types.ts';
import { alignedPart, isOneToOne, type PlainPart, refuseTwice } from './plain-part.ts';
import { type SubjectFrames, subjectFrames, withTextPieces } from './subject-frames.ts';

/** The parts to judge; without a holdout there is no ceiling and no distance to it. */
export interface PlainParts {
  readonly training: PlainPart;
  readonly holdout: PlainPart | null;
  readonly synthetic: PlainPart;
}

/** Types that the user gives; the rest is inferred from the training part. */
export interface PlainOptions {
  readonly types: PlainTypes;
  readonly random: Random;
}

/** Frames of the parts, all with the columns and types of the training part. */
export interface PlainFrames {
  readonly setup: '1:1' | '1:N';
  readonly training: SubjectFrames;
  readonly holdout: SubjectFrames | null;
  readonly synthetic: SubjectFrames;
}

/** Accuracy of a synthetic table by the reference's rules. */
export interface PlainAccuracy extends TableAccuracy {
  readonly sets: FrameAccuracy;
  /** Holdout against training at the sizes of the comparison; null without a holdout. */
  readonly ceiling: AccuracyMeans | null;
}

/**
 * Brings the parts to the columns and types of the training part.
 *
 * @throws DataError if a part lacks a column of the training part or a key, or a context
 *   has a key twice
 * @throws ScenarioError if a type is given for a column that the training part lacks
 */
export function framePlainParts(parts: PlainParts, options: PlainOptions): PlainFrames {
  const { training } = parts;
  const types = typesOf(training.target, options.types);
  const context = training.context?.table;
  const contextTypes = context === undefined ? {} : typesOf(context, options.types);
  refuseStray(options.types, { ...types, ...contextTypes });
  const oneToOne = isOneToOne(training);
  const framesOf = (part: PlainPart, name: keyof PlainParts) => {
    const aligned = alignedPart(part, training);
    refuseTwice(aligned);
    const random = options.random.split(name);
    return subjectFrames(aligned, { types, contextTypes, oneToOne, random });
  };
  return {
    setup: oneToOne ? '1:1' : '1:N',
    training: framesOf(training, 'training'),
    holdout: parts.holdout === null ? null : framesOf(parts.holdout, 'holdout'),
    synthetic: framesOf(parts.synthetic, 'synthetic'),
  };
}

/**
 * Accuracy of the synthetic part against training followed by holdout.
 *
 * Costs rows x columns^3 / 6 for the triples (10,000 drawn ones at most).
 *
 * @throws IncomputableMetricError if a part has fewer subjects than the reference asks for
 * @see docs/methods/quality-report.md, accuracy
 */
export function plainAccuracy(frames: PlainFrames, random: Random): PlainAccuracy {
  refuseFew(frames);
  const { training, holdout, synthetic } = frames;
  const original = holdout === null ? training : concatSequences(training, holdout);
  const judge = (one: FrameWithSequences, other: FrameWithSequences) =>
    judgeFrames(one, other, frames, random);
  const value = judge(original, synthetic);
  const ceiling =
    holdout === null ? null : ceilingOf(judge(training, holdout).means.accuracy, frames);
  return { ...value.means, sets: value.sets, ceiling };
}

function judgeFrames(
  one: FrameWithSequences,
  other: FrameWithSequences,
  { setup }: PlainFrames,
  random: Random,
) {
  const sets = frameAccuracy(one.frame, other.frame, random.split('triples'));
  const hasCoherence = setup === '1:N' && one.sequences.columns.length > 1;
  const pieces = (rows: SequenceRows, side: string) => withTextPieces(rows, random.split(side));
  const sequence = hasCoherence
    ? sequenceLikeness(pieces(one.sequences, 'original'), pieces(other.sequences, 'synthetic'))
    : [];
  return { sets, means: accuracyMeans(sets, sequence) };
}

function ceilingOf(
  accuracy: AccuracyMeans,
  { training, holdout, synthetic }: PlainFrames,
): AccuracyMeans {
  const sizes = {
    training: training.frame.rows,
    holdout: holdout?.frame.rows ?? 0,
    synthetic: synthetic.frame.rows,
  };
  const scaled = (value: number | null) => (value === null ? null : ceilingAtSizes(value, sizes));
  return {
    overall: scaled(accuracy.overall),
    univariate: scaled(accuracy.univariate),
    bivariate: scaled(accuracy.bivariate),
    trivariate: scaled(accuracy.trivariate),
    coherence: scaled(accuracy.coherence),
  };
}

function refuseStray(given: PlainTypes, known: PlainTypes): void {
  const stray = Object.keys(given).find((name) => known[name] === undefined);
  if (stray === undefined) return;
  throw new ScenarioError(
    `types: no such column: ${stray}; name one of ${Object.keys(known).join(', ')}`,
    { column: stray },
  );
}

function refuseFew({ training, holdout, synthetic }: PlainFrames): void {
  const parts = { training, holdout, synthetic };
  const few = (['training', 'holdout', 'synthetic'] as const).flatMap((part) => {
    const count = parts[part]?.frame.rows;
    return count !== undefined && count < LEAST_UNITS[part]
      ? [`${part}: too few subjects: ${count}; accuracy needs ${LEAST_UNITS[part]}`]
      : [];
  });
  if (few.length > 0) throw new IncomputableMetricError(few.join('; '));
}
