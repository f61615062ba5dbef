import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { Random } from '../../engine/core/random.ts';
import { type Cell, type Frame, independentColumns } from '../columns/frame.ts';

/** Rows of a task as a side holds them. */
export interface AskedTaskRows {
  /** What is known. */
  readonly frame: Frame;
  /** What is asked, `[rows]`; rows without an answer are left out. */
  readonly target: readonly Cell[];
  /** Position of each row's subject, `[rows]`. */
  readonly subject: Int32Array;
}

/** Rows that a model learns from or is judged on. */
export interface TaskRows {
  readonly frame: Frame;
  /** Class from 0 on, or a number, `[rows]`. */
  readonly target: Float64Array;
  readonly subject: Int32Array;
}

/** The same task on three sides; training and synthetic have the same number of rows. */
export interface TaskSides {
  readonly training: TaskRows;
  readonly synthetic: TaskRows;
  readonly holdout: TaskRows;
  /** Classes, in the order of their names; none where a number is asked. */
  readonly classes: readonly string[];
}

/** What is asked: one of some classes, or a number. */
export type TaskKind = 'classes' | 'numbers';

/** Fewest rows of a class in training; rarer ones are left out on all sides. */
export const LEAST_CLASS_ROWS = 20;

/** Fewest rows to learn from and to be judged on. */
export const LEAST_ROWS = 50;

/** Most classes, the most frequent ones. */
const MOST_CLASSES = 20;

/**
 * Turns answers into classes or numbers and brings training and synthetic to the same size.
 *
 * @throws IncomputableMetricError if rows are too few or only one class is left on a side
 */
export function prepareTask(
  sides: {
    readonly training: AskedTaskRows;
    readonly synthetic: AskedTaskRows;
    readonly holdout: AskedTaskRows;
  },
  kind: TaskKind,
  random: Random,
): TaskSides {
  const classes = kind === 'classes' ? classesOf(sides.training.target) : [];
  const codes = new Map(classes.map((label, code) => [label, code] as const));
  const read = (cell: Cell) =>
    cell === null ? undefined : kind === 'classes' ? codes.get(String(cell)) : Number(cell);
  const [training, synthetic, holdout] = [sides.training, sides.synthetic, sides.holdout].map(
    (side) => answeredRows(side, read),
  ) as [TaskRows, TaskRows, TaskRows];
  const rows = Math.min(training.frame.rows, synthetic.frame.rows);
  const prepared = {
    classes,
    training: drawnRows(training, rows, random.split('training')),
    synthetic: drawnRows(synthetic, rows, random.split('synthetic')),
    holdout,
  };
  for (const side of ['training', 'synthetic', 'holdout'] as const) refusePoor(prepared, side);
  return prepared;
}

/**
 * At most so many rows, at random, common classes first to give way: all classes are cut to the
 * one greatest count that fits, so that rare ones stay whole.
 */
export function thinnedClasses(rows: AskedTaskRows, most: number, random: Random): AskedTaskRows {
  const byClass = new Map<Cell, number[]>();
  for (const row of random.shuffle([...rows.target.keys()])) {
    const cell = rows.target[row] ?? null;
    if (cell === null) continue;
    const held = byClass.get(cell);
    if (held === undefined) byClass.set(cell, [row]);
    else held.push(row);
  }
  let left = most;
  const kept = [...byClass.values()]
    .sort((one, other) => one.length - other.length)
    .flatMap((own, at) => {
      const share = own.slice(0, Math.floor(left / (byClass.size - at)));
      left -= share.length;
      return share;
    });
  const order = Int32Array.from(kept).sort();
  return {
    frame: takeFrameRows(rows.frame, order),
    target: Array.from(order, (row) => rows.target[row] ?? null),
    subject: Int32Array.from(order, (row) => rows.subject[row] as number),
  };
}

/** Rows at some positions. */
export function takeTaskRows({ frame, target, subject }: TaskRows, rows: Int32Array): TaskRows {
  return {
    frame: takeFrameRows(frame, rows),
    target: Float64Array.from(rows, (row) => target[row] as number),
    subject: Int32Array.from(rows, (row) => subject[row] as number),
  };
}

/** The first rows, at most so many. */
export function firstRows(rows: TaskRows, most: number): TaskRows {
  if (rows.frame.rows <= most) return rows;
  return takeTaskRows(
    rows,
    Int32Array.from({ length: most }, (_, at) => at),
  );
}

/** As many rows, all columns drawn apart, the answer too: marginals stay, relations go. */
export function shuffledTaskRows(rows: TaskRows, random: Random): TaskRows {
  const frame = independentColumns(rows.frame, rows.frame.rows, random.split('known'));
  const order = random.split('asked').shuffle([...rows.target.keys()]);
  return { ...rows, frame, target: Float64Array.from(order, (row) => rows.target[row] as number) };
}

/** Some rows of the one side, the rest of the other; together as many as either has. */
export function mixedTaskRows(real: TaskRows, synthetic: TaskRows, share: number): TaskRows {
  const rows = real.frame.rows;
  const replaced = Math.round(share * rows);
  const [kept, given] = [
    takeTaskRows(
      real,
      Int32Array.from({ length: rows - replaced }, (_, at) => at),
    ),
    takeTaskRows(
      synthetic,
      Int32Array.from({ length: replaced }, (_, at) => at),
    ),
  ];
  const columns = kept.frame.columns.map((column, at) => ({
    ...column,
    values: [...column.values, ...(given.frame.columns[at]?.values ?? [])],
  }));
  return {
    frame: { rows, columns },
    target: Float64Array.from([...kept.target, ...given.target]),
    subject: Int32Array.from([...kept.subject, ...given.subject]),
  };
}

function classesOf(target: readonly Cell[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const cell of target) {
    if (cell !== null) counts.set(String(cell), (counts.get(String(cell)) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count >= LEAST_CLASS_ROWS)
    .sort(([one, most], [other, least]) => least - most || (one < other ? -1 : 1))
    .slice(0, MOST_CLASSES)
    .map(([label]) => label)
    .sort();
}

function answeredRows(
  { frame, target, subject }: AskedTaskRows,
  read: (cell: Cell) => number | undefined,
): TaskRows {
  const answers = target.map(read);
  const rows = Int32Array.from(answers.keys()).filter((row) => Number.isFinite(answers[row]));
  const known = Float64Array.from(answers, (answer) => answer ?? Number.NaN);
  return takeTaskRows({ frame, target: known, subject }, rows);
}

function drawnRows(rows: TaskRows, count: number, random: Random): TaskRows {
  const order = random.shuffle([...rows.target.keys()]).slice(0, count);
  return takeTaskRows(rows, Int32Array.from(order));
}

function takeFrameRows(frame: Frame, rows: Int32Array): Frame {
  const columns = frame.columns.map((column) => ({
    ...column,
    values: Array.from(rows, (row) => column.values[row] ?? null),
  }));
  return { rows: rows.length, columns };
}

function refusePoor(sides: TaskSides, side: 'training' | 'synthetic' | 'holdout'): void {
  const { target } = sides[side];
  if (target.length < LEAST_ROWS) {
    throw new IncomputableMetricError(
      `utility: too few ${side} rows: ${target.length}; give at least ${LEAST_ROWS}`,
      { side, rows: target.length },
    );
  }
  if (new Set(target).size > 1) return;
  throw new IncomputableMetricError(
    `utility: ${side} rows have one answer only: ${target.length} rows; give rows that differ`,
    { side },
  );
}
