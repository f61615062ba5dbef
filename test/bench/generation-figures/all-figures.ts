import { createRandom } from '../../../engine/core/random.ts';
import { aggregateFigures } from './aggregate-figures.ts';
import { domainFigures } from './domain-figures.ts';
import { endpointFigures } from './endpoint-figures.ts';
import type { Figure } from './figure.ts';
import { type FigureOptions, gapFigures } from './gap-figures.ts';
import { judgeAccuracy } from './judge-accuracy.ts';
import { linkFigures } from './link-figures.ts';
import { mixFigures } from './mix-figures.ts';
import { at, type Run, type TableSides } from './open-run.ts';
import {
  accuracyFigures,
  copyingFigures,
  relinkFigures,
  reportUtilityFigures,
} from './report-figures.ts';
import { speedFigures } from './speed-figures.ts';
import { textFigures } from './text-figures.ts';
import { utilityFigures } from './utility-figures.ts';

/** How much work the figures may be. */
export interface FiguresEffort {
  readonly draws: number;
  readonly mostSubjects: number;
  readonly mostRows: number;
  /** True to judge the accuracy of runs that have no report. */
  readonly accuracy: boolean;
}

export const FULL: FiguresEffort = { draws: 8, mostSubjects: 3000, mostRows: 5000, accuracy: true };
export const QUICK: FiguresEffort = {
  draws: 6,
  mostSubjects: 800,
  mostRows: 1000,
  accuracy: false,
};

const SEED = 1;

/** Figures of a run with the seconds that each family of them took. */
export interface RunFigures {
  readonly run: string;
  readonly figures: readonly Figure[];
  readonly seconds: Readonly<Record<string, number>>;
}

/** Works out all figures of a run. */
export async function allFigures(run: Run, effort: FiguresEffort): Promise<RunFigures> {
  const random = createRandom(SEED, 'generation-figures');
  const seconds: Record<string, number> = {};
  const timed = async <T>(name: string, work: () => T | Promise<T>): Promise<T> => {
    const from = performance.now();
    const result = await work();
    seconds[name] = (performance.now() - from) / 1000;
    return result;
  };
  const own = (name: string) => ({ ...effort, random: random.split(name) });
  const tables = await timed('reading', () => sequenceTables(run));
  const overTables = (
    of: (sides: TableSides, options: FigureOptions) => readonly Figure[],
    name: string,
  ) => timed(name, () => tables.flatMap((sides) => of(sides, own(name))));
  const isReported = at(run.report, 'overall') !== undefined;
  const accuracy =
    isReported || !effort.accuracy
      ? run.report
      : await timed('accuracy', () => judgeAccuracy(run, random.split('accuracy')));
  const figures = [
    ...accuracyFigures(accuracy),
    ...(await timed('aggregates', () => aggregateFigures(run, own('aggregates')))),
    ...(await timed('links', () => linkFigures(run, own('links')))),
    ...relinkFigures(run),
    ...(await overTables(endpointFigures, 'endpoints')),
    ...(await overTables(gapFigures, 'gaps')),
    ...(await timed('domain rules', () => domainFigures(run))),
    ...(await timed('utility', () => utilityFigures(run, own('utility')))),
    ...reportUtilityFigures(run),
    ...copyingFigures(run),
    ...speedFigures(run),
    ...(await timed('text', () => textFigures(run, own('text')))),
    ...(await timed('mix', () => mixFigures(run, own('mix')))),
  ];
  return { run: run.name, figures: inGroups(figures), seconds };
}

function sequenceTables(run: Run): readonly TableSides[] {
  return run.schema.tables.flatMap(({ name, role }) => {
    const sides = role === 'sequence' ? run.table(name) : null;
    return sides === null ? [] : [sides];
  });
}

/** Groups in the order of their numbers; figures of a group in theirs. */
function inGroups(figures: readonly Figure[]): readonly Figure[] {
  const number = ({ group }: Figure) => Number.parseInt(group, 10);
  return [...figures].sort((one, other) => number(one) - number(other));
}
