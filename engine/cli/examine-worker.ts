/** The thread that writes some chapters of a report: it takes one order and answers it. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Chapter } from '../../evaluators/findings.ts';
import type { Sides } from '../../evaluators/relations/subject-sample.ts';
import { type ExamineOptions, examineSides } from '../../evaluators/report/examine-sides.ts';
import { NO_INSTRUMENTS } from '../../evaluators/report/instruments.ts';
import { defined } from '../core/invariant.ts';
import { silentProgress } from '../core/progress.ts';
import { createRandom, type RandomKey } from '../core/random.ts';
import { timeSteps } from './time-steps.ts';

/** What the thread is started with: all that can be sent to it. */
export interface ExamineOrder extends Omit<ExamineOptions, 'random' | 'progress' | 'instruments'> {
  readonly sides: Sides;
  readonly random: RandomKey;
}

/** The thread's answer. */
export interface ExamineDelivery {
  readonly chapters: readonly Chapter[];
  readonly seconds: Readonly<Record<string, number>>;
}

const port = defined(parentPort, 'examine-worker runs as a worker thread');
const { sides, random, ...options } = workerData as ExamineOrder;
const steps = timeSteps(silentProgress);
const chapters = await examineSides(sides, {
  ...options,
  random: createRandom(random.seed, ...random.path),
  progress: steps.progress,
  instruments: NO_INSTRUMENTS,
});
const delivery: ExamineDelivery = { chapters, seconds: steps.seconds() };
port.postMessage(delivery);
