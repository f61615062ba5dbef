import { type ColumnTable, subjectRuns } from './column-table.ts';
import { atMost, type Figure } from './figure.ts';
import type { FigureOptions } from './figure-options.ts';
import type { Run, TableSides } from './open-run.ts';
import { rowFeatures } from './row-features.ts';
import { commonValues, type SubjectRun, subjectFeatures } from './subject-features.ts';
import { TARGETS } from './targets.ts';
import { type OwnedFeatures, tellApart } from './tell-apart.ts';

const GROUP = '2 sequences told apart';
const LEAST_SUBJECTS = 20;

/** Commonest values that have a feature each, and that rows are ranked by. */
const FEW_VALUES = 6;
const MANY_VALUES = 30;

/** Most rows of a subject that are told apart one by one. */
const MOST_PAIRS = 20;

/** Sizes of the tests. */
export interface AggregateOptions extends FigureOptions {
  /** Most subjects of a side, and most rows of a subject; rows one by one are twice as many. */
  readonly mostSubjects: number;
  readonly mostRows: number;
}

/**
 * AUC of forests that tell both sides apart: subjects by aggregates of their rows in a table, and
 * rows with the row before them.
 *
 * Both sides have as many; halves of the original's subjects, beside, have half of those.
 */
export async function aggregateFigures(
  run: Run,
  options: AggregateOptions,
): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const { name, role } of run.schema.tables) {
    const sides = role === 'sequence' ? run.table(name) : null;
    if (sides === null) continue;
    const own = { ...options, random: options.random.split(name) };
    figures.push(...(await subjectsApart(sides, own)), ...(await rowsApart(sides, own)));
  }
  return figures;
}

async function subjectsApart(
  { schema, original, synthetic }: TableSides,
  options: AggregateOptions,
): Promise<readonly Figure[]> {
  const common = commonValues(original, FEW_VALUES);
  const features = (table: ColumnTable, side: string): OwnedFeatures => {
    const drawn = drawnRuns(table, side, options).slice(0, options.mostSubjects);
    const runs = drawn.map((one) => ({
      ...one,
      to: Math.min(one.to, one.from + options.mostRows),
    }));
    const subject = Int32Array.from(runs, ({ position }) => position);
    return { features: subjectFeatures(table, runs, common), subject };
  };
  const sides = [features(original, 'original'), features(synthetic, 'synthetic')] as const;
  return judged(sides, { name: `${schema.name}: AUC`, target: TARGETS.sequenceAuc, ...options });
}

async function rowsApart(
  { schema, original, synthetic }: TableSides,
  options: AggregateOptions,
): Promise<readonly Figure[]> {
  const common = commonValues(original, MANY_VALUES);
  const features = (table: ColumnTable, side: string): OwnedFeatures => {
    const rows = drawnRows(table, side, options);
    const subject = rows.map((row) => table.subject[row] as number);
    return { features: rowFeatures(table, rows, common), subject };
  };
  const sides = [features(original, 'original'), features(synthetic, 'synthetic')] as const;
  const name = `${schema.name}: AUC of rows with the row before`;
  return judged(sides, { name, target: TARGETS.rowAuc, ...options });
}

interface JudgedOptions extends AggregateOptions {
  readonly name: string;
  readonly target: number;
}

async function judged(
  [original, synthetic]: readonly [OwnedFeatures, OwnedFeatures],
  { name, target, random }: JudgedOptions,
): Promise<readonly Figure[]> {
  const sizes = [original, synthetic].map(({ subject }) => new Set(subject).size);
  if (Math.min(...sizes) < LEAST_SUBJECTS) return [];
  const { auc, halves, telling } = await tellApart(original, synthetic, random);
  const rows = [original, synthetic].map(({ subject }) => subject.length);
  return [
    {
      group: GROUP,
      name,
      value: auc,
      ceiling: halves,
      floor: null,
      target: atMost(target),
      note: `${rows.join(' and ')}; most telling: ${telling}`,
    },
  ];
}

/** Subjects in random order. */
function drawnRuns(
  table: ColumnTable,
  side: string,
  { random }: AggregateOptions,
): readonly SubjectRun[] {
  return random.split(side).shuffle([...subjectRuns(table)]);
}

/** Some rows of each subject but its first, the rows in random order. */
function drawnRows(table: ColumnTable, side: string, options: AggregateOptions): Int32Array {
  const most = 2 * options.mostSubjects;
  const random = options.random.split('rows', side);
  const rows: number[] = [];
  for (const { from, to } of drawnRuns(table, side, options)) {
    if (rows.length >= most) break;
    const own = Array.from({ length: to - from - 1 }, (_, at) => from + 1 + at);
    rows.push(...random.shuffle(own).slice(0, MOST_PAIRS));
  }
  return Int32Array.from(random.shuffle(rows).slice(0, most));
}
