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

/** What both sides of as many subjects may cost. */
export interface FittingOptions {
  /** Most rows of a side. */
  readonly most: number;
  /** Rows of a sample that count. */
  readonly rowsOf: (sample: SubjectSample) => number;
  readonly random: Random;
}

/** Both sides with the same smaller number of subjects, 2 at least, where their rows are too many. */
export function fittingSubjects(sides: Sides, { most, rowsOf, random }: FittingOptions): Sides {
  const rows = Math.max(rowsOf(sides.original), rowsOf(sides.synthetic));
  if (rows <= most) return sides;
  const kept = Math.max(2, Math.floor((sides.original.subjects.length * most) / rows));
  return {
    ...sides,
    original: someOf(sides.original, kept, random.split('thin', 'original')),
    synthetic: someOf(sides.synthetic, kept, random.split('thin', 'synthetic')),
  };
}

/** Rows that the subjects of a sample hold in a table. */
export function heldRows({ subjects }: SubjectSample, table: string): number {
  return subjects.reduce((sum, { tables }) => sum + (tables.get(table)?.length ?? 0), 0);
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
