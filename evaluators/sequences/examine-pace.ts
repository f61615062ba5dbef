import type { Random } from '../../engine/core/random.ts';
import type { TableSchema } from '../../engine/schema/table-schema.ts';
import { correlationOf } from '../ceiling/cell-likeness.ts';
import { someOf } from '../ceiling/equal-subjects.ts';
import { affordedDraws, drawHalves, type Halves } from '../ceiling/halves.ts';
import { likenessCard } from '../ceiling/likeness-card.ts';
import { type CellLaw, scoreCells } from '../ceiling/score-cells.ts';
import { sumCells } from '../ceiling/subject-cells.ts';
import type { Chapter, Figure, ScoreCard, TableFigure } from '../findings.ts';
import { coarseDegrees, coarseLabels } from '../links/degree-cells.ts';
import { judged, meanOf } from '../metric.ts';
import type { Sides, SubjectSample } from '../relations/subject-sample.ts';
import { autocorrelationLaws } from './autocorrelation.ts';
import { type PacedTable, pacedTable } from './paced-rows.ts';
import { distinctLaw, gapLaw, hourLaw, orderViolations, tieLaw } from './row-laws.ts';
import { burstLaws, fanoLaws } from './subject-figures.ts';
import { STEPS, transitionLaws, transitionName } from './transitions.ts';

/** Rows of a table that are read at most; of more, whole subjects are drawn. */
const MOST_ROWS = 200_000;

const MOST_DRAWS = 200;

/** What the pace needs beside the samples. */
export interface PaceOptions {
  readonly random: Random;
  /** Disjoint halves behind each ceiling at most; 200 if not given, fewer where rows are many. */
  readonly draws?: number;
}

interface TableFindings {
  readonly cards: readonly ScoreCard[];
  readonly figures: readonly Figure[];
  readonly notes: readonly string[];
}

/**
 * When a subject's rows come, and what comes after what, for every sequence table with a time.
 *
 * @see docs/methods/links-and-pace.md, pace
 */
export function examinePace(sides: Sides, options: PaceOptions): Chapter {
  const { random, draws = MOST_DRAWS } = options;
  const tables = sides.original.schema.tables.filter(
    ({ role, timeColumn }) => role === 'sequence' && timeColumn !== null,
  );
  const found = tables.map((table) =>
    examineTable(table, sides, { random: random.split(table.name), draws }),
  );
  const scores = found.flatMap(({ cards }) => cards);
  return {
    id: 'pace',
    title: 'Pace and order of the rows',
    lead:
      'When the rows of a subject come, in which bursts, and what comes after what. The floor has ' +
      'the same rows at even pace, or with each column shuffled.',
    scores,
    figures: found.flatMap(({ figures }) => figures),
    contract: {},
    notes: found.flatMap(({ notes }) => notes),
  };
}

function examineTable(
  table: TableSchema,
  sides: Sides,
  { random, draws }: Required<PaceOptions>,
): TableFindings {
  const samples = {
    original: thinned(sides.original, table, random.split('thin', 'original')),
    synthetic: thinned(sides.synthetic, table, random.split('thin', 'synthetic')),
  };
  const paced = pacedTable(table.name, samples, random.split('naive'));
  const { subjects, subject } = paced.rows.original;
  const halvesOf = (entries: number, name: string) =>
    drawHalves(subjects, Math.min(draws, affordedDraws(entries)), random.split(name));
  const correlations = [...autocorrelationLaws(paced)];
  const steps = subject.length * paced.columns.length * STEPS.length;
  const transitions = transitionCard(paced, halvesOf(steps, 'transitions'));
  const halves = halvesOf(subject.length, 'pace');
  const notes = Object.entries(samples).flatMap(([side, sample]) =>
    sample.share < sides[side as 'original'].share
      ? [`${table.name} of the ${side} side: ${sample.subjects.length} subjects, drawn at random`]
      : [],
  );
  return {
    cards: [
      ...paceCards(paced, halves, { correlations, random: random.split('hours') }),
      transitions.card,
      ...addressCards(paced, halves),
      orderCard(paced),
    ],
    figures: [
      ...distinctFigures(paced),
      ...transitions.figures,
      correlationFigure(table, correlations),
    ],
    notes,
  };
}

function paceCards(
  paced: PacedTable,
  halves: Halves,
  { correlations, random }: { readonly correlations: readonly CellLaw[]; readonly random: Random },
): readonly ScoreCard[] {
  const { table, rows } = paced;
  const card = (id: string, label: string, laws: () => Iterable<CellLaw>) =>
    likenessCard(`${table.name}-${id}`, `${table.name}: ${label}`, () =>
      scoreCells(laws(), halves),
    );
  return [
    card('gaps', 'gaps between neighbouring rows', () => [gapLaw(rows)]),
    card('ties', 'share of equal stamps', () => [tieLaw(rows)]),
    card('fano', 'Fano factors by window', () => fanoLaws(rows)),
    card('bursts', 'burstiness and memory of the gaps', () => burstLaws(rows)),
    card('autocorrelation', 'correlations with later rows', () => correlations),
    card('hours', 'hours of the day', () => [hourLaw(rows, random)]),
  ];
}

/** The mean over columns and steps; the breakdown has the mean of each step. */
function transitionCard(
  { table, columns, ...paced }: PacedTable,
  halves: Halves,
): { readonly card: ScoreCard; readonly figures: readonly TableFigure[] } {
  const card = likenessCard(
    `${table.name}-transitions`,
    `${table.name}: transitions over 1 to 5 rows`,
    () => scoreCells(transitionLaws({ table, columns, ...paced }), halves),
  );
  if (!card.outcome.ok) return { card, figures: [] };
  const { value } = card.outcome;
  const scoreOf = (column: string, step: number) =>
    value.breakdown[transitionName(column, step)] ?? null;
  const byStep = STEPS.flatMap((step) => {
    const known = columns.map(({ name }) => scoreOf(name, step)).filter((one) => one !== null);
    if (known.length === 0) return [];
    return [[`k = ${step}`, Math.round(meanOf(known, 'step') * 1e5) / 1e5] as const];
  });
  const outcome = { ok: true, value: { ...value, breakdown: Object.fromEntries(byStep) } } as const;
  const figure: TableFigure = {
    kind: 'table',
    title: `Transitions of ${table.name}`,
    subtitle: 'Accuracy of a column’s value together with its value k rows later.',
    head: ['column', ...STEPS.map((step) => `k = ${step}`)],
    rows: columns.map(({ name }) => [name, ...STEPS.map((step) => scoreOf(name, step))]),
  };
  return { card: { ...card, outcome }, figures: [figure] };
}

function addressCards({ table, addresses, rows }: PacedTable, halves: Halves): ScoreCard[] {
  return addresses.map((column) =>
    likenessCard(
      `${table.name}-distinct-${column.name}`,
      `${table.name}: distinct ${column.name} a subject`,
      () => scoreCells([distinctLaw(column, rows)], halves),
    ),
  );
}

/** Rows that run backwards in time; must be 0. */
function orderCard({ table, rows }: PacedTable): ScoreCard {
  const outcome = judged(() => ({
    value: orderViolations(rows.synthetic),
    ceiling: orderViolations(rows.original),
    interval: null,
    floor: null,
    breakdown: {},
  }));
  return {
    id: `${table.name}-order`,
    label: `${table.name}: share of rows before their predecessor (must be 0)`,
    goal: 'minimize',
    range: [0, 1],
    outcome,
  };
}

function distinctFigures({ table, addresses, rows }: PacedTable): readonly Figure[] {
  return addresses.map((column): Figure => {
    const law = distinctLaw(column, rows);
    return {
      kind: 'law',
      title: `Distinct ${column.name} a subject, ${table.name}`,
      subtitle: 'Share of the subjects that have rows, by how many addresses they meet.',
      axis: `distinct ${column.name}`,
      of: 'subjects',
      labels: coarseLabels(),
      original: sharesOf(coarseDegrees(sumCells(law.original, law.size))),
      synthetic: sharesOf(coarseDegrees(sumCells(law.synthetic, law.size))),
    };
  });
}

function correlationFigure({ name }: TableSchema, correlations: readonly CellLaw[]): TableFigure {
  const correlation = (cells: CellLaw['original'], size: number) => {
    const outcome = judged(() => correlationOf(sumCells(cells, size)));
    return outcome.ok ? Math.round(outcome.value * 1e3) / 1e3 : null;
  };
  return {
    kind: 'table',
    title: `Correlations with later rows, ${name}`,
    subtitle: 'Pearson correlation within subjects, pooled; – where a side does not vary.',
    head: ['what', 'original', 'synthetic'],
    rows: correlations.map(({ name: what, original, synthetic, size }) => [
      what,
      correlation(original, size),
      correlation(synthetic, size),
    ]),
  };
}

function sharesOf(counts: Float64Array): readonly number[] {
  const sum = counts.reduce((total, count) => total + count, 0);
  return [...counts].map((count) => (sum === 0 ? 0 : count / sum));
}

function thinned(sample: SubjectSample, table: TableSchema, random: Random): SubjectSample {
  const rows = sample.subjects.reduce(
    (sum, { tables }) => sum + (tables.get(table.name)?.length ?? 0),
    0,
  );
  if (rows <= MOST_ROWS) return sample;
  return someOf(sample, Math.ceil((sample.subjects.length * MOST_ROWS) / rows), random);
}
