import type { CurveFigure, Json, ScoreCard, TableFigure } from '../findings.ts';
import type { Judged, Score } from '../metric.ts';
import type { ComparedScore, ModelJudgement, TaskJudgement } from './judge-task.ts';

/** A task with its outcome. */
export interface JudgedTask {
  readonly id: string;
  readonly title: string;
  readonly kind: 'classes' | 'numbers';
  readonly outcome: Judged<TaskJudgement>;
}

/** A card for each learner of a task: the score by synthetic training, real training its ceiling. */
export function taskCards({ id, title, kind, outcome }: JudgedTask): readonly ScoreCard[] {
  const card = (learner: string, label: string, judged: Judged<Score>): ScoreCard => ({
    id: `${id}-${learner}`,
    label: `${title}: ${label}`,
    goal: 'maximize',
    range: [kind === 'classes' ? 0 : LEAST_R2, 1],
    outcome: judged,
  });
  if (!outcome.ok) return [card('forest', 'random forest', outcome)];
  return outcome.value.models.map(({ name, outcome: model }) => {
    if (!model.ok) return card(slug(name), name, model);
    const { id: learner, scores } = model.value;
    const label = `${name}, ${scores[0]?.name ?? ''}`;
    return card(learner, label, { ok: true, value: scoreOf(model.value, kind) });
  });
}

/** What the contract says of a task: its first learner's first score; null where it was refused. */
export function taskContract({ outcome }: JudgedTask): Json {
  const model = outcome.ok ? outcome.value.models[0] : undefined;
  if (model?.outcome.ok !== true) return null;
  const { scores, intervals, name } = model.outcome.value;
  const { trtr, tstr, name: metric } = scores[0] as ComparedScore;
  return {
    trtr,
    tstr,
    delta: tstr - trtr,
    interval: intervals?.delta ?? null,
    metric,
    model: name,
  };
}

/** Every score of every learner of all tasks. */
export function taskTable(tasks: readonly JudgedTask[]): TableFigure {
  const rows = tasks.flatMap(({ title, outcome }) =>
    outcome.ok
      ? outcome.value.models.flatMap(({ outcome: model }) =>
          model.ok ? modelRows(title, model.value) : [],
        )
      : [],
  );
  return {
    kind: 'table',
    title: 'Trained on real and on synthetic rows',
    subtitle:
      'TRTR is trained on real rows, TSTR on as many synthetic ones; both are judged on the same ' +
      'holdout rows. The interval of the difference is over holdout subjects.',
    head: ['task', 'model', 'score', 'TRTR', 'TSTR', 'difference', 'from', 'to', 'floor'],
    rows,
  };
}

/** What a forest reaches while real training rows give way to synthetic ones. */
export function taskCurve({ title, outcome }: JudgedTask): readonly CurveFigure[] {
  if (!outcome.ok || outcome.value.curve === null) return [];
  const { score, points } = outcome.value.curve;
  const at = points.map(({ share, value }) => ({ x: 100 * share, y: value }));
  const real = points[0]?.value ?? 0;
  return [
    {
      kind: 'curve',
      title: `Real rows replaced by synthetic ones: ${title}`,
      subtitle: `${score} of a random forest on holdout rows, by share of synthetic rows in training.`,
      x: { label: 'synthetic rows in training, %', scale: 'linear' },
      y: { label: score, scale: 'linear' },
      series: [
        { name: 'real and synthetic rows', side: 'synthetic', points: at },
        { name: 'real rows only', side: 'real', points: at.map(({ x }) => ({ x, y: real })) },
      ],
    },
  ];
}

/** Sizes behind a task, or why it was refused. */
export function taskNote({ id, title, outcome }: JudgedTask): string {
  if (!outcome.ok) return `utility.${id}: ${title}: ${outcome.reason}`;
  const { trainingRows, judgedRows, judgedSubjects, classes } = outcome.value;
  const asked = classes > 0 ? `${classes} classes` : 'a number';
  return (
    `utility.${id}: ${trainingRows} rows to learn from on either side, ${judgedRows} rows of ` +
    `${judgedSubjects} holdout subjects to be judged on, ${asked}`
  );
}

/** R² below this is shown as this. */
const LEAST_R2 = -1;

function scoreOf({ scores, intervals }: ModelJudgement, kind: JudgedTask['kind']): Score {
  const { trtr, tstr, floor } = scores[0] as ComparedScore;
  const shown = (value: number) => (kind === 'classes' ? value : Math.max(LEAST_R2, value));
  return {
    value: shown(tstr),
    ceiling: shown(trtr),
    interval: intervals?.trtr ?? null,
    floor: floor === null ? null : shown(floor),
    breakdown: {
      delta: tstr - trtr,
      ...(intervals === null
        ? {}
        : { 'delta from': intervals.delta[0], 'delta to': intervals.delta[1] }),
      ...Object.fromEntries(scores.slice(1).map((score) => [score.name, score.tstr])),
    },
  };
}

function modelRows(title: string, { name, scores, intervals }: ModelJudgement) {
  return scores.map(({ name: score, trtr, tstr, floor }, at) => {
    const [from, to] = (at === 0 ? intervals?.delta : null) ?? [null, null];
    return [title, name, score, trtr, tstr, tstr - trtr, from, to, floor];
  });
}

function slug(name: string): string {
  return name.replace(/[^A-Za-z0-9_-]+/g, '-');
}
