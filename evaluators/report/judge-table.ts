import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { Random } from '../../engine/core/random.ts';
import { columnNamed } from '../../engine/schema/table-schema.ts';
import { type AccuracyCeiling, accuracyCeiling } from '../ceiling/accuracy-ceiling.ts';
import type { SampleSizes } from '../ceiling/size-correction.ts';
import { type Frame, type FrameColumn, independentColumns } from '../columns/frame.ts';
import { drawPieces, isText } from '../columns/text-tokens.ts';
import { type Judged, judged } from '../metric.ts';
import { accuracyMeans, type TableAccuracy } from '../pairs/accuracy-means.ts';
import { type FrameAccuracy, frameAccuracy, LEAST_UNITS } from '../pairs/table-accuracy.ts';
import {
  type SequenceLikeness,
  type SequenceRows,
  sequenceLikeness,
} from '../sequences/coherence.ts';
import { concatSequences, type FrameWithSequences } from '../sequences/concat-sequences.ts';
import { DISTINCT, SEQUENCE_LENGTH, type TableSample } from '../sequences/table-sample.ts';

/** The three samples of one table. */
export interface TableSides {
  readonly training: TableSample;
  readonly holdout: TableSample;
  readonly synthetic: TableSample;
}

/** Accuracy of a table in full, with the frames it was computed on. */
export interface TableJudgement {
  readonly sets: FrameAccuracy;
  readonly means: TableAccuracy;
}

/** Value, ceiling and floor of a table; each may refuse. */
export interface JudgedTable {
  readonly value: Judged<TableJudgement>;
  /** Disjoint halves of the original, at the sizes of the comparison. */
  readonly ceiling: Judged<AccuracyCeiling>;
  /** Holdout against training, as measured. */
  readonly holdout: Judged<TableJudgement>;
  readonly floor: Judged<TableJudgement>;
  /** Columns that were judged by a drawn word piece. */
  readonly textColumns: readonly string[];
  readonly sizes: SampleSizes;
  readonly original: Frame;
  readonly synthetic: Frame;
}

/**
 * Judges one table: synthetic against original, holdout against training, unrelated
 * columns against original.
 *
 * Text columns are found once, on the original, so that all sides are judged alike.
 */
export function judgeTable(sides: TableSides, random: Random): JudgedTable {
  const isSequential = Math.max(sides.training.longest, sides.holdout.longest) > 1;
  const bare = {
    training: judgeable(sides.training, isSequential),
    holdout: judgeable(sides.holdout, isSequential),
    synthetic: judgeable(sides.synthetic, isSequential),
  };
  const whole = concatSequences(bare.training, bare.holdout);
  const constant = constantCounts(whole.frame);
  const texts = textColumns(sides.training, whole.frame);
  const prepare = (side: keyof typeof bare) =>
    withPieces(withoutColumns(bare[side], constant), texts, random.split('pieces', side));
  const [training, holdout, synthetic] = [
    prepare('training'),
    prepare('holdout'),
    prepare('synthetic'),
  ];
  const original = concatSequences(training, holdout);
  const judge = (one: FrameWithSequences, other: FrameWithSequences) =>
    judgement(one, other, { isSequential, random });
  return {
    value: judged(() => {
      refuseFew(sides);
      return judge(original, synthetic);
    }),
    ceiling: judged(() => {
      refuseFew(sides);
      return ceilingOf(original, synthetic, { isSequential, random: random.split('ceiling') });
    }),
    holdout: judged(() => judge(training, holdout)),
    floor: judged(() =>
      judge(original, unrelated(original, synthetic.frame.rows, random.split('floor'))),
    ),
    textColumns: texts,
    sizes: {
      training: sides.training.subjects,
      holdout: sides.holdout.subjects,
      synthetic: sides.synthetic.subjects,
    },
    original: original.frame,
    synthetic: synthetic.frame,
  };
}

/** @throws IncomputableMetricError if a part has fewer subjects than the reference asks for */
function refuseFew(sides: TableSides): void {
  for (const part of ['training', 'holdout', 'synthetic'] as const) {
    const subjects = sides[part].subjects;
    if (subjects >= LEAST_UNITS[part]) continue;
    throw new IncomputableMetricError(
      `${sides.training.table.name}: too few ${part} subjects: ${subjects}; ` +
        `accuracy needs ${LEAST_UNITS[part]}`,
      { part, subjects },
    );
  }
}

function judgement(
  one: FrameWithSequences,
  other: FrameWithSequences,
  { isSequential, random }: { isSequential: boolean; random: Random },
): TableJudgement {
  const sets = frameAccuracy(one.frame, other.frame, random.split('triples'));
  const sequence: readonly SequenceLikeness[] = isSequential
    ? sequenceLikeness(one.sequences, other.sequences)
    : [];
  return { sets, means: accuracyMeans(sets, sequence) };
}

/** Drops what a table of one row a subject does not have: next rows and lengths. */
function judgeable(sample: TableSample, isSequential: boolean): FrameWithSequences {
  const { frame, sequences } = sample;
  if (isSequential) return { frame, sequences };
  const columns = frame.columns.filter(
    ({ role, name }) => role !== 'next' && name !== SEQUENCE_LENGTH && !name.startsWith(DISTINCT),
  );
  return { frame: { rows: frame.rows, columns }, sequences };
}

function ceilingOf(
  original: FrameWithSequences,
  synthetic: FrameWithSequences,
  { isSequential, random }: { readonly isSequential: boolean; readonly random: Random },
): AccuracyCeiling {
  const sizes = (count: (side: FrameWithSequences) => number) => ({
    original: count(original),
    synthetic: count(synthetic),
  });
  return accuracyCeiling({
    frame: original.frame,
    sequences: isSequential ? original.sequences : null,
    sizes: sizes(({ frame }) => frame.rows),
    sequenceSizes: sizes(({ sequences }) => sequenceCount(sequences)),
    random,
  });
}

function sequenceCount({ sequence }: SequenceRows): number {
  return new Set(sequence).size;
}

/** Counts of identities that are the same for every subject would only flatter. */
function constantCounts(frame: Frame): readonly string[] {
  return frame.columns
    .filter(({ name, values }) => name.startsWith(DISTINCT) && new Set(values).size < 2)
    .map(({ name }) => name);
}

function withoutColumns(
  { frame, sequences }: FrameWithSequences,
  names: readonly string[],
): FrameWithSequences {
  const columns = frame.columns.filter(({ name }) => !names.includes(name));
  return { frame: { rows: frame.rows, columns }, sequences };
}

function textColumns({ table }: TableSample, frame: Frame): readonly string[] {
  const isTextual = (name: string) =>
    table.columns.some((column) => column.name === name) &&
    ['path', 'text'].includes(columnNamed(table, name).kind);
  return frame.columns
    .filter(({ role, name, values }) => role === 'target' && isTextual(name) && isText(values))
    .map(({ name }) => name);
}

function withPieces(
  { frame, sequences }: FrameWithSequences,
  texts: readonly string[],
  random: Random,
): FrameWithSequences {
  const replace = (column: FrameColumn, part: string): FrameColumn =>
    texts.includes(column.name) && column.role !== 'context'
      ? {
          ...column,
          values: drawPieces(column.values, random.split(part, column.role, column.name)),
        }
      : column;
  return {
    frame: { rows: frame.rows, columns: frame.columns.map((column) => replace(column, 'frame')) },
    sequences: {
      ...sequences,
      columns: sequences.columns.map((column) => {
        const { name, type, values } = replace({ ...column, role: 'target' }, 'sequences');
        return { name, type, values };
      }),
    },
  };
}

function unrelated(
  { frame, sequences }: FrameWithSequences,
  rows: number,
  random: Random,
): FrameWithSequences {
  const columns = sequences.columns.map((column) => ({
    ...column,
    values: random.split('sequences', column.name).shuffle([...column.values]),
  }));
  return {
    frame: independentColumns(frame, rows, random),
    sequences: { ...sequences, columns },
  };
}
