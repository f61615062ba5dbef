import { takeLabels, takeRows } from '../../../evaluators/learners/feature-matrix.ts';
import { classColumn } from '../../../evaluators/learners/learner.ts';
import { averagePrecision, rocAuc } from '../../../evaluators/learners/learner-scores.ts';
import { trainForestClassifier } from '../../../evaluators/learners/random-forest.ts';
import { atLeast, type Figure } from './figure.ts';
import type { FigureOptions } from './figure-options.ts';
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
/** Halves of the training that stand behind a ceiling. */
const HALVES = 4;

const SCORES = [
  { name: 'ROC AUC', of: rocAuc },
  { name: 'average precision', of: averagePrecision },
] as const;

interface UtilityOptions extends FigureOptions {
  /** False to leave out ports, and what halves of the training teach. */
  readonly thorough: boolean;
}

/** How well a forest learns the label of flows from synthetic rows, asked about the real holdout. */
export async function utilityFigures(
  run: Run,
  options: UtilityOptions,
): Promise<readonly Figure[]> {
  const flows = run.table('flows');
  if (flows === null || !hasLabels(flows.original, run.dictionary)) return [];
  const figures: Figure[] = [];
  for (const ports of options.thorough ? [true, false] : [false]) {
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
  options: UtilityOptions,
): Promise<readonly Figure[]> {
  for (const side of [training, holdout]) {
    const others = side.labels.length - side.positives;
    if (Math.min(side.positives, others) < LEAST_EACH) return [noFigure(features, side)];
  }
  const positives = [training, holdout, synthetic].map((side) => side.positives);
  const note = `${positives.join(', ')} positives of training, holdout, synthetic`;
  const scored = (rows: LabelledRows, few: boolean) =>
    medianScores(rows, holdout, { ...options, few });
  const figures: Figure[] = [];
  for (const few of [false, true]) {
    const scores = {
      original: await scored(training, few),
      synthetic: await scored(synthetic, few),
      halves: options.thorough ? await halfScores(training, holdout, { ...options, few }) : [],
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
    /** Of halves of the training subjects. */
    readonly halves: readonly Scores[];
  },
  { name, note }: { readonly name: string; readonly note: string },
): readonly Figure[] {
  return SCORES.map((score, at): Figure => {
    const [original, synthetic] = [scores.original[at], scores.synthetic[at]] as [number, number];
    const halves = median(scores.halves.map((half) => half[at] as number));
    const ceiling = Number.isNaN(halves) ? null : halves;
    return {
      group: GROUP,
      name: `${name}: ${score.name}`,
      value: Number.isNaN(synthetic) ? null : synthetic,
      original,
      ceiling,
      floor: score.of === rocAuc ? 0.5 : null,
      target: atLeast(Math.min(original - TARGETS.utility, ceiling ?? 1)),
      note,
    };
  });
}

/** What halves of the training's subjects teach: those of rows would share their subjects. */
async function halfScores(
  training: LabelledRows,
  holdout: LabelledRows,
  options: ScoreOptions,
): Promise<readonly Scores[]> {
  const subjects = [...new Set(training.subject)];
  const all: Scores[] = [];
  for (let draw = 0; draw < HALVES / 2; draw += 1) {
    const order = options.random.split('halves', draw).shuffle([...subjects]);
    const first = new Set(order.slice(0, order.length >> 1));
    for (const isFirst of [true, false]) {
      const half = someRows(training, (position) => first.has(position) === isFirst);
      all.push(await medianScores(half, holdout, options));
    }
  }
  return all;
}

function someRows(rows: LabelledRows, takes: (position: number) => boolean): LabelledRows {
  const kept = Int32Array.from(rows.subject.keys()).filter((row) =>
    takes(rows.subject[row] as number),
  );
  const labels = takeLabels(rows.labels, kept);
  return {
    features: takeRows(rows.features, kept),
    labels,
    subject: takeLabels(rows.subject, kept),
    positives: labels.reduce((sum, label) => sum + label, 0),
  };
}

interface ScoreOptions extends FigureOptions {
  /** True for several draws of a few rows. */
  readonly few: boolean;
}

async function medianScores(
  rows: LabelledRows,
  asked: LabelledRows,
  { random, few }: ScoreOptions,
): Promise<Scores> {
  if (Math.min(rows.positives, rows.labels.length - rows.positives) < LEAST_EACH)
    return SCORES.map(() => Number.NaN);
  const all: (readonly number[])[] = [];
  for (let draw = 0; draw < (few ? FEW_DRAWS : 1); draw += 1) {
    const own = random.split('forest', draw);
    const order = own.shuffle([...rows.labels.keys()]);
    const size = few ? FEW_ROWS : order.length;
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
