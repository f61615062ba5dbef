import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { Random } from '../../engine/core/random.ts';
import type { Frame, FrameColumn } from '../columns/frame.ts';
import { SEQUENCE_LENGTH } from '../sequences/table-sample.ts';

/** Rows of a side, with the subject of each row where rows are sequences. */
export interface KeyedFrame {
  readonly frame: Frame;
  /** Position of each row's subject, 0 and up; left out where every row is a subject. */
  readonly subject?: Int32Array; // [rows]
}

/** The sides of a comparison; without a holdout there is nothing to compare distances with. */
export interface KeyedFrames {
  readonly training: KeyedFrame;
  readonly holdout: KeyedFrame | null;
  readonly synthetic: KeyedFrame;
}

/** A side's drawn rows; always with the subject of each row. */
export type DrawnFrame = Required<KeyedFrame>;

/** The drawn sides, each of the same number of rows. */
export interface DrawnFrames {
  readonly training: DrawnFrame;
  readonly holdout: DrawnFrame | null;
  readonly synthetic: DrawnFrame;
}

/** How rows are drawn. */
export interface DrawOptions {
  readonly random: Random;
  /** Most rows a side. */
  readonly mostRows: number;
}

const LONGEST_SEQUENCE = 100;
const LEAST_SUBJECTS = { synthetic: 100, training: 90, holdout: 10 } as const;

/**
 * Draws as many rows from every side: whole subjects in random order until the smallest side's
 * number of rows is reached.
 *
 * Sequences get their length as first column and are cut to at most min(Q95 of the training
 * lengths, 100) rows, drawn at random.
 *
 * @throws IncomputableMetricError with fewer than 90 training, 10 holdout or 100 synthetic subjects
 * @see docs/methods/similarity-and-distances.md, rows that are compared
 */
export function equalSamples(sides: KeyedFrames, { random, mostRows }: DrawOptions): DrawnFrames {
  const subjects = {
    training: rowsBySubject(sides.training),
    holdout: sides.holdout === null ? null : rowsBySubject(sides.holdout),
    synthetic: rowsBySubject(sides.synthetic),
  };
  refuseFew(subjects);
  const longest = longestSequence(subjects.training);
  const shuffled = (rows: readonly Subject[], side: string) =>
    shuffledRows(rows, longest, random.split(side));
  const rows = {
    training: shuffled(subjects.training, 'training'),
    holdout: subjects.holdout === null ? null : shuffled(subjects.holdout, 'holdout'),
    synthetic: shuffled(subjects.synthetic, 'synthetic'),
  };
  const sizes = Object.values(rows).map((list) => list?.length ?? Number.POSITIVE_INFINITY);
  const size = Math.min(mostRows, ...sizes);
  return {
    training: drawn(sides.training, rows.training.slice(0, size)),
    holdout:
      sides.holdout === null || rows.holdout === null
        ? null
        : drawn(sides.holdout, rows.holdout.slice(0, size)),
    synthetic: drawn(sides.synthetic, rows.synthetic.slice(0, size)),
  };
}

/** Rows of one subject. */
type Subject = readonly number[];

function rowsBySubject({ frame, subject }: KeyedFrame): readonly Subject[] {
  const gathered = new Map<number, number[]>();
  for (let row = 0; row < frame.rows; row += 1) {
    const key = subject?.[row] ?? row;
    const rows = gathered.get(key);
    if (rows === undefined) gathered.set(key, [row]);
    else rows.push(row);
  }
  return [...gathered.values()];
}

function refuseFew(subjects: Readonly<Record<keyof KeyedFrames, readonly Subject[] | null>>): void {
  for (const part of ['training', 'holdout', 'synthetic'] as const) {
    const count = subjects[part]?.length ?? Number.POSITIVE_INFINITY;
    if (count >= LEAST_SUBJECTS[part]) continue;
    throw new IncomputableMetricError(
      `embeddings: too few ${part} subjects: ${count}; give at least ${LEAST_SUBJECTS[part]}`,
      { part, subjects: count },
    );
  }
}

/** 95 % quantile of the lengths (type 7), rounded up, at most 100. */
function longestSequence(subjects: readonly Subject[]): number {
  const lengths = subjects.map((rows) => rows.length).sort((one, other) => one - other);
  const at = 0.95 * (lengths.length - 1);
  const [low, high] = [lengths[Math.floor(at)] ?? 0, lengths[Math.ceil(at)] ?? 0];
  return Math.ceil(Math.min(LONGEST_SEQUENCE, low + (high - low) * (at - Math.floor(at))));
}

function shuffledRows(
  subjects: readonly Subject[],
  longest: number,
  random: Random,
): readonly number[] {
  return random
    .shuffle([...subjects])
    .flatMap((rows) => (rows.length === 1 ? rows : random.shuffle([...rows]).slice(0, longest)));
}

function drawn(side: KeyedFrame, rows: readonly number[]): DrawnFrame {
  const { subject } = side;
  const { columns } = withSequenceLength(side);
  return {
    frame: {
      rows: rows.length,
      columns: columns.map((column) => ({
        ...column,
        values: rows.map((row) => column.values[row] ?? null),
      })),
    },
    subject: Int32Array.from(rows, (row) => subject?.[row] ?? row),
  };
}

/** The frame, before its columns the number of rows of the subject where rows are sequences. */
export function withSequenceLength({ frame, subject }: KeyedFrame): Frame {
  if (subject === undefined) return frame;
  const lengths = new Map<number, number>();
  for (const key of subject) lengths.set(key, (lengths.get(key) ?? 0) + 1);
  const values = Array.from(subject, (key) => lengths.get(key) ?? 0);
  const length: FrameColumn = { name: SEQUENCE_LENGTH, role: 'target', type: 'numeric', values };
  return { rows: frame.rows, columns: [length, ...frame.columns] };
}
