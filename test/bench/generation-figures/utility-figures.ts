import { takeLabels, takeRows } from '../../../evaluators/learners/feature-matrix.ts';
import { classColumn } from '../../../evaluators/learners/learner.ts';
import { averagePrecision, rocAuc } from '../../../evaluators/learners/learner-scores.ts';
import { trainForestClassifier } from '../../../evaluators/learners/random-forest.ts';
import { atLeast, type Figure } from './figure.ts';
import type { FigureOptions } from './gap-figures.ts';
import { hasLabels, type LabelledRows, labelledRows } from './labelled-rows.ts';
import { median } from './laws.ts';
import type { Run, TableSides } from './open-run.ts';
import { TARGETS } from './targets.ts';

const GROUP = '8 utility';
const TREES = 100;
const LEAST_EACH = 5;
/** With so few rows a difference shows that many rows would hide. */
const FEW_ROWS = 200;
const FEW_DRAWS = 5;

const SCORES = [
  { name: 'ROC AUC', of: rocAuc },
  { name: 'average precision', of: averagePrecision },
] as const;

/** How well a forest learns the label of flows from synthetic rows, asked about the real holdout. */
export async function utilityFigures(run: Run, options: FigureOptions): Promise<readonly Figure[]> {
  const flows = run.table('flows');
  if (flows === null || !hasLabels(flows.original, run.dictionary)) return [];
  const figures: Figure[] = [];
  for (const ports of [true, false]) {
    const rows = labelledSides(flows, run, { ...options, ports });
    figures.push(...(await judged(rows, ports ? 'with ports' : 'without ports', options)));
  }
  return figures;
}

interface LabelledSides {
  readonly training: LabelledRows;
  readonly holdout: LabelledRows;
  readonly synthetic: LabelledRows;
}

function labelledSides(
  { original, synthetic }: TableSides,
  { dictionary, trainingSubjects }: Run,
  { random, ports }: FigureOptions & { readonly ports: boolean },
): LabelledSides {
  const options = { dictionary, ports };
  return {
    training: labelledRows(original, {
      ...options,
      random: random.split('training'),
      takes: (position) => position < trainingSubjects,
    }),
    holdout: labelledRows(original, {
      ...options,
      random: random.split('holdout'),
      takes: (position) => position >= trainingSubjects,
    }),
    synthetic: labelledRows(synthetic, {
      ...options,
      random: random.split('synthetic'),
      takes: () => true,
    }),
  };
}

async function judged(
  { training, holdout, synthetic }: LabelledSides,
  features: string,
  options: FigureOptions,
): Promise<readonly Figure[]> {
  for (const side of [training, holdout]) {
    const others = side.labels.length - side.positives;
    if (Math.min(side.positives, others) < LEAST_EACH) return [noFigure(features, side)];
  }
  const positives = [training, holdout, synthetic].map((side) => side.positives);
  const note = `${positives.join(', ')} positives of training, holdout, synthetic`;
  const scored = (rows: LabelledRows, few: boolean, part = 1) =>
    medianScores(rows, holdout, { ...options, few, part });
  const figures: Figure[] = [];
  for (const few of [false, true]) {
    const scores = {
      original: await scored(training, few),
      synthetic: await scored(synthetic, few),
      ceiling: few ? null : await scored(training, few, 0.5),
    };
    const name = few ? `label, ${features}, ${FEW_ROWS} training rows` : `label, ${features}`;
    figures.push(...scoreFigures(scores, { name, note }));
  }
  return figures;
}

function noFigure(features: string, { positives, labels }: LabelledRows): Figure {
  const note = `${positives} rows of the label and ${labels.length - positives} others in a part of the original`;
  const nothing = { value: null, ceiling: null, floor: null, target: null };
  return { group: GROUP, name: `label, ${features}`, ...nothing, note };
}

type Scores = readonly number[];

function scoreFigures(
  scores: {
    readonly original: Scores;
    readonly synthetic: Scores;
    readonly ceiling: Scores | null;
  },
  { name, note }: { readonly name: string; readonly note: string },
): readonly Figure[] {
  return SCORES.map((score, at): Figure => {
    const [original, synthetic] = [scores.original[at], scores.synthetic[at]] as [number, number];
    return {
      group: GROUP,
      name: `${name}: ${score.name}`,
      value: Number.isNaN(synthetic) ? null : synthetic,
      original,
      ceiling: scores.ceiling?.[at] ?? null,
      floor: score.of === rocAuc ? 0.5 : null,
      target: atLeast(original - TARGETS.utility),
      note,
    };
  });
}

interface ScoreOptions extends FigureOptions {
  /** True for several draws of a few rows. */
  readonly few: boolean;
  /** Share of the rows that is learnt from. */
  readonly part: number;
}

async function medianScores(
  rows: LabelledRows,
  asked: LabelledRows,
  { random, few, part }: ScoreOptions,
): Promise<Scores> {
  if (Math.min(rows.positives, rows.labels.length - rows.positives) < LEAST_EACH)
    return SCORES.map(() => Number.NaN);
  const all: (readonly number[])[] = [];
  for (let draw = 0; draw < (few ? FEW_DRAWS : 1); draw += 1) {
    const own = random.split('forest', draw);
    const order = own.shuffle([...rows.labels.keys()]);
    const size = few ? FEW_ROWS : Math.ceil(order.length * part);
    const taken = Int32Array.from(order.slice(0, size));
    const labels = takeLabels(rows.labels, taken);
    if (new Set(labels).size < 2) continue;
    const options = { classes: 2, trees: TREES, random: own };
    const forest = await trainForestClassifier(takeRows(rows.features, taken), labels, options);
    const said = classColumn(forest.probabilities(asked.features), 2, 1);
    all.push(SCORES.map(({ of }) => of(said, asked.labels)));
  }
  return SCORES.map((_, at) => median(all.map((scores) => scores[at] as number)));
}
