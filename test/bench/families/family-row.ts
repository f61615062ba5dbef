import { createRandom } from '../../../engine/core/random.ts';
import type { MeasuredFamily } from '../../../engine/models/family-benchmark.ts';
import { aggregateFigures } from '../generation-figures/aggregate-figures.ts';
import type { FiguresEffort } from '../generation-figures/all-figures.ts';
import type { Figure } from '../generation-figures/figure.ts';
import { numberAt, openRun, type Run } from '../generation-figures/open-run.ts';
import {
  accuracyFigures,
  copyingFigures,
  relinkFigures,
} from '../generation-figures/report-figures.ts';
import { speedFigures } from '../generation-figures/speed-figures.ts';

/** What a family reached on a scenario. */
export interface FamilyRow {
  readonly scenario: string;
  readonly family: string;
  /** Quality, privacy and speed, as `generation-figures` names them. */
  readonly figures: readonly Figure[];
  /** By table, in the form that families are chosen by. */
  readonly measured: readonly MeasuredFamily[];
}

const SEED = 1;

/** Reads the figures of a judged run. */
export async function familyRow(
  folder: string,
  of: { readonly scenario: string; readonly family: string },
  effort: FiguresEffort,
): Promise<FamilyRow> {
  const run = openRun(folder);
  const random = createRandom(SEED, 'generation-figures').split('2 sequences told apart');
  const figures = [
    ...accuracyFigures(run.report),
    ...(await aggregateFigures(run, { ...effort, random })),
    ...relinkFigures(run),
    ...copyingFigures(run),
    ...speedFigures(run),
  ];
  return { ...of, figures, measured: measuredTables(run, of) };
}

function measuredTables(
  run: Run,
  of: { readonly scenario: string; readonly family: string },
): readonly MeasuredFamily[] {
  return run.schema.tables.flatMap(({ name, role }) => {
    const accuracy = numberAt(run.report, 'tables', name, 'accuracy', 'overall');
    const original = run.table(name)?.original;
    if (accuracy === null || original === undefined) return [];
    const owners = original.subject.filter((position) => position < run.trainingSubjects);
    return [
      {
        scenario: of.scenario,
        table: name,
        role,
        rows: owners.length,
        subjects: new Set(owners).size,
        family: of.family,
        accuracy,
        membershipAuc: numberAt(run.report, 'privacy', 'membershipAuc'),
        seconds: numberAt(run.manifest, 'stages', 'train', 'seconds'),
      },
    ];
  });
}
