import type { AccuracyMeans } from '../pairs/accuracy-means.ts';
import type { LinkReport, ReportData, ScoreReport, TableReport } from './report-data.ts';

/** Reasons of the figures that no evaluator computes yet. */
export const LATER_WORK: readonly string[] = [
  'tables.*.similarity and tables.*.distances are null: embeddings are not computed yet',
  'links.relink is null: the blind re-link is not run yet',
  'utility and privacy are null: not computed yet',
];

const NO_SIMILARITY = {
  cosineTraining: null,
  cosineHoldout: null,
  aucTraining: null,
  aucHoldout: null,
};
const NO_DISTANCES = { ims: null, dcr: null, dcrShare: null, nndr: null };
const NO_SCORE: ScoreReport = { value: null, ceiling: null, floor: null };

/**
 * The machine-readable report, as other programs read it.
 *
 * Scores of the links are `{ value, ceiling, floor }`; accuracies of tables have their ceilings
 * and floors beside them; a figure that cannot be computed is null with its reason in `notes`.
 */
export function reportJson(data: ReportData): Readonly<Record<string, unknown>> {
  const { facts, rows, overall, gates, notes } = data;
  return {
    entwine: facts.entwine,
    scenario: facts.scenario,
    seed: facts.seed,
    engine: facts.engine,
    rows,
    integrity: integrityJson(data),
    tables: Object.fromEntries(data.tables.map((table) => [table.name, tableJson(table)])),
    overall: {
      accuracy: round7(overall.accuracy),
      max: round7(overall.max),
      ceiling: round7(overall.ceiling),
    },
    links: data.links === null ? null : linksJson(data.links),
    domainRules: facts.domainRules ?? null,
    utility: null,
    privacy: null,
    gates,
    timings: facts.timings,
    notes,
  };
}

function integrityJson({ facts }: ReportData) {
  const { orphans, duplicateKeys, orderViolations, linksOutsideWindow } = facts.integrity;
  return { orphans, duplicateKeys, orderViolations, linksOutsideWindow };
}

function tableJson(table: TableReport) {
  return {
    accuracy: meansJson(table.accuracy),
    max: meansJson(table.max),
    ceiling: meansJson(table.ceiling),
    floor: meansJson(table.floor),
    similarity: NO_SIMILARITY,
    distances: NO_DISTANCES,
  };
}

function meansJson(means: AccuracyMeans) {
  return {
    overall: round7(means.overall),
    univariate: round7(means.univariate),
    bivariate: round7(means.bivariate),
    trivariate: round7(means.trivariate),
    coherence: round7(means.coherence),
  };
}

function linksJson(links: LinkReport) {
  return {
    rate: {
      original: round7(links.rate.original),
      synthetic: round7(links.rate.synthetic),
      ...scoreJson(links.rate),
      event: links.eventRate,
      flow: links.flowRate,
    },
    jointAccuracy: scoreJson(links.joint),
    lagAccuracy: scoreJson(links.lag),
    fanOut: { event: scoreJson(links.fanOutEvent), flow: scoreJson(links.fanOutFlow) },
    relink: { precision: null, recall: null, f1: null, f1Original: null, ...NO_SCORE },
  };
}

function scoreJson({ value, ceiling, floor }: ScoreReport) {
  return { value: round7(value), ceiling: round7(ceiling), floor: round7(floor) };
}

function round7(figure: number | null): number | null {
  return figure === null ? null : Math.round(figure * 1e7) / 1e7;
}
