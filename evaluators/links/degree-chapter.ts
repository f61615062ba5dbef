import type { Random } from '../../engine/core/random.ts';
import type { Row } from '../../engine/core/row.ts';
import { firstShareLikeness, ksLikeness } from '../ceiling/cell-likeness.ts';
import { equalSubjects } from '../ceiling/equal-subjects.ts';
import type { Halves } from '../ceiling/halves.ts';
import { judgedCard, likenessCard } from '../ceiling/likeness-card.ts';
import { randomKeys } from '../ceiling/naive-samples.ts';
import { outcomeOf, scoreAcross } from '../ceiling/score-across.ts';
import { scoreCells } from '../ceiling/score-cells.ts';
import { sumCells } from '../ceiling/subject-cells.ts';
import type { LawFigure, ScoreCard, TableFigure } from '../findings.ts';
import { judged } from '../metric.ts';
import type { Sides } from '../relations/subject-sample.ts';
import {
  coarseDegrees,
  coarseLabels,
  DEGREE_CELLS,
  degreeAccuracy,
  degreeQuantile,
} from './degree-cells.ts';
import { degreeUnits, gatherDegrees } from './link-degrees.ts';
import type { LinkShape } from './link-shape.ts';
import { nameDegrees, namedFlows, nameTableOf } from './name-degrees.ts';

const NAME_DRAWS = 20;

/** Ways to look at a law of degrees. */
export const DEGREE_LIKENESSES = [
  { id: 'accuracy', label: 'accuracy over degree bins', likeness: degreeAccuracy },
  { id: 'ks', label: '1 − KS', likeness: ksLikeness },
  { id: 'zero', label: '1 − gap of the share without any', likeness: firstShareLikeness },
] as const;

/** Laws of one unit on both sides. */
export interface DegreeLaw {
  readonly unit: string;
  readonly original: Float64Array; // [DEGREE_CELLS]
  readonly synthetic: Float64Array; // [DEGREE_CELLS]
}

/** Cards of the degrees with their laws. */
export interface DegreeFindings {
  readonly cards: readonly ScoreCard[];
  readonly laws: readonly DegreeLaw[];
}

/** Links a unit, zeros included, for every unit within a subject; the floor draws keys at will. */
export function examineDegrees(
  shape: LinkShape,
  sides: Sides,
  { halves, random }: { readonly halves: Halves; readonly random: Random },
): DegreeFindings {
  const naive = randomKeys(sides.original, random.split('naive'));
  const found = degreeUnits(shape).map((unit) => {
    const cells = {
      original: gatherDegrees(sides.original, unit),
      synthetic: gatherDegrees(sides.synthetic, unit),
      naive: gatherDegrees(naive, unit),
    };
    const cards = DEGREE_LIKENESSES.map(({ id, label, likeness }) =>
      likenessCard(`degree-${unit.id}-${id}`, `links per ${unit.name}: ${label}`, () =>
        scoreCells([{ name: unit.id, size: DEGREE_CELLS, ...cells, likeness }], halves),
      ),
    );
    const law = {
      unit: unit.name,
      original: sumCells(cells.original, DEGREE_CELLS),
      synthetic: sumCells(cells.synthetic, DEGREE_CELLS),
    };
    return { cards, law };
  });
  return { cards: found.flatMap(({ cards }) => cards), laws: found.map(({ law }) => law) };
}

/**
 * Links per name that flows reach; names cross subjects, so both sides get the same number of them.
 *
 * @param names rows of the table of names on both sides
 */
export function examineNameDegrees(
  shape: LinkShape,
  sides: Sides,
  options: {
    readonly names: { readonly original: readonly Row[]; readonly synthetic: readonly Row[] };
    readonly random: Random;
  },
): DegreeFindings {
  const { names, random } = options;
  if (nameTableOf(sides.original.schema) === undefined) return { cards: [], laws: [] };
  const scored = judged(() => {
    const equal = equalSubjects(sides, random.split('subjects'));
    return scoreAcross(
      {
        figuresOf: (side, keep) => new Map([['names', nameDegrees(side, keep)]]),
        scores: Object.fromEntries(
          DEGREE_LIKENESSES.map(({ id, likeness }) => [id, { law: 'names', likeness }]),
        ),
      },
      {
        original: namedFlows(equal.original, shape, names.original),
        synthetic: namedFlows(equal.synthetic, shape, names.synthetic),
        naive: null,
        subjects: equal.original.subjects.length,
      },
      { random: random.split('halves'), draws: NAME_DRAWS },
    );
  });
  const cards = DEGREE_LIKENESSES.map(({ id, label }) =>
    judgedCard(`degree-name-${id}`, `links per name reached: ${label}`, outcomeOf(scored, id)),
  );
  if (!scored.ok) return { cards, laws: [] };
  const [original, synthetic] = [scored.value.original, scored.value.synthetic].map(
    (figures) => figures.get('names') ?? new Float64Array(DEGREE_CELLS),
  ) as [Float64Array, Float64Array];
  return { cards, laws: [{ unit: 'names reached', original, synthetic }] };
}

/** A law of degrees as a figure: shares by degree bin. */
export function degreeFigure({ unit, original, synthetic }: DegreeLaw, of: string): LawFigure {
  const shares = (cells: Float64Array) => {
    const bins = coarseDegrees(cells);
    const sum = bins.reduce((total, count) => total + count, 0);
    return [...bins].map((count) => (sum === 0 ? 0 : count / sum));
  };
  return {
    kind: 'law',
    title: `${of} per ${unit}`,
    subtitle: `Share of the ${unit}, those without any included.`,
    axis: of,
    of: unit,
    labels: coarseLabels(),
    original: shares(original),
    synthetic: shares(synthetic),
  };
}

/**
 * Shares without any and ratios of quantiles (synthetic over original), a unit a row.
 *
 * Quantiles above 64 are rounded to an eighth of a doubling; the greatest to its degree bin, so that
 * no single unit of the original can be read off.
 */
export function degreeTable(laws: readonly DegreeLaw[], of: string): TableFigure {
  const share = (cells: Float64Array) => {
    const sum = cells.reduce((total, count) => total + count, 0);
    return sum === 0 ? null : (cells[0] ?? 0) / sum;
  };
  const ratio = ({ original, synthetic }: DegreeLaw, at: number) => {
    const [ours, theirs] = [degreeQuantile(original, at), degreeQuantile(synthetic, at)];
    return ours === 0 ? null : theirs / ours;
  };
  const greatest = ({ original, synthetic }: DegreeLaw) => {
    const top = (cells: Float64Array) => coarseDegrees(cells).findLastIndex((count) => count > 0);
    return top(original) < 1 ? null : 2 ** (top(synthetic) - top(original));
  };
  return {
    kind: 'table',
    title: `${of}: zeros and tails`,
    subtitle: 'Quantiles as ratio of synthetic to original; – where the original’s is 0.',
    head: ['per', 'zero, original', 'zero, synthetic', 'p50', 'p90', 'p99', 'greatest bin'],
    rows: laws.map((law) => [
      law.unit,
      ...[share(law.original), share(law.synthetic)],
      ...[0.5, 0.9, 0.99].map((at) => ratio(law, at)),
      greatest(law),
    ]),
  };
}
