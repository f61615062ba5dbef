import type { Feed, Runner, StateSpec } from '../../compute/program.ts';
import { defined } from '../../core/invariant.ts';
import type { Random } from '../../core/random.ts';
import type { RecordCodes } from '../code-space.ts';
import { boundedRows } from '../privacy/poisson-lot.ts';
import type { PrivacyLedger } from '../privacy/privacy-ledger.ts';
import { PrivateSteps } from '../privacy/private-steps.ts';
import { type NetworkPlan, trainedOrder } from './network-plan.ts';
import type { RowChains } from './row-chains.ts';
import { rateAt, scaleOf, type TrainedNetwork } from './train-network.ts';
import { NO_ROW, type TrainingRows } from './training-rows.ts';

/** What to train within a budget. */
export interface PrivateNetworkTask {
  readonly plan: NetworkPlan;
  readonly rows: TrainingRows;
  readonly chains: RowChains;
  readonly data: RecordCodes;
  readonly runner: Runner;
  readonly weights: readonly StateSpec[];
  readonly ledger: PrivacyLedger;
  /** Steps of this network alone. */
  readonly steps: number;
  /** The secret stream that noise and lots are drawn from. */
  readonly random: Random;
  readonly seconds: () => number;
  readonly deadline: number;
  readonly onStep: (share: number) => void;
}

/** Rows of a subject that a step sees, where rows stand alone. */
const ROWS_ALONE = 8;
/** Noise asks for a larger batch's rate. */
const RATE_BATCH = 1024;

/**
 * Trains by subject within a privacy budget: a bounded stretch of each drawn subject's rows.
 *
 * Nothing else of the data decides: no held-out loss stops it and no marginal starts it, so there
 * is no curve.
 */
export async function trainPrivate(task: PrivateNetworkTask): Promise<TrainedNetwork> {
  const { plan, runner, ledger, steps, random } = task;
  const subjects = rowsBySubject(task.chains, task.data);
  const feedOf = (subject: number, own: Random): Feed | null => {
    const rows = stretchOf(plan, defined(subjects[subject], 'subject has rows'), own);
    return { ...task.rows.feed(rows, trainedOrder(plan, own)), scale: scaleOf(rows) };
  };
  const lots = new PrivateSteps({
    ...{ runner, ledger, random, feedOf, subjects: subjects.length, weights: task.weights },
    rate: (step) => rateAt(RATE_BATCH, (step + 1) / steps),
  });
  let stopped: TrainedNetwork['stopped'] = 'epochs';
  for (let step = 0; step < steps; step += 1) {
    const isLate = task.seconds() > task.deadline;
    if (isLate || !(await lots.lot())) {
      stopped = isLate ? 'time' : 'budget';
      break;
    }
    task.onStep((step + 1) / steps);
  }
  const trained = await runner.readStates();
  const weights = new Map(task.weights.map(({ name }) => [name, defined(trained.get(name), name)]));
  return { weights, curve: [], stopped };
}

/** By subject with rows: all its rows, in the order of its timelines. */
function rowsBySubject({ rows }: RowChains, data: RecordCodes): Int32Array[] {
  const found = new Map<number, number[]>();
  for (const row of rows) {
    const subject = data.subjects[row] as number;
    const own = found.get(subject);
    if (own === undefined) found.set(subject, [row]);
    else own.push(row);
  }
  return [...found].sort(([a], [b]) => a - b).map(([, own]) => Int32Array.from(own));
}

/** A window of neighbouring rows, or some rows that stand alone; the rest is empty. */
function stretchOf(plan: NetworkPlan, rows: Int32Array, random: Random): Int32Array {
  const size = plan.window === 1 ? ROWS_ALONE : plan.window;
  const filled = new Int32Array(size).fill(NO_ROW);
  if (plan.window === 1) {
    const places = boundedRows(random, rows.length, size);
    for (const [at, place] of places.entries()) filled[at] = rows[place] as number;
    return filled;
  }
  const from = random.integer(Math.max(1, rows.length - size + 1));
  filled.set(rows.subarray(from, from + size));
  return filled;
}
