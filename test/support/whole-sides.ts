import type { Sides, SubjectSample } from '../../evaluators/relations/subject-sample.ts';
import { concatSamples } from '../../evaluators/relations/subject-sample.ts';
import { walkSubjects } from '../../evaluators/relations/subject-walk.ts';
import { fixtureDatabase } from './report-fixture.ts';

/** All subjects of a database made by a seed. */
export async function wholeSample(
  seed: number,
  subjects: number,
  drift = 0,
): Promise<SubjectSample> {
  const reader = fixtureDatabase({ seed, subjects, drift });
  const walked = [];
  for await (const subject of walkSubjects(reader)) walked.push(subject);
  return { schema: reader.schema, subjects: walked, share: 1 };
}

/** Sides of one law; the synthetic side drifts from it by `drift` (0: not at all). */
export async function wholeSides(subjects: number, drift = 0): Promise<Sides> {
  const training = await wholeSample(1, subjects);
  const holdout = await wholeSample(2, subjects >> 1);
  const synthetic = await wholeSample(3, subjects, drift);
  return { training, holdout, original: concatSamples(training, holdout), synthetic };
}
