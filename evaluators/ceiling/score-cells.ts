import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { Random } from '../../engine/core/random.ts';
import { judged, meanOf, type Score } from '../metric.ts';
import { withCompanions } from './score-samples.ts';
import { atSizes } from './size-correction.ts';
import { type SubjectCells, sumCells } from './subject-cells.ts';

/** Disjoint halves of the original's subjects, as masks of ones; shared by all laws of a chapter. */
export type Halves = readonly Uint8Array[]; // [draws][subjects]

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

/** Draws halves of `subjects` subjects, the first one the smaller by one if their number is odd. */
export function drawHalves(subjects: number, draws: number, random: Random): Halves {
  return Array.from({ length: draws }, (_, draw) => {
    const order = random.split('halves', draw).shuffle([...Array(subjects).keys()]);
    const mask = new Uint8Array(subjects);
    for (const position of order.slice(0, subjects >> 1)) mask[position] = 1;
    return mask;
  });
}

/** Draws that a budget of summed entries affords: 200 if it can, 20 at least. */
export function affordedDraws(entries: number): number {
  const BUDGET = 1.2e9;
  return Math.min(200, Math.max(20, Math.floor(BUDGET / Math.max(1, entries))));
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
    const value = orNull(() => law.likeness(whole, sumCells(law.synthetic, law.size)));
    if (value === null) continue;
    figures.push(value);
    values.set(law.name, round5(value));
    const { naive } = law;
    const floor = naive && orNull(() => law.likeness(whole, sumCells(naive, law.size)));
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
    ideal: 1,
    halves: { original: subjects >> 1, synthetic: subjects - (subjects >> 1) },
    wanted: { original: subjects, synthetic: law.synthetic.subjects },
  };
  for (const [draw, mask] of halves.entries()) {
    const one = sumCells(law.original, law.size, mask);
    const other = whole.map((sum, cell) => sum - (one[cell] as number));
    const score = orNull(() => law.likeness(one, other));
    if (score !== null) drawn[draw]?.push(Math.max(0, atSizes(score, sizes)));
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

function orNull(compute: () => number): number | null {
  const outcome = judged(compute);
  return outcome.ok ? outcome.value : null;
}
