import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { PlainTable } from '../../engine/core/plain-table.ts';
import type { Random } from '../../engine/core/random.ts';
import { ceilingAtSizes } from '../ceiling/size-correction.ts';
import { type AccuracyMeans, accuracyMeans, type TableAccuracy } from '../pairs/accuracy-means.ts';
import { type FrameAccuracy, frameAccuracy, LEAST_UNITS } from '../pairs/table-accuracy.ts';
import { type SequenceRows, sequenceLikeness } from '../sequences/coherence.ts';
import { concatSequences, type FrameWithSequences } from '../sequences/concat-sequences.ts';
import { type PlainTypes, typesOf } from './column-types.ts';
import { alignedPart, isOneToOne, type PlainPart } from './plain-part.ts';
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
 * @throws DataError if a part lacks a column of the training part or a key
 * @throws IncomputableMetricError if a part has fewer units than the reference asks for
 */
export function framePlainParts(parts: PlainParts, options: PlainOptions): PlainFrames {
  const { training } = parts;
  const types = typesOf(training.target, ofTable(options.types, training.target));
  const context = training.context?.table;
  const contextTypes =
    context === undefined ? {} : typesOf(context, ofTable(options.types, context));
  refuseStray(options.types, { ...types, ...contextTypes });
  const oneToOne = isOneToOne(training);
  const framesOf = (part: PlainPart, name: keyof PlainParts) => {
    const frames = subjectFrames(alignedPart(part, training), {
      types,
      contextTypes,
      oneToOne,
      random: options.random.split(name),
    });
    refuseFew(frames, name);
    return frames;
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
 * @see docs/methods/quality-report.md, accuracy
 */
export function plainAccuracy(frames: PlainFrames, random: Random): PlainAccuracy {
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

function ofTable(types: PlainTypes, table: PlainTable): PlainTypes {
  const names = new Set(table.columns.map(({ name }) => name));
  return Object.fromEntries(Object.entries(types).filter(([name]) => names.has(name)));
}

function refuseStray(given: PlainTypes, known: PlainTypes): void {
  // NOTE: `typesOf` names the columns to choose from.
  const stray = Object.keys(given).filter((name) => known[name] === undefined);
  if (stray.length > 0) typesOf({ rows: 0, columns: [] }, given);
}

/** @throws IncomputableMetricError if a part has fewer subjects than the reference asks for */
function refuseFew({ frame }: SubjectFrames, part: keyof typeof LEAST_UNITS): void {
  if (frame.rows >= LEAST_UNITS[part]) return;
  throw new IncomputableMetricError(
    `${part}: too few subjects: ${frame.rows}; accuracy needs ${LEAST_UNITS[part]}`,
    { part, subjects: frame.rows },
  );
}
