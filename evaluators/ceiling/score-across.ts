import type { Random } from '../../engine/core/random.ts';
import { type Judged, judged, type Score } from '../metric.ts';
import { withJudgedCompanions } from './companions.ts';
import { drawHalves } from './halves.ts';
import { halfSizes, likenessAtSizes } from './size-correction.ts';

/** A side's figures: vectors by law. */
export type Figures = ReadonlyMap<string, Float64Array>;

/** A likeness of two vectors of one law, 1 where they are alike. */
export type FigureLikeness = (one: Float64Array, other: Float64Array) => number;

/** Laws that cross subjects, so that a part's figures are no sums over its subjects. */
export interface AcrossLaws<Side> {
  /** Figures of a side, of all subjects or of those that a mask of ones keeps. */
  figuresOf(side: Side, keep: Uint8Array | null): Figures;
  /** Scores by id: the law that each looks at, and how. */
  readonly scores: Readonly<
    Record<string, { readonly law: string; readonly likeness: FigureLikeness }>
  >;
}

/** The two sides and what the companions are drawn from. */
export interface AcrossSides<Side> {
  readonly original: Side;
  readonly synthetic: Side;
  /** Figures without the relation in question; null where none are defined. */
  readonly naive: Figures | null;
  /** Number of subjects on either side: both have the same. */
  readonly subjects: number;
}

/** All scores by id, with the figures of both sides. */
export interface AcrossScores {
  readonly original: Figures;
  readonly synthetic: Figures;
  readonly scores: ReadonlyMap<string, Judged<Score>>;
}

/**
 * Scores laws that cross subjects, with disjoint halves of the original behind the ceiling.
 *
 * Costs 2 + 2 · draws passes for all laws together.
 */
export function scoreAcross<Side>(
  laws: AcrossLaws<Side>,
  sides: AcrossSides<Side>,
  { random, draws }: { readonly random: Random; readonly draws: number },
): AcrossScores {
  const original = laws.figuresOf(sides.original, null);
  const synthetic = laws.figuresOf(sides.synthetic, null);
  const halves = drawHalves(sides.subjects, draws, random).map((one) => {
    const other = one.map((bit) => 1 - bit);
    return [laws.figuresOf(sides.original, one), laws.figuresOf(sides.original, other)] as const;
  });
  const sizes = {
    halves: halfSizes(sides.subjects),
    wanted: { original: sides.subjects, synthetic: sides.subjects },
  };
  const scores = Object.entries(laws.scores).map(([id, { law, likeness }]) => {
    const compare = (one: Figures, other: Figures) =>
      likeness(vectorOf(one, law), vectorOf(other, law));
    const outcome = judged(() => {
      const { naive } = sides;
      return withJudgedCompanions(compare(original, synthetic), {
        ceiling: () => halves.map(([one, other]) => likenessAtSizes(compare(one, other), sizes)),
        floor: naive && (() => compare(original, naive)),
      });
    });
    return [id, outcome] as const;
  });
  return { original, synthetic, scores: new Map(scores) };
}

/** The outcome of one score, or the reason why nothing could be scored. */
export function outcomeOf(scored: Judged<AcrossScores>, id: string): Judged<Score> {
  if (!scored.ok) return scored;
  return scored.value.scores.get(id) ?? { ok: false, reason: `no such score: ${id}` };
}

function vectorOf(figures: Figures, law: string): Float64Array {
  return figures.get(law) ?? new Float64Array(0);
}
