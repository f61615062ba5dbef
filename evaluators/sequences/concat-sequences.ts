import { concatFrames, type Frame } from '../columns/frame.ts';
import type { SequenceRows } from './coherence.ts';

/** A frame with the rows of its sequences; each sequence is a row of the frame. */
export interface FrameWithSequences {
  readonly frame: Frame;
  readonly sequences: SequenceRows;
}

/** Two parts of one table as one; sequences of the second are numbered after the first's rows. */
export function concatSequences(
  one: FrameWithSequences,
  other: FrameWithSequences,
): FrameWithSequences {
  const offset = one.frame.rows;
  return {
    frame: concatFrames(one.frame, other.frame),
    sequences: {
      columns: one.sequences.columns.map((column, at) => ({
        ...column,
        values: [...column.values, ...(other.sequences.columns[at]?.values ?? [])],
      })),
      sequence: [...one.sequences.sequence, ...other.sequences.sequence.map((at) => at + offset)],
    },
  };
}
