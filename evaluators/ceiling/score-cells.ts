import { IncomputableMetricError } from '../../engine/core/errors.ts';
import { judgedOrNull, meanOf, type Score } from '../metric.ts';
import { withCompanions } from './companions.ts';
import type { Halves } from './halves.ts';
import { halfSizes, likenessAtSizes } from './size-correction.ts';
import { type SubjectCells, sumCells } from './subject-cells.ts';

/** A law that is a sum over subjects, with its cells on the three sides. */
export interface CellLaw {
  readonly name: string;
  /** Number of cells. */
  readonly size: number;
  readonly original: SubjectCells;
  readonly synthetic: SubjectCells;
  /** Of a sample without the relation in question; null where none is defined. */
  readonly naive: SubjectCells | null;
  /** Likeness of two vectors of sums, 1 where they are alike. */
  readonly likeness: (one: Float64Array, other: Float64Array) => number;
}

/**
 * Mean likeness of some laws, with the halves' means as ceiling and the naive side as floor.
 *
 * Laws come one by one, so that only one need be held; those that a side leaves empty are passed
 * over. The breakdown holds the laws' values by name.
 *
 * @throws IncomputableMetricError if no law is computable, or a side has fewer than 2 subjects
 */
export function scoreCells(laws: Iterable<CellLaw>, halves: Halves): Score {
  const values = new Map<string, number>();
  const figures: number[] = [];
  const floors: number[] = [];
  const drawn = halves.map((): number[] => []);
  for (const law of laws) {
    refuseLone(law);
    const whole = sumCells(law.original, law.size);
    const value = judgedOrNull(() => law.likeness(whole, sumCells(law.synthetic, law.size)));
    if (value === null) continue;
    figures.push(value);
    values.set(law.name, round5(value));
    const { naive } = law;
    const floor = naive && judgedOrNull(() => law.likeness(whole, sumCells(naive, law.size)));
    if (floor !== null) floors.push(floor);
    addDraws(law, { whole, halves }, drawn);
  }
  const score = withCompanions(meanOf(figures, 'laws'), {
    ceiling: drawn.filter((list) => list.length > 0).map((list) => meanOf(list, 'draw')),
    floor: floors.length === 0 ? null : meanOf(floors, 'floor'),
  });
  return { ...score, breakdown: values.size === 1 ? {} : Object.fromEntries(values) };
}

function addDraws(
  law: CellLaw,
  { whole, halves }: { readonly whole: Float64Array; readonly halves: Halves },
  drawn: readonly number[][],
): void {
  const { subjects } = law.original;
  const sizes = {
    halves: halfSizes(subjects),
    wanted: { original: subjects, synthetic: law.synthetic.subjects },
  };
  for (const [draw, mask] of halves.entries()) {
    const one = sumCells(law.original, law.size, mask);
    const other = whole.map((sum, cell) => sum - (one[cell] as number));
    const score = judgedOrNull(() => law.likeness(one, other));
    if (score !== null) drawn[draw]?.push(likenessAtSizes(score, sizes));
  }
}

function refuseLone({ name, original, synthetic }: CellLaw): void {
  const fewest = Math.min(original.subjects, synthetic.subjects);
  if (fewest > 1) return;
  throw new IncomputableMetricError(
    `${name}: too few subjects on a side: ${fewest}; give at least 2`,
    { subjects: fewest },
  );
}

function round5(value: number): number {
  return Math.round(value * 1e5) / 1e5;
}
