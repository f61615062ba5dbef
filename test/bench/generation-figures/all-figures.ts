import { createRandom } from '../../../engine/core/random.ts';
import { aggregateFigures } from './aggregate-figures.ts';
import { chapterFigures } from './chapter-figures.ts';
import { domainFigures } from './domain-figures.ts';
import { endpointFigures } from './endpoint-figures.ts';
import type { Figure } from './figure.ts';
import type { FigureOptions } from './figure-options.ts';
import { gapFigures } from './gap-figures.ts';
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
  /** True to judge accuracy where a run has no report, and labels in all ways. */
  readonly thorough: boolean;
}

export const FULL: FiguresEffort = {
  draws: 20,
  mostSubjects: 2000,
  mostRows: 5000,
  thorough: true,
};
export const QUICK: FiguresEffort = {
  draws: 8,
  mostSubjects: 800,
  mostRows: 1000,
  thorough: false,
};

const SEED = 1;

/** Figures of a run with the processor seconds that each family of them took. */
export interface RunFigures {
  readonly run: string;
  readonly figures: readonly Figure[];
  readonly seconds: Readonly<Record<string, number>>;
}

type FigureList = readonly Figure[];

/** A part of the table: some figures of one kind. */
interface Family {
  readonly name: string;
  figures(run: Run, options: FiguresEffort & FigureOptions): FigureList | Promise<FigureList>;
}

const FAMILIES: readonly Family[] = [
  { name: '1 QA', figures: qaFigures },
  { name: '2 sequences told apart', figures: aggregateFigures },
  { name: '3 links', figures: linkFigures },
  { name: '4 blind re-link', figures: relinkFigures },
  { name: '5 endpoints', figures: overTables(endpointFigures) },
  { name: '6 gaps', figures: overTables(gapFigures) },
  { name: '7 domain rules', figures: domainFigures },
  { name: '8 utility', figures: utilityFigures },
  { name: '8 utility of the report', figures: reportUtilityFigures },
  { name: '9 copying', figures: copyingFigures },
  { name: '10 speed', figures: speedFigures },
  { name: '11 text', figures: textFigures },
  { name: '12 graph and mix', figures: mixFigures },
  { name: '13 report', figures: chapterFigures },
];

/**
 * Works out all figures of a run.
 *
 * A family that cannot be computed becomes one figure without a value that says why, so that the
 * others are still seen.
 */
export async function allFigures(run: Run, effort: FiguresEffort): Promise<RunFigures> {
  const random = createRandom(SEED, 'generation-figures');
  const seconds: Record<string, number> = {};
  const figures: Figure[] = [];
  const reading = process.cpuUsage();
  sequenceTables(run);
  seconds.reading = processorSeconds(reading);
  for (const family of FAMILIES) {
    const started = process.cpuUsage();
    const options = { ...effort, random: random.split(family.name) };
    figures.push(...(await orReason(family, () => family.figures(run, options))));
    seconds[family.name] = processorSeconds(started);
  }
  return { run: run.name, figures: inGroups(figures), seconds };
}

function processorSeconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}

async function orReason(
  { name }: Family,
  work: () => FigureList | Promise<FigureList>,
): Promise<FigureList> {
  try {
    return await work();
  } catch (error) {
    const note = error instanceof Error ? error.message : String(error);
    const nothing = { value: null, ceiling: null, floor: null, target: null };
    return [{ group: name, name: 'not to be had', ...nothing, note }];
  }
}

/** As the report has it; judged anew where there is none, if that is asked for. */
function qaFigures(run: Run, options: FiguresEffort & FigureOptions): FigureList {
  const isReported = at(run.report, 'overall') !== undefined;
  if (isReported || !options.thorough) return accuracyFigures(run.report);
  return accuracyFigures(judgeAccuracy(run, options.random));
}

function overTables(of: (sides: TableSides, options: FigureOptions) => FigureList) {
  return (run: Run, options: FigureOptions): FigureList =>
    sequenceTables(run).flatMap((sides) => of(sides, options));
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
