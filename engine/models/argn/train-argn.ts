import { ScenarioError } from '../../core/errors.ts';
import { defined } from '../../core/invariant.ts';
import { createRandom } from '../../core/random.ts';
import type { CodeSpace, RecordCodes } from '../code-space.ts';
import { type Guard, guardsOf } from '../guards.ts';
import { possibleCodes } from '../privacy/possible-codes.ts';
import { PrivacyLedger, planPrivacy } from '../privacy/privacy-ledger.ts';
import type { ModelOptions, NetworkOptions } from '../sequence-model.ts';
import { countTargets, firstBiases, hideUnseen } from './first-biases.ts';
import { type NetworkPlan, planNetwork, sizesFor } from './network-plan.ts';
import { networkProgram } from './network-program.ts';
import { chainRows, splitChains } from './row-chains.ts';
import { type TrainedNetwork, trainNetwork } from './train-network.ts';
import { trainPrivate } from './train-private.ts';
import type { TrainedRecord } from './trained-record.ts';
import { TrainingProgress } from './training-progress.ts';
import { TrainingRows } from './training-rows.ts';

/** Share of the subjects that say when to stop. */
const JUDGED = 0.1;
const DROPOUT = { view: 0.1, context: 0.2 } as const;
const ADAMW = { decay: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, clip: 1 } as const;

/** Subjects in a lot, about, and the share of all that it has at most. */
const LOT = 256;
const MOST_SAMPLED = 0.2;
/** Noise grows with the weights, so a private network is one for so many times fewer rows. */
const FEWER = 16;
/** Rows of a subject that a step sees: a clipped gradient gains little from more. */
const PRIVATE_WINDOW = 16;
const PRIVATE_STEPS = 600;
const CLIP_NORM = 1;

/**
 * Trains a network for each record that has rows, one after the other; each has randomness of its own.
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
    if (rows === 0) return null;
    if (network.privacy === null) return planNetwork(space, record, sizesFor(rows));
    return planNetwork(space, record, sizesFor(rows / FEWER), PRIVATE_WINDOW);
  });
  const ledger = openLedger(plans, data, network);
  const progress = await TrainingProgress.open(plans, data, { ...options, network, ledger });
  const records: (TrainedRecord | null)[] = plans.map(() => null);
  for (const record of progress.order) {
    const plan = defined(plans[record], 'record has a network');
    const task = { space, data, plan, network, progress, seed: options.seed };
    records[record] =
      ledger === null ? await trainRecord(task) : await trainPrivateRecord(task, ledger);
  }
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

async function trainRecord(task: RecordTask): Promise<TrainedRecord> {
  const { space, data, plan, progress } = task;
  const own = defined(data[plan.record], 'record has codes');
  const counts = countTargets(plan, own);
  const trained = progress.finishedOf(plan.record) ?? (await runTraining(task, own, counts));
  progress.finish(plan.record, trained);
  const weights = hideUnseen(plan, trained.weights, counts);
  return { plan, weights, guards: guardsOfRecord(space, data, plan.record) };
}

async function runTraining(
  { space, data, plan, network, progress, seed }: RecordTask,
  own: RecordCodes,
  counts: readonly Float64Array[],
): Promise<TrainedNetwork> {
  const random = createRandom(seed, 'argn', plan.name);
  const first = { random: random.split('weights'), biases: firstBiases(counts) };
  const options = { first, dropout: DROPOUT, adamw: ADAMW, clipNorm: null };
  const { program, weights } = networkProgram(plan, options);
  const runner = await network.engine.open(program, { threads: network.threads });
  const chains = chainRows(plan, own);
  const sides = splitChains(chains, own, { share: JUDGED, random: random.split('split') });
  try {
    return await trainNetwork({
      ...{ plan, runner, seed, ...sides },
      weights: weights.map((one) => one.name),
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

/** Within a budget nothing is kept that has no noise: no guards, no marginals, no unseen codes but those that the schema rules out. */
async function trainPrivateRecord(
  { space, data, plan, network, progress, seed }: RecordTask,
  ledger: PrivacyLedger,
): Promise<TrainedRecord> {
  const own = defined(data[plan.record], 'record has codes');
  const first = {
    random: createRandom(seed, 'argn', plan.name, 'weights'),
    biases: plan.targets.map(() => null),
  };
  const { clipNorm } = ledger.plan;
  const { program, weights } = networkProgram(plan, {
    ...{ first, dropout: DROPOUT, adamw: ADAMW, clipNorm },
  });
  const runner = await network.engine.open(program, { threads: network.threads });
  try {
    const trained = await trainPrivate({
      ...{ plan, runner, weights, ledger, data: own, seconds: network.seconds },
      rows: new TrainingRows(space, plan, data),
      chains: chainRows(plan, own),
      steps: privateSteps(network, ledger.plan.samplingRate),
      random: defined(network.noise, 'a budget has noise').split('argn', plan.name),
      deadline: progress.deadlineOf(plan.record),
      onStep: (share) => progress.tell(plan.record, share),
    });
    progress.finish(plan.record, trained);
    const possible = possibleCodes(space[plan.record], plan.targets);
    return {
      plan,
      weights: hideUnseen(plan, trained.weights, possible),
      guards: space[plan.record]?.variables.map(() => []) ?? [],
    };
  } finally {
    await runner.dispose();
  }
}

/** Steps of each network: an epoch is as many as it takes to see every subject once, on average. */
function privateSteps({ maxEpochs }: NetworkOptions, samplingRate: number): number {
  return Math.min(PRIVATE_STEPS, Math.ceil(maxEpochs / samplingRate));
}

/** What all networks together may spend; null without a budget. */
function openLedger(
  plans: readonly (NetworkPlan | null)[],
  data: readonly RecordCodes[],
  network: NetworkOptions,
): PrivacyLedger | null {
  const { privacy } = network;
  if (privacy === null) return null;
  const networks = plans.filter((plan) => plan !== null).length;
  const subjects = data[0]?.rows ?? 0;
  const samplingRate = Math.min(MOST_SAMPLED, LOT / Math.max(1, subjects));
  const steps = networks * privateSteps(network, samplingRate);
  return new PrivacyLedger(
    planPrivacy({ budget: privacy, clipNorm: CLIP_NORM, samplingRate, steps }),
  );
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
