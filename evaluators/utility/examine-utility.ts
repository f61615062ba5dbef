import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { Random } from '../../engine/core/random.ts';
import type { Chapter } from '../findings.ts';
import type { TreePool } from '../learners/tree-pool.ts';
import type { Sides, SubjectSample } from '../relations/subject-sample.ts';
import { columnTasks, namedTasks } from './choose-tasks.ts';
import {
  type JudgedTask,
  taskCards,
  taskContract,
  taskCurve,
  taskNote,
  taskTable,
} from './describe-tasks.ts';
import { judgeTask, refusable } from './judge-task.ts';
import { sampledRows } from './sampled-rows.ts';
import { FOREST } from './task-learners.ts';
import { type AskedTaskRows, prepareTask, thinnedClasses } from './task-rows.ts';
import { CLASS_SCORES } from './task-scores.ts';
import type { UtilityTask } from './utility-task.ts';

/** What utility needs beside the samples. */
export interface UtilityOptions {
  readonly random: Random;
  /** Where trees grow; it never changes a figure. */
  readonly pool?: TreePool;
  /** Most rows to learn from; 10,000 if not given. */
  readonly mostTrainingRows?: number;
  /** Most rows to be judged on; 5,000 if not given. */
  readonly mostJudgedRows?: number;
}

const MOST_TRAINING_ROWS = 10_000;
const MOST_JUDGED_ROWS = 5_000;

/** Rows that are read where rare classes matter, before common ones are thinned. */
const MOST_LABELLED_ROWS = 100_000;

/** Rows by which the column that is easiest to tell is found. */
const PROBE_ROWS = 2_000;

/** Columns that are probed at most. */
const MOST_PROBES = 12;

/**
 * Whether models trained on synthetic rows serve on real ones: train on synthetic, test on real
 * (TSTR) beside train on real, test on real (TRTR).
 *
 * Tasks come from the schema; where it names none, or all are refused, the category that is
 * easiest to tell from the rest of its row is asked.
 *
 * @throws IncomputableMetricError if no task can be put to the schema
 * @see docs/methods/utility.md
 */
export async function examineUtility(sides: Sides, options: UtilityOptions): Promise<Chapter> {
  const tasks: JudgedTask[] = [];
  for (const task of namedTasks(sides.original.schema)) {
    tasks.push(await judged(task, sides, options));
  }
  if (!tasks.some(({ outcome }) => outcome.ok)) {
    const easiest = await easiestTask(sides.training, options);
    if (easiest !== null) tasks.push(await judged(easiest, sides, options));
  }
  if (tasks.length === 0) {
    throw new IncomputableMetricError(
      'utility: no task: 0 columns that can be asked; give a sequence table with categories',
    );
  }
  return {
    id: 'utility',
    title: 'Utility',
    lead:
      'Models are trained on synthetic rows and on as many real ones, and judged on the same real ' +
      'holdout rows. A difference whose interval holds 0 cannot be told from none.',
    scores: tasks.flatMap(taskCards),
    figures: [taskTable(tasks), ...tasks.flatMap(taskCurve)],
    contract: Object.fromEntries(tasks.map((task) => [`utility.${task.id}`, taskContract(task)])),
    notes: [...tasks.map(taskNote), capNote(options)],
  };
}

async function judged(
  task: UtilityTask,
  sides: Sides,
  options: UtilityOptions,
): Promise<JudgedTask> {
  const { mostTrainingRows, mostJudgedRows, pool } = withCaps(options);
  const random = options.random.split(task.id);
  const rows = (side: 'training' | 'holdout' | 'synthetic', most: number) =>
    readTask(task, sides[side], { most, random: random.split('sample', side) });
  const outcome = await refusable(async () => {
    const asked = {
      training: rows('training', mostTrainingRows),
      synthetic: rows('synthetic', mostTrainingRows),
      holdout: rows('holdout', mostJudgedRows),
    };
    const prepared = prepareTask(asked, task.kind, random);
    const { hasCurve } = task;
    return judgeTask(prepared, { random, hasCurve, ...(pool === undefined ? {} : { pool }) });
  });
  return { id: task.id, title: task.title, kind: task.kind, outcome };
}

interface ReadOptions {
  readonly most: number;
  readonly random: Random;
}

function readTask(
  task: UtilityTask,
  sample: SubjectSample,
  { most, random }: ReadOptions,
): AskedTaskRows {
  const { table, keepsRare } = task;
  const read = keepsRare ? Math.max(most, MOST_LABELLED_ROWS) : most;
  const rows = task.read(sampledRows(sample, { table, most: read, random }));
  return keepsRare ? thinnedClasses(rows, most, random.split('classes')) : rows;
}

/** The category that a forest tells best, learnt and judged on halves of some training subjects. */
async function easiestTask(
  training: SubjectSample,
  { random }: UtilityOptions,
): Promise<UtilityTask | null> {
  let best: { readonly task: UtilityTask; readonly auc: number } | null = null;
  for (const task of columnTasks(training.schema).slice(0, MOST_PROBES)) {
    const stream = random.split('probe', task.id);
    const outcome = await refusable(() => probe(task, training, stream));
    if (outcome.ok && outcome.value > (best?.auc ?? 0)) best = { task, auc: outcome.value };
  }
  return best?.task ?? null;
}

async function probe(task: UtilityTask, training: SubjectSample, random: Random): Promise<number> {
  const order = random.split('halves').shuffle([...training.subjects]);
  const middle = order.length >> 1;
  const [one, other] = [order.slice(0, middle), order.slice(middle)].map((subjects) =>
    readTask(
      { ...task, keepsRare: false },
      { ...training, subjects },
      { most: PROBE_ROWS, random },
    ),
  ) as [AskedTaskRows, AskedTaskRows];
  const sides = prepareTask({ training: one, synthetic: one, holdout: other }, task.kind, random);
  const classes = sides.classes.length;
  const model = await FOREST.train(sides.training, { random, classes });
  const said = model(sides.holdout.frame);
  return CLASS_SCORES[0]?.score(said, sides.holdout.target, classes) ?? 0;
}

function withCaps(options: UtilityOptions) {
  return {
    ...options,
    mostTrainingRows: options.mostTrainingRows ?? MOST_TRAINING_ROWS,
    mostJudgedRows: options.mostJudgedRows ?? MOST_JUDGED_ROWS,
  };
}

function capNote(options: UtilityOptions): string {
  const { mostTrainingRows, mostJudgedRows } = withCaps(options);
  return (
    `utility: at most ${mostTrainingRows} rows to learn from and ${mostJudgedRows} to be judged on, ` +
    'by subjects at random, of long timelines a span'
  );
}
