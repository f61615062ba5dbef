import type { Chapter, Json, ScoreCard } from '../findings.ts';
import { isInsideCeiling, normalisedScore } from '../metric.ts';
import type { AccuracyMeans } from '../pairs/accuracy-means.ts';
import { withoutName } from './own-notes.ts';
import type { LinkReport, ReportData, ScoreReport, TableReport } from './report-data.ts';

const NO_SIMILARITY = {
  cosineTraining: null,
  cosineHoldout: null,
  aucTraining: null,
  aucHoldout: null,
};
const NO_DISTANCES = { ims: null, imsEqualSizes: null, dcr: null, dcrShare: null, nndr: null };
const NO_SCORE: ScoreReport = { value: null, ceiling: null, floor: null };

/**
 * The machine-readable report, as other programs read it.
 *
 * Scores of the links are `{ value, ceiling, floor }`; accuracies of tables have their ceilings
 * and floors beside them; a figure that cannot be computed is null with its reason in `notes`.
 */
export function reportJson(data: ReportData): ReportDocument {
  const { facts, rows, overall, gates, notes } = data;
  const document = {
    entwine: facts.entwine,
    scenario: facts.scenario,
    seed: facts.seed,
    engine: facts.engine,
    rows,
    integrity: { ...facts.integrity },
    tables: Object.fromEntries(data.tables.map((table) => [table.name, tableJson(table)])),
    overall: {
      accuracy: round7(overall.accuracy),
      max: round7(overall.max),
      ceiling: round7(overall.ceiling),
    },
    links: data.links === null ? null : linksJson(data.links),
    domainRules: null,
    utility: null,
    privacy: null,
    training: null,
    scores: Object.fromEntries(data.chapters.map((chapter) => [chapter.id, scoresJson(chapter)])),
    gates,
    timings: facts.timings,
    notes: [...notes, ...data.chapters.flatMap(chapterNotes)],
  };
  for (const { contract } of data.chapters) {
    for (const [place, value] of Object.entries(contract)) setPlace(document, place, value);
  }
  return document;
}

/** The document, with the parts that its makers read again. */
export interface ReportDocument extends Readonly<Record<string, unknown>> {
  readonly notes: readonly string[];
}

type JsonObject = Record<string, unknown>;

/** Puts a value at a dotted place; objects on the way are made, values there are replaced. */
function setPlace(document: JsonObject, place: string, value: Json): void {
  const steps = place.split('.');
  let at = document;
  for (const step of steps.slice(0, -1)) {
    const next = at[step];
    const isObject = typeof next === 'object' && next !== null && !Array.isArray(next);
    at[step] = isObject ? { ...next } : {};
    at = at[step] as JsonObject;
  }
  at[steps.at(-1) ?? ''] = roundedJson(value);
}

function scoresJson({ scores }: Chapter) {
  return Object.fromEntries(scores.map((card) => [card.id, cardJson(card)]));
}

function cardJson({ label, goal, range, outcome }: ScoreCard) {
  if (!outcome.ok) return { label, goal, range, value: null, reason: outcome.reason };
  const { value, ceiling, interval, floor, breakdown } = outcome.value;
  return {
    label,
    goal,
    range,
    value: round7(value),
    ceiling: round7(ceiling),
    interval: interval === null ? null : interval.map(round7),
    floor: round7(floor),
    normalised: round7(normalisedScore(outcome.value, { goal, range })),
    insideCeiling: isInsideCeiling(outcome.value),
    ...(Object.keys(breakdown).length === 0 ? {} : { breakdown: roundedJson(breakdown) }),
  };
}

function chapterNotes({ id, scores, notes }: Chapter): readonly string[] {
  const refusals = scores.flatMap(({ id: card, outcome }) =>
    outcome.ok ? [] : [`scores.${id}.${card} is null: ${outcome.reason}`],
  );
  return [...refusals, ...notes.map((note) => `${id}: ${withoutName(note, id)}`)];
}

function roundedJson(value: Json): Json {
  if (typeof value === 'number') return roundedNumber(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(roundedJson);
  return Object.fromEntries(
    Object.entries(value).map(([name, one]: [string, Json]) => [name, roundedJson(one)]),
  );
}

/** As all figures; but a small one, such as a delta, does not become 0, which would say more. */
function roundedNumber(value: number): number | null {
  const size = Math.abs(value);
  return size < 1e-6 && size > 1e-12 ? Number(value.toPrecision(3)) : round7(value);
}

function tableJson(table: TableReport) {
  return {
    accuracy: meansJson(table.accuracy),
    max: meansJson(table.max),
    ceiling: meansJson(table.ceiling),
    interval: roundedJson(table.interval),
    holdout: meansJson(table.holdout),
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
      event: roundedJson({ ...links.eventRate }),
      flow: roundedJson({ ...links.flowRate }),
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
