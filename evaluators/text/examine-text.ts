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
  const present = judgedColumns.filter(({ note }) => note === null);
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
    notes: judgedColumns.flatMap(({ note, thinned }) => [note ?? [], thinned ?? []].flat()),
  };
}

interface JudgedTextColumn {
  readonly place: string;
  readonly cards: readonly ScoreCard[];
  readonly figures: readonly Figure[];
  readonly values: ReadonlyMap<string, number>;
  readonly rows: ColumnTexts['rows'];
  /** Why the column is not judged. */
  readonly note: string | null;
  readonly thinned: string | null;
}

function judgeColumn(
  sides: Sides,
  column: TextColumn,
  { random, k }: TextOptions,
): JudgedTextColumn {
  const texts = readColumnTexts(sides, column, random.split('naive'));
  const place = placeOf(texts);
  const { rows } = texts;
  if (rows.original === 0 || rows.synthetic === 0) {
    const side = rows.original === 0 ? 'original' : 'synthetic';
    const note = `text: ${place}: no texts to compare: 0 rows; the ${side} side holds none`;
    return { place, cards: [], figures: [], values: new Map(), rows, note, thinned: null };
  }
  const measures = TEXT_MEASURES.filter(({ appliesTo }) => appliesTo(column.kind));
  const cards = measures.map((measure) => measureCard(texts, measure, random.split(measure.id)));
  const values = cards.flatMap(({ outcome }, at): [string, number][] =>
    outcome.ok ? [[measures[at]?.id ?? '', outcome.value.value]] : [],
  );
  const templates = isFreshKind(column.kind) ? null : templateTable(texts, k);
  const figures = [lengthLaw(texts), classLaw(texts), ...(templates === null ? [] : [templates])];
  const thinned = texts.thinned
    ? `text: ${place}: every n-th row of a larger table was read`
    : null;
  return { place, cards, figures, values: new Map(values), rows, note: null, thinned };
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
