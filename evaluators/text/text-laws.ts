import type { LawFigure, TableFigure } from '../findings.ts';
import type { SubjectSample } from '../relations/subject-sample.ts';
import type { ColumnTexts } from './column-texts.ts';
import { LENGTH_BINS, lengthBin, lengthLabel } from './length-bins.ts';
import { CHARACTER_CLASSES, type TextShape } from './text-shape.ts';

const MOST_TEMPLATES = 8;
const LONGEST_SHOWN = 160;

/** Lengths of the texts on both sides; empty bins at both ends are cut. */
export function lengthLaw(texts: ColumnTexts): LawFigure {
  const [original, synthetic] = bothSides(texts, LENGTH_BINS, (shape, add) =>
    add(lengthBin(shape.length), 1),
  );
  const used = original.map((share, bin) => share + (synthetic[bin] ?? 0));
  const [first, last] = [used.findIndex((one) => one > 0), used.findLastIndex((one) => one > 0)];
  const cut = <T>(list: readonly T[]) => list.slice(Math.max(0, first), last + 1);
  const labels = Array.from({ length: LENGTH_BINS }, (_, bin) => lengthLabel(bin));
  return {
    kind: 'law',
    title: `Length of ${placeOf(texts)}`,
    subtitle: 'Share of the texts by number of characters.',
    axis: 'characters',
    of: 'texts',
    labels: cut(labels),
    original: cut(original),
    synthetic: cut(synthetic),
  };
}

/** Classes of the characters on both sides. */
export function classLaw(texts: ColumnTexts): LawFigure {
  const [original, synthetic] = bothSides(texts, CHARACTER_CLASSES.length, (shape, add) => {
    for (const [at, count] of shape.classes.entries()) add(at, count);
  });
  return {
    kind: 'law',
    title: `Characters of ${placeOf(texts)}`,
    subtitle: 'Share of the characters by class.',
    axis: 'class',
    of: 'characters',
    labels: CHARACTER_CLASSES,
    original,
    synthetic,
  };
}

/**
 * The most frequent templates of the original that at least k of its subjects share, with their
 * shares of the texts; null where there are none.
 */
export function templateTable(texts: ColumnTexts, k: number): TableFigure | null {
  const ours = templatesOf(texts, texts.sides.original);
  const theirs = templatesOf(texts, texts.sides.synthetic);
  const common = [...ours.held]
    .filter(([, { subjects }]) => subjects >= k)
    .sort(([a, one], [b, other]) => other.rows - one.rows || (a < b ? -1 : 1))
    .slice(0, MOST_TEMPLATES);
  if (common.length === 0) return null;
  const rows = common.map(([template, { rows: count }]) => [
    template.length > LONGEST_SHOWN ? `${template.slice(0, LONGEST_SHOWN)}…` : template,
    count / ours.rows,
    theirs.rows === 0 ? null : (theirs.held.get(template)?.rows ?? 0) / theirs.rows,
  ]);
  return {
    kind: 'table',
    title: `Templates of ${placeOf(texts)}`,
    subtitle: `The most frequent ones that at least ${k} subjects of the original share.`,
    head: ['Template', 'Original', 'Synthetic'],
    rows,
  };
}

/** Where the texts stand, e.g. `processes.image`. */
export function placeOf({ column }: ColumnTexts): string {
  return `${column.table}.${column.name}`;
}

type AddBin = (bin: number, weight: number) => void;

function bothSides(
  texts: ColumnTexts,
  bins: number,
  tally: (shape: TextShape, add: AddBin) => void,
): readonly [readonly number[], readonly number[]] {
  const sharesOf = (sample: SubjectSample) => {
    const counts = Array.from({ length: bins }, () => 0);
    for (const subject of sample.subjects) {
      for (const [text, often] of texts.of(subject)) {
        tally(texts.shape(text), (bin, weight) => {
          counts[bin] = (counts[bin] ?? 0) + weight * often;
        });
      }
    }
    const sum = counts.reduce((all, one) => all + one, 0);
    return counts.map((count) => (sum === 0 ? 0 : count / sum));
  };
  return [sharesOf(texts.sides.original), sharesOf(texts.sides.synthetic)];
}

function templatesOf(texts: ColumnTexts, sample: SubjectSample) {
  const held = new Map<string, { rows: number; subjects: number }>();
  let rows = 0;
  for (const subject of sample.subjects) {
    const own = new Set<string>();
    for (const [text, often] of texts.of(subject)) {
      const { template } = texts.shape(text);
      const known = held.get(template) ?? { rows: 0, subjects: 0 };
      const isNew = !own.has(template);
      held.set(template, { rows: known.rows + often, subjects: known.subjects + Number(isNew) });
      own.add(template);
      rows += often;
    }
  }
  return { held, rows };
}
