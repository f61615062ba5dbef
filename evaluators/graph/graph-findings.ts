import type { AcrossScores, Figures } from '../ceiling/score-across.ts';
import type { Figure, LawFigure, ScoreCard } from '../findings.ts';
import { coarseDegrees, coarseLabels } from '../links/degree-cells.ts';
import { type BothSides, tailFigure } from './tail-curves.ts';

/** What one table or column adds to the chapter. */
export interface GraphFindings {
  readonly cards: readonly ScoreCard[];
  readonly figures: readonly Figure[];
  readonly notes: readonly string[];
}

/** What a picture of a law says. */
export interface LawText {
  readonly title: string;
  /** What is counted, plural. */
  readonly of: string;
  readonly x: string;
}

/** A law over degree cells as shares by bin and as a tail. */
export function degreePictures(text: LawText, cells: BothSides<Float64Array>): readonly Figure[] {
  const law: LawFigure = {
    kind: 'law',
    title: text.title,
    subtitle: `Share of the ${text.of} by size.`,
    axis: text.x,
    of: text.of,
    labels: coarseLabels(),
    original: sharesOf(coarseDegrees(cells.original)),
    synthetic: sharesOf(coarseDegrees(cells.synthetic)),
  };
  return [law, tailFigure(cells, { ...text, title: `Tail: ${text.title}` })];
}

/** The vectors of one law on both sides. */
export function bothOf(
  { original, synthetic }: AcrossScores,
  law: string,
): BothSides<Float64Array> {
  const vector = (figures: Figures) => figures.get(law) ?? new Float64Array(0);
  return { original: vector(original), synthetic: vector(synthetic) };
}

function sharesOf(counts: Float64Array): readonly number[] {
  const sum = counts.reduce((total, count) => total + count, 0);
  return [...counts].map((count) => (sum === 0 ? 0 : count / sum));
}
