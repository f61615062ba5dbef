import { atLeast, atMost, type Figure, near } from './figure.ts';
import { at, type Json, keysAt, numberAt, type Run } from './open-run.ts';
import { TARGETS } from './targets.ts';

const COPYING = '9 copying';

/** Accuracy of each table and of all, out of report.json or what has its form. */
export function accuracyFigures(report: Json): readonly Figure[] {
  const all = figureOfAccuracy('overall', {
    value: numberAt(report, 'overall', 'accuracy'),
    ceiling: numberAt(report, 'overall', 'ceiling'),
    most: numberAt(report, 'overall', 'max'),
    floor: null,
  });
  const tables = keysAt(report, 'tables').flatMap((table) =>
    ['overall', 'trivariate', 'coherence'].map((part) => {
      const of = (what: string) => numberAt(report, 'tables', table, what, part);
      const name = `${table} ${part}`;
      const sides = { value: of('accuracy'), ceiling: of('ceiling'), most: of('max') };
      return figureOfAccuracy(name, { ...sides, floor: of('floor') });
    }),
  );
  const mean = (what: string) => meanOf(trivariatesOf(report, what));
  const triples = figureOfAccuracy('overall trivariate', {
    value: mean('accuracy'),
    ceiling: mean('ceiling'),
    most: mean('max'),
    floor: mean('floor'),
  });
  return [all, triples, ...tables].filter(({ value }) => value !== null);
}

interface AccuracyParts {
  readonly value: number | null;
  readonly ceiling: number | null;
  readonly most: number | null;
  readonly floor: number | null;
}

function figureOfAccuracy(name: string, { value, ceiling, most, floor }: AccuracyParts): Figure {
  const target = ceiling === null ? null : atLeast(ceiling - TARGETS.accuracyBelowCeiling);
  const note = most === null ? {} : { note: `max ${most.toFixed(4)}` };
  return { group: '1 QA', name, value, ceiling, floor, target, ...note };
}

function trivariatesOf(report: Json, what: string): readonly (number | null)[] {
  return keysAt(report, 'tables').map((table) =>
    numberAt(report, 'tables', table, what, 'trivariate'),
  );
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value): value is number => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** F1 of linking the synthetic rows anew beside that of the original ones. */
export function relinkFigures({ report }: Run): readonly Figure[] {
  const value = numberAt(report, 'links', 'relink', 'f1');
  const original = numberAt(report, 'links', 'relink', 'f1Original');
  if (value === null) return [];
  const target = near(original, TARGETS.relink);
  return [
    { group: '4 blind re-link', name: 'F1', value, original, ceiling: null, floor: 0, target },
    ...jointFigures(report),
  ];
}

function jointFigures(report: Json): readonly Figure[] {
  return ['jointAccuracy', 'lagAccuracy'].map((law) => {
    const of = (what: string) => numberAt(report, 'links', law, what);
    const ceiling = of('ceiling');
    const target = ceiling === null ? null : atLeast(ceiling - TARGETS.accuracyBelowCeiling);
    const name = `links.${law} of the report`;
    return { group: '3 links', name, value: of('value'), ceiling, floor: of('floor'), target };
  });
}

/** Whether rows of the training were copied. */
export function copyingFigures({ report }: Run): readonly Figure[] {
  const shares = keysAt(report, 'tables').map((table): Figure => {
    const value = numberAt(report, 'tables', table, 'distances', 'dcrShare');
    const real = numberAt(report, 'scores', 'similarity', `${table}-dcr-share`, 'ceiling');
    const target = atMost(Math.max(TARGETS.dcrShare, real ?? 0));
    const name = `DCR share, ${table}`;
    return { group: COPYING, name, value, ceiling: real ?? 0.5, floor: null, target };
  });
  const membership: Figure = {
    group: COPYING,
    name: 'membership AUC',
    value: numberAt(report, 'privacy', 'membershipAuc'),
    ceiling: 0.5,
    floor: null,
    target: atMost(TARGETS.membershipAuc),
  };
  const planted = numberAt(report, 'privacy', 'canaries', 'planted');
  const canaries: Figure = {
    group: COPYING,
    name: 'canaries emitted',
    value: numberAt(report, 'privacy', 'canaries', 'emitted'),
    ceiling: 0,
    floor: null,
    target: atMost(0),
    note: `${planted ?? 'unknown number'} planted`,
  };
  return [...shares, membership, canaries].filter(({ value }) => value !== null);
}

/** Utility as the run's own report has it. */
export function reportUtilityFigures({ report }: Run): readonly Figure[] {
  return keysAt(report, 'utility').flatMap((task) => {
    const [trtr, tstr] = ['trtr', 'tstr'].map((what) => numberAt(report, 'utility', task, what));
    if (trtr == null || tstr == null) return [];
    const metric = String(at(report, 'utility', task, 'metric'));
    const target = atLeast(trtr - TARGETS.utility);
    const name = `${task}: ${metric} of the report`;
    return [
      { group: '8 utility', name, value: tstr, original: trtr, ceiling: null, floor: null, target },
    ];
  });
}
