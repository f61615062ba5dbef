import type { Random } from '../../engine/core/random.ts';
import { likenessCard } from '../ceiling/likeness-card.ts';
import { overallCard } from '../ceiling/overall-card.ts';
import { scoreCounts } from '../ceiling/score-counts.ts';
import type { Chapter, Figure, ScoreCard, TableFigure } from '../findings.ts';

import type { Sides } from '../relations/subject-sample.ts';
import { type ColumnTexts, readColumnTexts } from './column-texts.ts';
import { isFreshKind, type TextColumn, textColumnsOf } from './text-columns.ts';
import { classLaw, lengthLaw, placeOf, templateTable } from './text-laws.ts';
import { TEXT_MEASURES, type TextMeasure } from './text-measures.ts';

/** What the chapter needs besides the sides. */
export interface TextOptions {
  readonly random: Random;
  /** Fewest subjects of the original that must share a template that is shown. */
  readonly k: number;
}

/**
 * Compares paths, command lines, names and accounts as texts: tokens, templates, characters.
 *
 * Of names and accounts, which are new by design, only the shape is compared.
 *
 * @see docs/methods/text.md
 */
export function examineText(sides: Sides, { random, k }: TextOptions): Chapter {
  const judgedColumns = textColumnsOf(sides.original.schema).map((column) =>
    judgeColumn(sides, column, { random: random.split(column.table, column.name), k }),
  );
  const present = judgedColumns.filter(({ lacking }) => lacking === null);
  const cards = present.flatMap((one) => one.cards);
  return {
    id: 'text',
    title: 'Text',
    lead:
      'Paths, command lines, names and accounts, compared as texts: their tokens in order, their ' +
      'templates (what is left once numbers, GUIDs, addresses and the like are taken out), ' +
      'characters and lengths. Of names and accounts only the shape, because they are new by design.',
    scores: [overallCard('texts', cards, 'every'), ...cards],
    figures: [measureTable(present), ...present.flatMap((one) => one.figures)],
    contract: {},
    notes: [...lackingNotes(judgedColumns), ...thinnedNotes(present)],
  };
}

const LACKING = ['original', 'synthetic', 'original and synthetic'] as const;

/** One note for all columns of which the same side holds nothing. */
function lackingNotes(columns: readonly JudgedTextColumn[]): readonly string[] {
  return LACKING.flatMap((side) => {
    const places = columns.flatMap(({ lacking, place }) => (lacking === side ? [place] : []));
    if (places.length === 0) return [];
    return [`text: no ${side} texts, or only empty ones: ${places.join(', ')}; not compared`];
  });
}

function thinnedNotes(columns: readonly JudgedTextColumn[]): readonly string[] {
  const places = columns.flatMap(({ thinned, place }) => (thinned ? [place] : []));
  if (places.length === 0) return [];
  return [`text: every n-th row of a larger table was read: ${places.join(', ')}`];
}

interface JudgedTextColumn {
  readonly place: string;
  readonly cards: readonly ScoreCard[];
  readonly figures: readonly Figure[];
  readonly values: ReadonlyMap<string, number>;
  readonly rows: ColumnTexts['rows'];
  /** Whose texts are missing, so that the column is not judged. */
  readonly lacking: (typeof LACKING)[number] | null;
  /** True where only some rows were read. */
  readonly thinned: boolean;
}

function judgeColumn(
  sides: Sides,
  column: TextColumn,
  { random, k }: TextOptions,
): JudgedTextColumn {
  const texts = readColumnTexts(sides, column, random.split('naive'));
  const place = placeOf(texts);
  const { rows, thinned } = texts;
  const lacking = lackingSide(texts);
  if (lacking !== null) {
    return { place, cards: [], figures: [], values: new Map(), rows, lacking, thinned };
  }
  const measures = TEXT_MEASURES.filter(({ appliesTo }) => appliesTo(column.kind));
  const cards = measures.map((measure) => measureCard(texts, measure, random.split(measure.id)));
  const values = cards.flatMap(({ outcome }, at): [string, number][] =>
    outcome.ok ? [[measures[at]?.id ?? '', outcome.value.value]] : [],
  );
  const templates = isFreshKind(column.kind) ? null : templateTable(texts, k);
  const figures = [lengthLaw(texts), classLaw(texts), ...(templates === null ? [] : [templates])];
  return { place, cards, figures, values: new Map(values), rows, lacking, thinned };
}

/** Empty texts hold no tokens and no characters, so they alone carry no comparison. */
function lackingSide({ filled }: ColumnTexts): JudgedTextColumn['lacking'] {
  if (filled.original > 0 && filled.synthetic > 0) return null;
  if (filled.original === 0 && filled.synthetic === 0) return 'original and synthetic';
  return filled.original === 0 ? 'original' : 'synthetic';
}

function measureCard(texts: ColumnTexts, measure: TextMeasure, random: Random): ScoreCard {
  const { column, sides } = texts;
  const law = {
    name: `text ${placeOf(texts)} ${measure.id}`,
    tally: (
      subject: Parameters<ColumnTexts['of']>[0],
      add: (cell: string, weight?: number) => void,
    ) => {
      for (const [text, often] of texts.of(subject)) {
        measure.tally(texts.shape(text), (cell, weight) => add(cell, weight * often), text);
      }
    },
    likeness: measure.likeness,
  };
  return likenessCard(
    `${column.table}-${column.name}-${measure.id}`,
    `${measure.label}: ${column.name} of ${column.table}`,
    () => scoreCounts(law, sides, { random, naive: () => texts.naive }),
  );
}

function measureTable(columns: readonly JudgedTextColumn[]): TableFigure {
  return {
    kind: 'table',
    title: 'Texts by column',
    subtitle: '1 is alike; the ceilings stand with the scores.',
    head: [
      'Column',
      'Original texts',
      'Synthetic texts',
      ...TEXT_MEASURES.map(({ label }) => label.charAt(0).toUpperCase() + label.slice(1)),
    ],
    rows: columns.map(({ place, rows, values }) => [
      place,
      rows.original,
      rows.synthetic,
      ...TEXT_MEASURES.map(({ id }) => values.get(id) ?? null),
    ]),
  };
}
