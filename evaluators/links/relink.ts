import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { Random } from '../../engine/core/random.ts';
import type { Row, Value } from '../../engine/core/row.ts';
import type { DatabaseSchema } from '../../engine/schema/database-schema.ts';
import { columnIndex } from '../../engine/schema/table-schema.ts';
import { equalSubjects, fittingSubjects, heldRows } from '../ceiling/equal-subjects.ts';
import { judgedCard } from '../ceiling/likeness-card.ts';
import { permutedLinks } from '../ceiling/naive-samples.ts';
import { scoreSamples } from '../ceiling/score-samples.ts';
import type { Chapter, Json, ScoreCard } from '../findings.ts';
import { type Judged, judged, type Score } from '../metric.ts';
import type { Sides, SubjectSample } from '../relations/subject-sample.ts';
import { linkShapeOf } from './link-shape.ts';

/** A database whose links are hidden. */
export interface UnlinkedRows {
  readonly schema: DatabaseSchema;
  readonly subjects: SubjectSample['subjects'];
  /** Rows of the reference table that ties names to addresses. */
  readonly names: readonly Row[];
}

/** A link that a linker found: the keys of both rows below their subjects' keys. */
export interface FoundLink {
  readonly eventSubject: number;
  readonly event: Value;
  readonly flowSubject: number;
  readonly flow: Value;
}

/** The linker, in the configuration that linked the original; it sees no links. */
export type Relink = (rows: UnlinkedRows) => readonly FoundLink[];

/** How well a linker finds the links that a sample holds. */
export interface RelinkFigures {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** What the blind re-link needs beside the samples. */
export interface RelinkOptions {
  readonly random: Random;
  /** Rows of the table of names on both sides, empty where there is none. */
  readonly names: { readonly original: readonly Row[]; readonly synthetic: readonly Row[] };
  /** Disjoint halves behind the ceiling; 8 if not given. */
  readonly draws?: number;
}

const DRAWS = 8;

/** Subjects are left out, whole, until a side's ends hold no more rows than this. */
const MOST_ROWS = 400_000;

/**
 * Precision, recall and F1 of a linker on a sample whose links it does not see.
 *
 * The whole sample is one capture, so that rows of different subjects can be mistaken for each
 * other as in real captures; a found link between two subjects is wrong.
 *
 * @throws IncomputableMetricError if the sample holds no link
 * @see docs/methods/links-and-pace.md, blind re-link
 */
export function relinkFigures(
  sample: SubjectSample,
  relink: Relink,
  names: readonly Row[],
): RelinkFigures {
  const truth = linksOf(sample);
  if (truth.size === 0) {
    throw new IncomputableMetricError('relink: a side has no link: 0 rows; give linked rows', {});
  }
  const found = new Set(relink(withoutLinks(sample, names)).map(nameOf));
  let hits = 0;
  for (const pair of found) if (truth.has(pair)) hits += 1;
  const precision = found.size === 0 ? 0 : hits / found.size;
  const recall = hits / truth.size;
  const f1 = hits === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision, recall, f1 };
}

/**
 * Hides the links of both sides and lets the linker find them again; 1 - |F1 - F1 of the original|.
 *
 * Links that are easier to find than real ones are unfaithful too. The floor is the original with
 * the flows' contents exchanged among its links.
 *
 * @returns null if the schema has no link table
 */
export function examineRelink(
  sides: Sides,
  relink: Relink,
  options: RelinkOptions,
): Chapter | null {
  if (linkShapeOf(sides.original.schema) === null) return null;
  const { random, draws = DRAWS } = options;
  const equal = judged(() =>
    fittingSubjects(equalSubjects(sides, random.split('subjects')), {
      most: MOST_ROWS,
      rowsOf: endRows,
      random,
    }),
  );
  const figuresOf = rememberedFigures(equal, relink, options.names);
  const onSide = (side: 'original' | 'synthetic') =>
    equal.ok ? judged(() => figuresOf(equal.value[side])) : equal;
  const [original, synthetic] = [onSide('original'), onSide('synthetic')];
  const likeness = (one: SubjectSample, other: SubjectSample) =>
    1 - Math.abs(figuresOf(one).f1 - figuresOf(other).f1);
  const companions = { random: random.split('companions'), naive: permutedLinks, draws };
  const outcome = equal.ok ? judged(() => scoreSamples(likeness, equal.value, companions)) : equal;
  return {
    id: 'relink',
    title: 'Blind re-link',
    lead:
      'The links are hidden and the linker looks for them again, with the settings that linked the ' +
      'original. It should do as well on both sides: links that are easier than real ones are ' +
      'unfaithful too.',
    scores: [scoreCard(outcome, synthetic)],
    figures: [figuresTable(original, synthetic)],
    contract: { 'links.relink': contractOf({ original, synthetic, outcome }) },
    notes: [
      'both sides are thinned to the same number of subjects; times are on the sensor’s clock, so ' +
        'that the linker has clocks to confirm rather than to find',
    ],
  };
}

type JudgedFigures = Judged<RelinkFigures>;

/** Every sample is linked once, however often it is compared. */
function rememberedFigures(
  sides: Judged<Sides>,
  relink: Relink,
  names: RelinkOptions['names'],
): (sample: SubjectSample) => RelinkFigures {
  const known = new Map<SubjectSample, RelinkFigures>();
  return (sample) => {
    const before = known.get(sample);
    if (before !== undefined) return before;
    const isSynthetic = sides.ok && sample === sides.value.synthetic;
    const figures = relinkFigures(sample, relink, isSynthetic ? names.synthetic : names.original);
    known.set(sample, figures);
    return figures;
  };
}

function scoreCard(outcome: Judged<Score>, synthetic: JudgedFigures): ScoreCard {
  const breakdown = synthetic.ok ? { ...synthetic.value } : {};
  return judgedCard(
    'f1',
    'F1 of the linker, synthetic against original',
    outcome.ok ? { ok: true, value: { ...outcome.value, breakdown } } : outcome,
  );
}

function contractOf(found: {
  readonly original: JudgedFigures;
  readonly synthetic: JudgedFigures;
  readonly outcome: Judged<Score>;
}): Json {
  const { original, synthetic, outcome } = found;
  return {
    precision: synthetic.ok ? synthetic.value.precision : null,
    recall: synthetic.ok ? synthetic.value.recall : null,
    f1: synthetic.ok ? synthetic.value.f1 : null,
    f1Original: original.ok ? original.value.f1 : null,
    value: outcome.ok ? outcome.value.value : null,
    ceiling: outcome.ok ? outcome.value.ceiling : null,
    floor: outcome.ok ? outcome.value.floor : null,
  };
}

function figuresTable(original: JudgedFigures, synthetic: JudgedFigures): Chapter['figures'][0] {
  const row = (side: string, figures: JudgedFigures) =>
    figures.ok
      ? [side, figures.value.precision, figures.value.recall, figures.value.f1]
      : [side, null, null, null];
  return {
    kind: 'table',
    title: 'What the linker finds again',
    subtitle: 'Found links against the hidden ones; a link between two subjects counts as wrong.',
    head: ['side', 'precision', 'recall', 'F1'],
    rows: [row('original', original), row('synthetic', synthetic)],
  };
}

function endRows(sample: SubjectSample): number {
  const { event, flow } = shapeOf(sample.schema);
  return heldRows(sample, event.table.name) + heldRows(sample, flow.table.name);
}

function linksOf({ schema, subjects }: SubjectSample): ReadonlySet<string> {
  const { table } = shapeOf(schema);
  const [event, flow] = table.relationships
    .filter(({ kind }) => kind === 'parent')
    .map(({ columns }) => columnIndex(table, columns.at(-1) ?? '')) as [number, number];
  const links = subjects.flatMap(({ key, tables }) =>
    (tables.get(table.name) ?? []).map((row) =>
      nameOf({
        eventSubject: key,
        event: row[event] ?? null,
        flowSubject: key,
        flow: row[flow] ?? null,
      }),
    ),
  );
  return new Set(links);
}

function nameOf({ eventSubject, event, flowSubject, flow }: FoundLink): string {
  return `${eventSubject} ${event} ${flowSubject} ${flow}`;
}

function withoutLinks(sample: SubjectSample, names: readonly Row[]): UnlinkedRows {
  const { name } = shapeOf(sample.schema).table;
  const subjects = sample.subjects.map((subject) => ({
    ...subject,
    tables: new Map(subject.tables).set(name, []),
  }));
  return { schema: sample.schema, subjects, names };
}

function shapeOf(schema: DatabaseSchema) {
  const shape = linkShapeOf(schema);
  if (shape !== null) return shape;
  throw new IncomputableMetricError(
    'relink: the schema has no link table: 0 of that role; nothing to hide',
    {},
  );
}
