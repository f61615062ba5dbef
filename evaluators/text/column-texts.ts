import type { Random } from '../../engine/core/random.ts';
import { type Sides, type SubjectSample, withSubjects } from '../relations/subject-sample.ts';
import { type SubjectRows, subjectTableOf } from '../relations/subject-walk.ts';
import { rowsOf } from '../relations/table-frame.ts';
import type { TextColumn } from './text-columns.ts';
import { shapeOf, type TextShape, tokensOf } from './text-shape.ts';

/** Rows of a column that are read on one side; larger tables are thinned to every n-th row. */
const MOST_ROWS = 100_000;

/** Distinct texts of a subject, and how often each occurs. */
export type TextCounts = ReadonlyMap<string, number>;

/** The texts of one column on both sides, taken apart once each. */
export interface ColumnTexts {
  readonly column: TextColumn;
  readonly sides: Sides;
  /** Rows with a text, by side; after thinning. */
  readonly rows: { readonly original: number; readonly synthetic: number };
  /** Those whose text is not empty. */
  readonly filled: ColumnTexts['rows'];
  readonly thinned: boolean;
  of(subject: SubjectRows): TextCounts;
  shape(text: string): TextShape;
  /** Texts of random tokens in the place of the original's: what knows no order would write. */
  readonly naive: SubjectSample;
}

/**
 * Reads one column's texts off both sides.
 *
 * The naive sample draws, for every text of n tokens, n tokens from the pooled tokens of the
 * original, each by its frequency.
 */
export function readColumnTexts(sides: Sides, column: TextColumn, random: Random): ColumnTexts {
  const counts = new WeakMap<SubjectRows, TextCounts>();
  const original = enterTexts(sides.original, column, counts);
  const synthetic = enterTexts(sides.synthetic, column, counts);
  const of = (subject: SubjectRows) => counts.get(subject) ?? NO_TEXTS;
  const shapes = new Map<string, TextShape>();
  const shape = (text: string) => {
    const known = shapes.get(text) ?? shapeOf(text, column.kind);
    shapes.set(text, known);
    return known;
  };
  const texts = sides.original.subjects.map(of);
  const drawn = drawTexts(texts, random);
  const subjects = sides.original.subjects.map((subject, at) => {
    const naive = { ...subject };
    counts.set(naive, drawn[at] ?? NO_TEXTS);
    return naive;
  });
  return {
    column,
    sides,
    rows: { original: original.rows, synthetic: synthetic.rows },
    filled: { original: original.filled, synthetic: synthetic.filled },
    thinned: original.step > 1 || synthetic.step > 1,
    of,
    shape,
    naive: withSubjects(sides.original, subjects),
  };
}

const NO_TEXTS: TextCounts = new Map();

/** Counts the texts of every subject; returns how many rows were read, and with any text. */
function enterTexts(
  sample: SubjectSample,
  { table, at }: TextColumn,
  counts: WeakMap<SubjectRows, TextCounts>,
): { readonly rows: number; readonly filled: number; readonly step: number } {
  const root = subjectTableOf(sample.schema).name;
  const all = sample.subjects.reduce((sum, one) => sum + rowsOf(one, table, root).length, 0);
  const step = Math.max(1, Math.ceil(all / MOST_ROWS));
  let [seen, rows, filled] = [0, 0, 0];
  for (const subject of sample.subjects) {
    const held = new Map<string, number>();
    for (const row of rowsOf(subject, table, root)) {
      const text = row[at];
      seen += 1;
      if (typeof text !== 'string' || seen % step !== 0) continue;
      held.set(text, (held.get(text) ?? 0) + 1);
      rows += 1;
      filled += Number(text !== '');
    }
    if (held.size > 0) counts.set(subject, held);
  }
  return { rows, filled, step };
}

/** For each subject as many texts as it has, of as many tokens, each token drawn from the pool. */
function drawTexts(subjects: readonly TextCounts[], random: Random): readonly TextCounts[] {
  const cut = new Map<string, readonly string[]>();
  const pool: string[] = [];
  for (const texts of subjects) {
    for (const [text, count] of texts) {
      const tokens = cut.get(text) ?? tokensOf(text);
      cut.set(text, tokens);
      // NOTE: a text that one subject repeats weighs at most 9 times, which bounds the pool.
      for (let copy = 0; copy < Math.min(count, 9); copy += 1)
        for (const token of tokens) pool.push(token);
    }
  }
  const draw = (text: string) =>
    (cut.get(text) ?? []).map(() => pool[random.integer(pool.length)]).join('');
  return subjects.map((texts) => {
    const drawn = new Map<string, number>();
    for (const [text, count] of texts) {
      for (let copy = 0; copy < Math.min(count, 9); copy += 1) {
        const made = draw(text);
        drawn.set(made, (drawn.get(made) ?? 0) + count / Math.min(count, 9));
      }
    }
    return drawn;
  });
}
