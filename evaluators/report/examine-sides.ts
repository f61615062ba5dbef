import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { Progress } from '../../engine/core/progress.ts';
import type { Random } from '../../engine/core/random.ts';
import type { Chapter } from '../findings.ts';
import type { Sides } from '../relations/subject-sample.ts';
import { examineText } from '../text/examine-text.ts';

/** What the examiners need besides the sides. */
export interface ExamineOptions {
  readonly random: Random;
  /** Fewest subjects of the original that must share a value that is shown. */
  readonly k: number;
  readonly progress: Progress;
}

/** An evaluator of whole subjects, by the chapter that it writes. */
interface Examiner {
  readonly id: string;
  readonly title: string;
  examine(sides: Sides, options: ExamineOptions): Chapter | Promise<Chapter>;
}

const EXAMINERS: readonly Examiner[] = [{ id: 'text', title: 'Text', examine: examineText }];

/** Runs every evaluator over the sides; one that refuses leaves a chapter that says why. */
export async function examineSides(
  sides: Sides,
  options: ExamineOptions,
): Promise<readonly Chapter[]> {
  const chapters: Chapter[] = [];
  for (const examiner of EXAMINERS) {
    options.progress.start(`judge ${examiner.id}`, null, 'chapters');
    chapters.push(await chapterOf(examiner, sides, options));
    options.progress.finish();
  }
  return chapters;
}

async function chapterOf(
  { id, title, examine }: Examiner,
  sides: Sides,
  options: ExamineOptions,
): Promise<Chapter> {
  try {
    return await examine(sides, { ...options, random: options.random.split(id) });
  } catch (error) {
    if (!(error instanceof IncomputableMetricError)) throw error;
    return {
      id,
      title,
      lead: 'This could not be judged.',
      scores: [],
      figures: [],
      contract: {},
      notes: [error.message],
    };
  }
}
