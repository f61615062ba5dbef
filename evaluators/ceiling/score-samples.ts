import type { Random } from '../../engine/core/random.ts';
import { judged, type Score } from '../metric.ts';
import { type Sides, type SubjectSample, withSubjects } from '../relations/subject-sample.ts';
import type { NaiveSample } from './naive-samples.ts';
import { atSizes, summaryOf } from './size-correction.ts';

/** How a figure's companions are drawn. */
export interface CompanionOptions {
  readonly random: Random;
  /** What a generator without any idea would write; null where none is defined. */
  readonly naive: NaiveSample | null;
  /** Disjoint halves of the original's subjects behind the ceiling. */
  readonly draws: number;
  /** What two equal sides score; 1 if not given. */
  readonly ideal?: number;
  readonly range?: readonly [number, number];
}

/**
 * A figure that compares two samples, with its ceiling and floor.
 *
 * Costs `draws + 2` comparisons.
 *
 * @param compare the figure, e.g. a likeness with 1 for equal samples
 * @throws IncomputableMetricError where `compare` refuses the original against the synthetic side
 */
export function scoreSamples(
  compare: (one: SubjectSample, other: SubjectSample) => number,
  { original, synthetic }: Sides,
  options: CompanionOptions,
): Score {
  const { random, naive, draws, ideal = 1, range = [0, 1] } = options;
  const value = compare(original, synthetic);
  const wanted = { original: original.subjects.length, synthetic: synthetic.subjects.length };
  const ceiling = judged(() =>
    Array.from({ length: draws }, (_, draw) => {
      const [one, other] = disjointHalves(original, random.split('halves', draw));
      const halves = { original: one.subjects.length, synthetic: other.subjects.length };
      const score = atSizes(compare(one, other), { ideal, halves, wanted });
      return Math.min(range[1], Math.max(range[0], score));
    }),
  );
  const floor =
    naive === null ? null : judged(() => compare(original, naive(original, random.split('naive'))));
  return withCompanions(value, {
    ceiling: ceiling.ok ? ceiling.value : [],
    floor: floor?.ok ? floor.value : null,
  });
}

/** The score of a value, the draws behind its ceiling, and its floor. */
export function withCompanions(
  value: number,
  { ceiling, floor }: { readonly ceiling: readonly number[]; readonly floor: number | null },
): Score {
  const summary = ceiling.length === 0 ? null : summaryOf(ceiling);
  const interval = ceiling.length < 2 ? null : (summary?.interval ?? null);
  return { value, ceiling: summary?.mean ?? null, interval, floor, breakdown: {} };
}

/** Two disjoint halves of a sample's subjects, at random. */
export function disjointHalves(
  sample: SubjectSample,
  random: Random,
): readonly [SubjectSample, SubjectSample] {
  const order = random.shuffle([...sample.subjects]);
  const middle = order.length >> 1;
  return [withSubjects(sample, order.slice(0, middle)), withSubjects(sample, order.slice(middle))];
}
