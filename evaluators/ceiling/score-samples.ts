import type { Random } from '../../engine/core/random.ts';
import type { Score } from '../metric.ts';
import { type Sides, type SubjectSample, withSubjects } from '../relations/subject-sample.ts';
import { withJudgedCompanions } from './companions.ts';
import { shuffledHalves } from './halves.ts';
import type { NaiveSample } from './naive-samples.ts';
import { atSizes, halfSizes } from './size-correction.ts';

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
  const halves = halfSizes(wanted.original);
  const drawn = (draw: number) => {
    const [one, other] = disjointHalves(original, random.split('halves', draw));
    const score = atSizes(compare(one, other), { ideal, halves, wanted });
    return Math.min(range[1], Math.max(range[0], score));
  };
  return withJudgedCompanions(value, {
    ceiling: () => Array.from({ length: draws }, (_, draw) => drawn(draw)),
    floor: naive && (() => compare(original, naive(original, random.split('naive')))),
  });
}

/** Two disjoint halves of a sample's subjects, at random. */
export function disjointHalves(
  sample: SubjectSample,
  random: Random,
): readonly [SubjectSample, SubjectSample] {
  const [one, other] = shuffledHalves([...sample.subjects], random);
  return [withSubjects(sample, one), withSubjects(sample, other)];
}
