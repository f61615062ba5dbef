import type { Chapter } from '../../evaluators/findings.ts';
import type { Sides } from '../../evaluators/relations/subject-sample.ts';
import { type ExamineOptions, examineSides } from '../../evaluators/report/examine-sides.ts';
import { REPORT_CHAPTERS, type ReportChapter } from '../core/report-chapters.ts';
import { startThread } from '../core/start-thread.ts';
import type { ExamineDelivery, ExamineOrder } from './examine-worker.ts';

/** About half of the work, none of which needs what cannot be sent to a thread. */
const ASIDE: readonly ReportChapter[] = ['privacy', 'relations', 'text'];

/** Chapters as a whole, and what a second thread spent on its part. */
export interface ThreadedExamination {
  examine(sides: Sides, options: ExamineOptions): Promise<readonly Chapter[]>;
  /** Seconds by step of the second thread; empty before and without it. */
  secondsAside(): Readonly<Record<string, number>>;
}

/**
 * Writes the chapters on two threads: equal chapters, in equal order, in about half of the time.
 *
 * The second thread holds a copy of the sides.
 *
 * @param threads 1 writes all of them in the calling thread
 */
export function examineInThreads(threads: number): ThreadedExamination {
  let seconds: Readonly<Record<string, number>> = {};
  const examine = async (sides: Sides, options: ExamineOptions) => {
    const aside = threads < 2 ? [] : options.chapters.filter((id) => ASIDE.includes(id));
    if (aside.length === 0) return examineSides(sides, options);
    const here = options.chapters.filter((id) => !aside.includes(id));
    const delivered = sendAside(sides, { ...options, chapters: aside });
    const own = await examineSides(sides, { ...options, chapters: here });
    const delivery = await delivered;
    seconds = delivery.seconds;
    return inOrder([...own, ...delivery.chapters]);
  };
  return { examine, secondsAside: () => seconds };
}

/** @throws whatever the thread throws */
async function sendAside(sides: Sides, options: ExamineOptions): Promise<ExamineDelivery> {
  const { random, progress: _progress, instruments: _instruments, ...rest } = options;
  const order: ExamineOrder = { ...rest, sides, random: random.key };
  const worker = startThread(import.meta.url, 'examine-worker', order);
  const answer = new Promise<ExamineDelivery>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  return answer.finally(() => worker.terminate());
}

function inOrder(chapters: readonly Chapter[]): readonly Chapter[] {
  const place = ({ id }: Chapter) => REPORT_CHAPTERS.indexOf(id as ReportChapter);
  return [...chapters].sort((one, other) => place(one) - place(other));
}
