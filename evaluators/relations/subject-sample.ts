import type { DatabaseSchema } from '../../engine/schema/database-schema.ts';
import type { SubjectRows } from './subject-walk.ts';

/** Whole subjects of one part of a side, in the order of their keys; thinned by subject if large. */
export interface SubjectSample {
  readonly schema: DatabaseSchema;
  readonly subjects: readonly SubjectRows[];
  /** Share of the part's subjects that were kept, in (0, 1]. */
  readonly share: number;
}

/** The samples that every evaluator compares; `original` is training followed by holdout. */
export interface Sides {
  readonly training: SubjectSample;
  readonly holdout: SubjectSample;
  readonly original: SubjectSample;
  readonly synthetic: SubjectSample;
}

/** The sample with only some of its subjects, in the order given. */
export function withSubjects(
  sample: SubjectSample,
  subjects: readonly SubjectRows[],
): SubjectSample {
  return { ...sample, subjects };
}

/** One sample after the other. */
export function concatSamples(one: SubjectSample, other: SubjectSample): SubjectSample {
  const subjects = [...one.subjects, ...other.subjects];
  return { schema: one.schema, subjects, share: Math.min(one.share, other.share) };
}
