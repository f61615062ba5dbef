import type { Random } from '../../../engine/core/random.ts';
import { drawHalves } from '../../../evaluators/ceiling/halves.ts';
import {
  concatRows,
  type FeatureMatrix,
  takeLabels,
  takeRows,
} from '../../../evaluators/learners/feature-matrix.ts';
import { classColumn } from '../../../evaluators/learners/learner.ts';
import { rocAuc } from '../../../evaluators/learners/learner-scores.ts';
import { trainForestClassifier } from '../../../evaluators/learners/random-forest.ts';
import { type ColumnTable, subjectRuns } from './column-table.ts';
import { atMost, type Figure } from './figure.ts';
import type { FigureOptions } from './figure-options.ts';
import { ksDistance, median } from './laws.ts';
import type { Run, TableSides } from './open-run.ts';
import {
  type CommonValues,
  commonValues,
  type SubjectRun,
  subjectFeatures,
} from './subject-features.ts';
import { TARGETS } from './targets.ts';

const GROUP = '2 sequences told apart';
const FOLDS = 3;
const HALVES = 2;
const TREES = 50;
const LEAST_LEAF = 3;
const LEAST_SUBJECTS = 20;
/** Features that are named because they tell the sides apart by themselves. */
const NAMED = 4;

/** Sizes of the test. */
export interface AggregateOptions extends FigureOptions {
  /** Most subjects of a side, and most rows of a subject. */
  readonly mostSubjects: number;
  readonly mostRows: number;
}

/**
 * AUC of a forest that tells the subjects of both sides apart by aggregates of their rows in a table.
 *
 * Both sides have as many subjects; halves of the original, beside, have half of those.
 */
export async function aggregateFigures(
  run: Run,
  options: AggregateOptions,
): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const { name, role } of run.schema.tables) {
    const sides = role === 'sequence' ? run.table(name) : null;
    if (sides === null) continue;
    const figure = await tableFigure(sides, { ...options, random: options.random.split(name) });
    if (figure !== null) figures.push(figure);
  }
  return figures;
}

async function tableFigure(
  { schema, original, synthetic }: TableSides,
  options: AggregateOptions,
): Promise<Figure | null> {
  const common = commonValues(original);
  const ours = featuresOf(original, common, {
    ...options,
    random: options.random.split('original'),
  });
  const theirs = featuresOf(synthetic, common, {
    ...options,
    random: options.random.split('synthetic'),
  });
  if (Math.min(ours.rows, theirs.rows) < LEAST_SUBJECTS) return null;
  const value = await tellApart(ours, theirs, options.random);
  const halves: number[] = [];
  for (const mask of drawHalves(ours.rows, HALVES, options.random)) {
    const rows = (bit: number) => Int32Array.from(mask.keys()).filter((row) => mask[row] === bit);
    halves.push(await tellApart(takeRows(ours, rows(1)), takeRows(ours, rows(0)), options.random));
  }
  return {
    group: GROUP,
    name: `${schema.name}: AUC`,
    value,
    ceiling: median(halves),
    floor: null,
    target: atMost(TARGETS.sequenceAuc),
    note: `${ours.rows} and ${theirs.rows} subjects; most telling: ${tellingFeatures(ours, theirs)}`,
  };
}

function featuresOf(
  table: ColumnTable,
  common: CommonValues,
  { random, mostSubjects, mostRows }: AggregateOptions,
): FeatureMatrix {
  const all: SubjectRun[] = [...subjectRuns(table)];
  const drawn = random.shuffle(all).slice(0, mostSubjects);
  const runs = drawn.map((one) => ({ ...one, to: Math.min(one.to, one.from + mostRows) }));
  return subjectFeatures(table, runs, common);
}

/** AUC of held-out rows; sides are cut to the same size. */
async function tellApart(
  one: FeatureMatrix,
  other: FeatureMatrix,
  random: Random,
): Promise<number> {
  const size = Math.min(one.rows, other.rows);
  const first = Int32Array.from({ length: size }, (_, row) => row);
  const features = concatRows(takeRows(one, first), takeRows(other, first));
  const labels = Int32Array.from({ length: 2 * size }, (_, row) => (row < size ? 0 : 1));
  const scores = new Float64Array(2 * size);
  const rows = Int32Array.from(labels.keys());
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const [inside, outside] = [
      rows.filter((row) => (row % size) % FOLDS === fold),
      rows.filter((row) => (row % size) % FOLDS !== fold),
    ];
    const forest = await trainForestClassifier(
      takeRows(features, outside),
      takeLabels(labels, outside),
      {
        classes: 2,
        trees: TREES,
        leastLeaf: LEAST_LEAF,
        random: random.split('fold', fold),
      },
    );
    const said = classColumn(forest.probabilities(takeRows(features, inside)), 2, 1);
    for (const [at, row] of inside.entries()) scores[row] = said[at] as number;
  }
  return rocAuc(scores, labels);
}

function tellingFeatures(one: FeatureMatrix, other: FeatureMatrix): string {
  const known = (column: Float64Array | undefined) =>
    (column ?? new Float64Array(0)).map((value) => (Number.isNaN(value) ? -1e9 : value));
  return one.names
    .map((name, at) => ({ name, ks: ksDistance(known(one.columns[at]), known(other.columns[at])) }))
    .sort((a, b) => b.ks - a.ks)
    .slice(0, NAMED)
    .map(({ name, ks }) => `${name} (KS ${ks.toFixed(2)})`)
    .join(', ');
}
