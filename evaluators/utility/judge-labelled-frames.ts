import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { Random } from '../../engine/core/random.ts';
import type { Frame } from '../columns/frame.ts';
import type { TreePool } from '../learners/tree-pool.ts';
import { judgeTask, type TaskJudgement } from './judge-task.ts';
import { type AskedTaskRows, prepareTask, type TaskKind } from './task-rows.ts';

/** Plain rows of the three sides; all have the same columns. */
export interface LabelledFrames {
  readonly training: Frame;
  readonly holdout: Frame;
  readonly synthetic: Frame;
}

/** What is asked of labelled frames. */
export interface LabelledFramesOptions {
  /** The column to be told from the others. */
  readonly label: string;
  readonly random: Random;
  readonly pool?: TreePool;
  /** Most rows of a side, the first ones after shuffling; 20,000 if not given. */
  readonly mostRows?: number;
}

const MOST_ROWS = 20_000;

/**
 * Utility of synthetic rows for one label, by plain frames: TSTR beside TRTR, replacement curve.
 *
 * A categorical label, or a numeric one of at most 20 values, is a class; any other is a number.
 * Every row counts as a subject of its own.
 *
 * @throws IncomputableMetricError if there is no such column, rows are too few, or of one class
 */
export async function judgeLabelledFrames(
  frames: LabelledFrames,
  { label, random, pool, mostRows = MOST_ROWS }: LabelledFramesOptions,
): Promise<TaskJudgement> {
  const kind = kindOf(frames.training, label);
  const asked = (side: keyof LabelledFrames): AskedTaskRows =>
    askedRows(frames[side], { label, mostRows, random: random.split('rows', side) });
  const sides = {
    training: asked('training'),
    holdout: asked('holdout'),
    synthetic: asked('synthetic'),
  };
  const prepared = prepareTask(sides, kind, random);
  const options = { random, hasCurve: true, ...(pool === undefined ? {} : { pool }) };
  return judgeTask(prepared, options);
}

const MOST_NUMERIC_CLASSES = 20;

function kindOf(frame: Frame, label: string): TaskKind {
  const { type, values } = labelOf(frame, label);
  const isFew = new Set(values).size <= MOST_NUMERIC_CLASSES;
  return type === 'categorical' || isFew ? 'classes' : 'numbers';
}

function labelOf(frame: Frame, label: string) {
  const column = frame.columns.find(({ name }) => name === label);
  if (column !== undefined) return column;
  throw new IncomputableMetricError(
    `utility: no such label column: ${label}; name a column of the frames`,
    { label },
  );
}

interface AskedOptions {
  readonly label: string;
  readonly mostRows: number;
  readonly random: Random;
}

function askedRows(frame: Frame, { label, mostRows, random }: AskedOptions): AskedTaskRows {
  const rows = random.shuffle([...Array(frame.rows).keys()]).slice(0, mostRows);
  const columns = frame.columns.map((column) => ({
    ...column,
    values: rows.map((row) => column.values[row] ?? null),
  }));
  const held = { rows: rows.length, columns };
  return {
    frame: { rows: rows.length, columns: columns.filter(({ name }) => name !== label) },
    target: labelOf(held, label).values,
    subject: Int32Array.from(rows.keys()),
  };
}
