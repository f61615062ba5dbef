import type { Chapter, Figure } from '../../evaluators/findings.ts';

const CURVE: Figure = {
  kind: 'curve',
  title: 'Tail of a degree',
  subtitle: 'Share of the endpoints with at least x.',
  x: { label: 'rows of an endpoint', scale: 'log' },
  y: { label: 'share of endpoints', scale: 'log' },
  series: [
    {
      name: 'original',
      side: 'real',
      points: [1, 10, 100, 1000].map((x) => ({ x, y: 1 / x, low: 0.8 / x, high: 1.2 / x })),
    },
    { name: 'synthetic', side: 'synthetic', points: [1, 9, 70].map((x) => ({ x, y: 0.9 / x })) },
    { name: 'naive', side: 'other', points: [0, 1, 5].map((x) => ({ x, y: 1 / (x + 1) })) },
  ],
};

const LAW: Figure = {
  kind: 'law',
  title: 'Children of a parent',
  subtitle: 'Share of the parents.',
  axis: 'children',
  of: 'parents',
  labels: ['0', '1', '2', '3', '4', '5-8'],
  original: [0.1, 0.3, 0.3, 0.2, 0.1, 0],
  synthetic: [0.2, 0.3, 0.2, 0.2, 0.1, 0],
};

const GRID: Figure = {
  kind: 'grid',
  title: 'Pairs across a key',
  subtitle: 'Likeness of each pair.',
  x: 'columns of flows',
  y: 'columns of events',
  cells: ['port', 'state', 'bytes'].flatMap((x, column) =>
    ['image', 'kind'].map((y, row) => ({ x, y, value: 0.99 - 0.14 * column - 0.1 * row })),
  ),
};

/** Numbers that sort differently as texts, a missing one in their midst. */
const TABLE: Figure = {
  kind: 'table',
  title: 'Hits of rules',
  subtitle: 'Sort by any column.',
  head: ['rule', 'hits', 'level'],
  rows: [
    ['ten', 10, 'low'],
    ['none', null, 'high'],
    ['nine', 9, 'low'],
    ['thousand', 1000, 'medium'],
  ],
};

const LONG_TABLE: Figure = {
  ...TABLE,
  title: 'Many rules',
  rows: Array.from({ length: 40 }, (_, at) => [`rule ${at}`, at / 7, 'low']),
};

/** A chapter with every kind of figure, a refused score and notes. */
export const EVERY_FIGURE: Chapter = {
  id: 'every-figure',
  title: 'Every figure',
  lead: 'What a chapter may hold.',
  scores: [
    {
      id: 'inside',
      label: 'a likeness inside its interval',
      goal: 'maximize',
      range: [0, 1],
      outcome: {
        ok: true,
        value: { value: 0.94, ceiling: 0.95, interval: [0.93, 0.97], floor: 0.5, breakdown: {} },
      },
    },
    {
      id: 'below',
      label: 'a likeness below',
      goal: 'maximize',
      range: [0, 1],
      outcome: {
        ok: true,
        value: { value: 0.4, ceiling: 0.95, interval: [0.93, 0.97], floor: 0.5, breakdown: {} },
      },
    },
    {
      id: 'refused',
      label: 'a refused score',
      goal: 'maximize',
      range: [0, 1],
      outcome: { ok: false, reason: 'fixture: too few rows: 3; give more' },
    },
  ],
  figures: [LAW, CURVE, GRID, TABLE, LONG_TABLE],
  contract: {},
  notes: ['one note', 'two notes', 'three notes', 'four notes'],
};

/** What a chapter on relations lists of its foreign keys. */
export const RELATIONS: Chapter = {
  ...EVERY_FIGURE,
  id: 'relations',
  title: 'Relations',
  figures: [
    {
      kind: 'table',
      title: 'Relations',
      subtitle: '',
      head: ['child', 'parent', 'kind', 'rows, synthetic', 'likeness'],
      rows: [
        ['processes', 'subjects', 'context', 750, 0.99],
        ['processes', 'processes', 'self', 700, 0.9],
        ['events', 'subjects', 'context', 1500, 0.97],
        ['events', 'processes', 'parent', 1500, null],
        ['flows', 'subjects', 'context', 1200, 0.9],
        ['links', 'subjects', 'context', 640, 0.9],
        ['links', 'events', 'parent', 640, 0.8],
        ['links', 'flows', 'parent', 640, 0.7],
      ],
    },
  ],
};

/** A chapter on privacy by its promises. */
export function privacyChapter(contract: Chapter['contract']): Chapter {
  return { ...EVERY_FIGURE, id: 'privacy', title: 'Privacy', figures: [], contract };
}
