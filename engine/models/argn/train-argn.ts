import { ScenarioError } from '../../core/errors.ts';
import { defined } from '../../core/invariant.ts';
import { createRandom } from '../../core/random.ts';
import type { CodeSpace, RecordCodes } from '../code-space.ts';
import { type Guard, guardsOf } from '../guards.ts';
import type { ModelOptions, NetworkOptions } from '../sequence-model.ts';
import { countTargets, firstBiases, hideUnseen } from './first-biases.ts';
import { type NetworkPlan, type NetworkWeights, planNetwork, sizesFor } from './network-plan.ts';
import { networkProgram } from './network-program.ts';
import { chainRows, splitChains } from './row-chains.ts';
import { type TrainedNetwork, trainNetwork } from './train-network.ts';
import type { TrainedRecord } from './trained-record.ts';
import { TrainingProgress } from './training-progress.ts';
import { TrainingRows } from './training-rows.ts';

/** Share of the subjects that say when to stop. */
const JUDGED = 0.1;
const DROPOUT = { view: 0.1, context: 0.2 } as const;
const ADAMW = { decay: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, clip: 1 } as const;

/**
 * Trains a network for each record that has rows, as many at a time as there are workers: each has
 * randomness and an engine of its own, so that their number changes nothing.
 *
 * @returns by record; null where nothing is drawn, or no row was there to learn from
 * @throws ScenarioError without an engine
 */
export async function trainArgn(
  space: CodeSpace,
  data: readonly RecordCodes[],
  options: ModelOptions,
): Promise<(TrainedRecord | null)[]> {
  const network = networkOptions(options);
  const plans = space.map((_, record) => {
    const rows = data[record]?.rows ?? 0;
    return rows === 0 ? null : planNetwork(space, record, sizesFor(rows));
  });
  const progress = await TrainingProgress.open(plans, data, { ...options, network });
  const records: (TrainedRecord | null)[] = plans.map(() => null);
  const waiting = [...progress.order];
  const lane = async () => {
    for (let record = waiting.shift(); record !== undefined; record = waiting.shift()) {
      const plan = defined(plans[record], 'record has a network');
      const task = { space, data, plan, network, progress, seed: options.seed };
      const weights = await trainRecord(task);
      records[record] = { plan, weights, guards: guardsOfRecord(space, data, record) };
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.workers) }, lane));
  network.onAccount(progress.account());
  return records;
}

interface RecordTask {
  readonly space: CodeSpace;
  readonly data: readonly RecordCodes[];
  readonly plan: NetworkPlan;
  readonly network: NetworkOptions;
  readonly progress: TrainingProgress;
  readonly seed: number;
}

async function trainRecord(task: RecordTask): Promise<NetworkWeights> {
  const { data, plan, progress } = task;
  const own = defined(data[plan.record], 'record has codes');
  const counts = countTargets(plan, own);
  const trained = progress.finishedOf(plan.record) ?? (await runTraining(task, own, counts));
  progress.finish(plan.record, trained);
  return hideUnseen(plan, trained.weights, counts);
}

async function runTraining(
  { space, data, plan, network, progress, seed }: RecordTask,
  own: RecordCodes,
  counts: readonly Float64Array[],
): Promise<TrainedNetwork> {
  const random = createRandom(seed, 'argn', plan.name);
  const first = { random: random.split('weights'), biases: firstBiases(counts) };
  const { program, weights } = networkProgram(plan, { first, dropout: DROPOUT, adamw: ADAMW });
  const runner = await network.engine.open(program, { threads: network.threads });
  const chains = chainRows(plan, own);
  const sides = splitChains(chains, own, { share: JUDGED, random: random.split('split') });
  try {
    return await trainNetwork({
      ...{ plan, runner, weights, seed, ...sides },
      rows: new TrainingRows(space, plan, data),
      maxEpochs: network.maxEpochs,
      seconds: network.seconds,
      deadline: progress.deadlineOf(plan.record),
      resume: progress.stateOf(plan.record),
      onEpoch: (state) => progress.keep(plan.record, state),
      onBatch: (share, loss) => progress.tell(plan.record, share, loss),
    });
  } finally {
    await runner.dispose();
  }
}

function guardsOfRecord(space: CodeSpace, data: readonly RecordCodes[], record: number): Guard[][] {
  const spec = defined(space[record], 'record exists');
  const own = defined(data[record], 'record has codes');
  return spec.variables.map((one, variable) => (one.given ? [] : guardsOf(spec, own, variable)));
}

function networkOptions({ network }: ModelOptions): NetworkOptions {
  if (network !== undefined) return network;
  throw new ScenarioError('model.family: argn needs an engine to train on: none; give one');
}
