import type { Random } from '../../engine/core/random.ts';
import { concatFrames, independentColumns } from '../columns/frame.ts';
import type { Points } from '../distances/points.ts';
import type { DrawnFrame, DrawnFrames } from './equal-samples.ts';
import { fitRowEmbedding } from './row-embedding.ts';

/** A side's rows as points, with the subject of each. */
export interface EmbeddedSide {
  readonly points: Points;
  readonly subject: Int32Array; // [rows]
}

/** All sides as points of one embedding; equally many rows a side. */
export interface EmbeddedSides {
  readonly training: EmbeddedSide;
  readonly holdout: EmbeddedSide | null;
  readonly synthetic: EmbeddedSide;
  /** Rows of the original whose columns were drawn independently: what ignorance writes. */
  readonly naive: () => Points;
}

/** Fits the embedding on training and holdout and embeds every side. */
export function embedSides(drawn: DrawnFrames, random: Random): EmbeddedSides {
  const { training, holdout, synthetic } = drawn;
  const frames = {
    training: training.frame,
    holdout: holdout?.frame ?? null,
    synthetic: synthetic.frame,
  };
  const { embed } = fitRowEmbedding(frames, random.split('fit'));
  const embedded = ({ frame, subject }: DrawnFrame) => ({ points: embed(frame), subject });
  const original = holdout === null ? training.frame : concatFrames(training.frame, holdout.frame);
  return {
    training: embedded(training),
    holdout: holdout === null ? null : embedded(holdout),
    synthetic: embedded(synthetic),
    naive: () => embed(independentColumns(original, training.frame.rows, random.split('naive'))),
  };
}
