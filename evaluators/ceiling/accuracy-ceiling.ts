import type { Random } from '../../engine/core/random.ts';
import { type Frame, prefixedName } from '../columns/frame.ts';
import { ACCURACY_PARTS, type AccuracyMeans, type AccuracyPart } from '../pairs/accuracy-means.ts';
import { ACCURACY_BINS, type BinnedColumn, binColumns } from '../pairs/binned-columns.ts';
import { columnSets } from '../pairs/column-sets.ts';
import {
  distanceToRest,
  drawHalves,
  type HalfLikeness,
  type Halves,
  likenessOfHalves,
} from '../pairs/half-likeness.ts';
import { fitLaws, type Holdings, type SequenceRows } from '../sequences/coherence.ts';
import { summaryOf } from './companions.ts';
import { type ComparedSizes, halfSizes, likenessAtSizes } from './size-correction.ts';

const MOST_DRAWS = 200;
const LEAST_DRAWS = 4;
/** Row visits that a part may cost; a larger part has fewer draws. */
const MOST_VISITS = 3e8;
/** Rows times draws that are held as halves. */
const MOST_HELD = 1e7;

/** Accuracy of the original's disjoint halves, brought to the sizes of the real comparison. */
export interface AccuracyCeiling {
  readonly mean: AccuracyMeans;
  /** 2.5 and 97.5 % by part. */
  readonly interval: Readonly<Record<AccuracyPart | 'overall', readonly [number, number] | null>>;
  /** Mean of each target column, by prefixed name. */
  readonly columns: ReadonlyMap<string, number>;
  /** Pairs of halves by part. */
  readonly draws: Readonly<Partial<Record<AccuracyPart, number>>>;
}

/** What the halves are drawn from. */
export interface CeilingInput {
  readonly frame: Frame;
  /** Sequences by position of their frame row; null where the table has no sequences. */
  readonly sequences: SequenceRows | null;
  readonly sizes: ComparedSizes;
  /** Sequences behind coherence on both sides. */
  readonly sequenceSizes: ComparedSizes;
  readonly random: Random;
}

/**
 * What two samples of the original's law reach at the sizes of the comparison.
 *
 * Up to 200 pairs of disjoint halves of the subjects; fewer where a part would cost more than
 * 3e8 visits of rows, but never fewer than 4.
 *
 * @see docs/methods/quality-report.md, ceiling and floor
 */
export function accuracyCeiling(input: CeilingInput): AccuracyCeiling {
  const { frame, random, sizes } = input;
  const columns = binColumns(frame, frame, ACCURACY_BINS);
  const sets = columnSets(columns, random.split('triples'));
  const most = Math.max(LEAST_DRAWS, Math.min(MOST_DRAWS, Math.floor(MOST_HELD / frame.rows)));
  const halves = drawHalves(frame.rows, most, random.split('halves'));
  const drawsOf = (list: readonly unknown[]) => drawsWithin(list.length * frame.rows, most);
  const likeness = (list: readonly (readonly BinnedColumn[])[]) =>
    likenessOfHalves(list, halves, drawsOf(list));
  const scaled = scaledTo(frame.rows, sizes);
  const univariate = likeness(sets.univariate);
  const parts = {
    univariate: scaledDraws(univariate, scaled),
    bivariate: scaledDraws(likeness(sets.bivariate), scaled),
    trivariate: scaledDraws(likeness(sets.trivariate), scaled),
    coherence: coherenceDraws(input, { halves, next: scaledDraws(likeness(sets.next), scaled) }),
  };
  return {
    ...summariesOf(parts),
    columns: new Map(
      sets.univariate.map(([column], at) => [
        column === undefined ? '' : prefixedName(column),
        scaled(univariate?.bySet[at] ?? 1),
      ]),
    ),
  };
}

type PartDraws = Readonly<Record<AccuracyPart, readonly number[] | null>>;

function summariesOf(parts: PartDraws): Omit<AccuracyCeiling, 'columns'> {
  const present = ACCURACY_PARTS.flatMap((part) => (parts[part] === null ? [] : [parts[part]]));
  const fewest = Math.min(...present.map((draws) => draws.length));
  const overall = Array.from({ length: Number.isFinite(fewest) ? fewest : 0 }, (_, draw) =>
    present.reduce((sum, draws) => sum + (draws[draw] as number) / present.length, 0),
  );
  const summary = (draws: readonly number[] | null) =>
    draws === null || draws.length === 0 ? null : summaryOf(draws);
  const all = {
    overall: summary(overall),
    univariate: summary(parts.univariate),
    bivariate: summary(parts.bivariate),
    trivariate: summary(parts.trivariate),
    coherence: summary(parts.coherence),
  };
  const pick = <T>(read: (part: keyof typeof all) => T) => ({
    overall: read('overall'),
    univariate: read('univariate'),
    bivariate: read('bivariate'),
    trivariate: read('trivariate'),
    coherence: read('coherence'),
  });
  const draws = ACCURACY_PARTS.flatMap((part) => {
    const list = parts[part];
    return list === null ? [] : [[part, list.length] as const];
  });
  return {
    mean: pick((part) => all[part]?.mean ?? null),
    interval: pick((part) => all[part]?.interval ?? null),
    draws: Object.fromEntries(draws),
  };
}

/** Coherence by draw: the mean of next rows and of both sequence laws. */
function coherenceDraws(
  { sequences, sequenceSizes }: CeilingInput,
  { halves, next }: { readonly halves: Halves; readonly next: readonly number[] | null },
): readonly number[] | null {
  if (sequences === null || sequences.columns.length < 2 || next === null) return null;
  const laws = sequences.columns.map((_, at) => fitLaws(sequences, at));
  const held = laws.map((law) => law.hold(sequences));
  const scaled = scaledTo(held[0]?.sequences.length ?? 0, sequenceSizes);
  return next.map((nextMean, draw) => {
    const flags = halves.isFirst[draw] as Uint8Array;
    const tallied = (kind: 'countTally' | 'categoryTally') =>
      meanLikeness(laws.length, (at) => {
        const [law, holdings] = [laws[at] as (typeof laws)[number], held[at] as Holdings];
        const [part, whole] = [law[kind](holdings, flags), law[kind](holdings)];
        return 1 - distanceToRest(part, whole, { part: sumOf(part), whole: sumOf(whole) });
      });
    return (nextMean + scaled(tallied('countTally')) + scaled(tallied('categoryTally'))) / 3;
  });
}

/** Brings the likeness of halves of `count` things to the wanted sizes. */
function scaledTo(count: number, wanted: ComparedSizes): (likeness: number) => number {
  const halves = halfSizes(count);
  return (likeness) => likenessAtSizes(likeness, { halves, wanted });
}

function meanLikeness(length: number, likeness: (at: number) => number): number {
  let sum = 0;
  for (let at = 0; at < length; at += 1) sum += likeness(at);
  return sum / length;
}

function scaledDraws(
  likeness: HalfLikeness | null,
  scaled: (value: number) => number,
): readonly number[] | null {
  return likeness === null ? null : [...likeness.byDraw].map(scaled);
}

/** How many draws of so many visits (each half sees half of the rows) a part may have. */
function drawsWithin(visits: number, most: number): number {
  return Math.max(LEAST_DRAWS, Math.min(most, Math.floor((2 * MOST_VISITS) / Math.max(1, visits))));
}

function sumOf(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
