import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { Random } from '../../engine/core/random.ts';
import { type Sides, type SubjectSample, withSubjects } from '../relations/subject-sample.ts';

/**
 * Both sides with the same number of subjects, those of the longer one drawn at random.
 *
 * What crosses subjects (how many rows meet an endpoint, how often a tuple comes again) grows with
 * their number, so that sides of different sizes cannot be compared in it.
 *
 * @throws IncomputableMetricError if a side has fewer than 2 subjects
 */
export function equalSubjects(sides: Sides, random: Random): Sides {
  const { original, synthetic } = sides;
  const kept = Math.min(original.subjects.length, synthetic.subjects.length);
  if (kept < 2) {
    throw new IncomputableMetricError(`subjects: too few on a side: ${kept}; give at least 2`, {
      subjects: kept,
    });
  }
  return {
    ...sides,
    original: someOf(original, kept, random.split('original')),
    synthetic: someOf(synthetic, kept, random.split('synthetic')),
  };
}

/** At most so many of the subjects, each alike, in their order. */
export function someOf(sample: SubjectSample, most: number, random: Random): SubjectSample {
  if (sample.subjects.length <= most) return sample;
  const positions = random.shuffle([...sample.subjects.keys()]).slice(0, most);
  const kept = positions.sort((one, other) => one - other);
  const subjects = kept.flatMap((at) => sample.subjects[at] ?? []);
  return {
    ...withSubjects(sample, subjects),
    share: (sample.share * most) / sample.subjects.length,
  };
}
