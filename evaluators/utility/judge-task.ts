import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { Random } from '../../engine/core/random.ts';
import type { TreePool } from '../learners/tree-pool.ts';
import type { Judged } from '../metric.ts';
import { FOREST, TASK_LEARNERS, type TaskLearner } from './task-learners.ts';
import {
  firstRows,
  mixedTaskRows,
  shuffledTaskRows,
  type TaskRows,
  type TaskSides,
} from './task-rows.ts';
import {
  CLASS_SCORES,
  NUMBER_SCORES,
  resampledIntervals,
  type ScoreIntervals,
  type TaskScore,
  weightedScore,
} from './task-scores.ts';

/** How a task is judged. */
export interface JudgeTaskOptions {
  readonly random: Random;
  readonly pool?: TreePool;
  /** True where training rows are replaced step by step. */
  readonly hasCurve: boolean;
}

/** A score by real and by synthetic training on the same real rows. */
export interface ComparedScore {
  readonly id: string;
  readonly name: string;
  /** Trained on real rows, judged on real rows. */
  readonly trtr: number;
  /** Trained on synthetic rows, judged on real rows. */
  readonly tstr: number;
  /** Trained on real columns that were shuffled apart, at least a coin; null where not tried. */
  readonly floor: number | null;
}

/** What one learner reaches; the first score is the one that intervals are drawn for. */
export interface ModelJudgement {
  readonly id: string;
  readonly name: string;
  readonly scores: readonly ComparedScore[];
  /** Over the judged subjects, models fixed; null with fewer than 10 of them. */
  readonly intervals: ScoreIntervals | null;
}

/** A point of the replacement curve. */
export interface ReplacementPoint {
  /** Share of the training rows that are synthetic. */
  readonly share: number;
  readonly value: number;
}

/** A judged task. */
export interface TaskJudgement {
  readonly trainingRows: number;
  readonly judgedRows: number;
  readonly judgedSubjects: number;
  readonly classes: number;
  /** By learner; a refusal of one leaves the others. */
  readonly models: readonly { readonly name: string; readonly outcome: Judged<ModelJudgement> }[];
  readonly curve: { readonly score: string; readonly points: readonly ReplacementPoint[] } | null;
}

const CURVE_SHARES = [0.25, 0.5, 0.75] as const;

/** Trains on real and on synthetic rows, judges both on the holdout. */
export async function judgeTask(
  sides: TaskSides,
  options: JudgeTaskOptions,
): Promise<TaskJudgement> {
  const isNumber = sides.classes.length === 0;
  const models: { readonly name: string; readonly outcome: Judged<ModelJudgement> }[] = [];
  let curve: TaskJudgement['curve'] = null;
  for (const learner of TASK_LEARNERS.filter(({ classesOnly }) => !classesOnly || !isNumber)) {
    const outcome = await refusable(() => judgeLearner(learner, sides, options));
    models.push({ name: learner.name, outcome });
    if (learner === FOREST && outcome.ok && options.hasCurve) {
      curve = await replacementCurve(outcome.value, sides, options);
    }
  }
  return {
    trainingRows: sides.training.frame.rows,
    judgedRows: sides.holdout.frame.rows,
    judgedSubjects: new Set(sides.holdout.subject).size,
    classes: sides.classes.length,
    models,
    curve,
  };
}

async function judgeLearner(
  learner: TaskLearner,
  sides: TaskSides,
  options: JudgeTaskOptions,
): Promise<ModelJudgement> {
  const { holdout } = sides;
  const classes = sides.classes.length;
  const answer = (rows: TaskRows) => answerOf(learner, rows, { ...options, sides });
  const real = await answer(sides.training);
  const synthetic = await answer(sides.synthetic);
  const shuffled = learner === FOREST ? await answer(shuffledRows(sides, options)) : null;
  const scores = scoresOf(classes).map(({ id, name, score, chance }): ComparedScore => {
    const of = (said: Float64Array) => score(said, holdout.target, classes);
    return {
      id,
      name,
      trtr: of(real),
      tstr: of(synthetic),
      floor: shuffled === null ? null : Math.max(of(shuffled), chance ?? Number.NEGATIVE_INFINITY),
    };
  });
  const weighted = (said: Float64Array) => weightedScore(said, holdout.target, classes);
  const intervals = resampledIntervals(
    { real: weighted(real), synthetic: weighted(synthetic) },
    holdout,
    options.random.split('subjects'),
  );
  return { id: learner.id, name: learner.name, scores, intervals };
}

/** Ignorance needs no more rows than these to show. */
const MOST_FLOOR_ROWS = 2_000;

function shuffledRows({ training }: TaskSides, { random }: JudgeTaskOptions): TaskRows {
  return shuffledTaskRows(firstRows(training, MOST_FLOOR_ROWS), random.split('floor'));
}

interface AnswerOptions extends JudgeTaskOptions {
  readonly sides: TaskSides;
}

/** What a learner, trained on some rows, says of the holdout; the same stream for all rows. */
async function answerOf(
  learner: TaskLearner,
  rows: TaskRows,
  { sides, random, pool }: AnswerOptions,
): Promise<Float64Array> {
  const model = await learner.train(rows, {
    random: random.split(learner.id),
    classes: sides.classes.length,
    ...(pool === undefined ? {} : { pool }),
  });
  return model(sides.holdout.frame);
}

/** The last score of the kind (macro-F1, MSE) while real rows give way to synthetic ones. */
async function replacementCurve(
  forest: ModelJudgement,
  sides: TaskSides,
  options: JudgeTaskOptions,
): Promise<TaskJudgement['curve']> {
  const classes = sides.classes.length;
  const last = scoresOf(classes).at(-1) as TaskScore;
  const ends = forest.scores.at(-1) as ComparedScore;
  const points: ReplacementPoint[] = [{ share: 0, value: ends.trtr }];
  for (const share of CURVE_SHARES) {
    const rows = mixedTaskRows(sides.training, sides.synthetic, share);
    const said = await answerOf(FOREST, rows, { ...options, sides });
    points.push({ share, value: last.score(said, sides.holdout.target, classes) });
  }
  return { score: last.name, points: [...points, { share: 1, value: ends.tstr }] };
}

function scoresOf(classes: number): readonly TaskScore[] {
  return classes > 0 ? CLASS_SCORES : NUMBER_SCORES;
}

/** As `judged`, for work that takes time. */
export async function refusable<T>(compute: () => Promise<T>): Promise<Judged<T>> {
  try {
    return { ok: true, value: await compute() };
  } catch (error) {
    if (!(error instanceof IncomputableMetricError)) throw error;
    return { ok: false, reason: error.message };
  }
}
