import type { Feed, Runner } from '../../compute/program.ts';
import { cosineRate } from '../../compute/schedule.ts';
import { createRandom, type Random } from '../../core/random.ts';
import type { CurvePoint } from '../sequence-model.ts';
import { type NetworkPlan, naturalOrder, trainedOrder } from './network-plan.ts';
import { fixedWindows, type RowChains, rowsSeen, shuffleWindows } from './row-chains.ts';
import { NO_ROW, type TrainingRows } from './training-rows.ts';

/** Why a training ended. */
export type Stopped = 'early' | 'epochs' | 'time' | 'budget';

/** Where a training stands between two epochs; all that is needed to go on. */
export interface NetworkState {
  /** Epochs that are done. */
  readonly epoch: number;
  readonly best: number;
  /** Epochs since the best. */
  readonly worse: number;
  readonly curve: readonly CurvePoint[];
  readonly states: ReadonlyMap<string, Float32Array>;
  readonly bestWeights: ReadonlyMap<string, Float32Array>;
}

/** What to train. */
export interface NetworkTask {
  readonly plan: NetworkPlan;
  readonly rows: TrainingRows;
  readonly training: RowChains;
  readonly validation: RowChains;
  readonly runner: Runner;
  readonly weights: readonly string[];
  readonly seed: number;
  readonly maxEpochs: number;
  readonly seconds: () => number;
  /** When to stop at the latest, by the same clock. */
  readonly deadline: number;
  readonly resume: NetworkState | null;
  /** Told after each epoch. */
  readonly onEpoch: (state: NetworkState) => Promise<void>;
  /** Told of the share that is done, 0..1, and of the loss so far in the epoch. */
  readonly onBatch: (share: number, loss: number) => void;
}

/** A trained network. */
export interface TrainedNetwork {
  readonly weights: ReadonlyMap<string, Float32Array>;
  readonly curve: readonly CurvePoint[];
  readonly stopped: Stopped;
}

/** Rows that all epochs together see, about; a smaller set is seen more often. */
const ROWS_IN_ALL = 3_000_000;
const LEAST_EPOCHS = 8;
const MOST_EPOCHS = 30;
const PATIENCE = 4;
const BATCHES_A_CALL = 4;
const LARGEST_RATE = 3e-3;
/** Share of the training in which the rate rises, and what part of it is left at the end. */
const RISE = 0.02;
const LEAST_PART = 0.02;
const LARGEST_BATCH = 1024;
const SMALLEST_BATCH = 64;
const JUDGED_ROWS = 16_384;

/** Trains until nothing is gained any more, the epochs are over or the time is up. */
export async function trainNetwork(task: NetworkTask): Promise<TrainedNetwork> {
  const { plan, runner, resume } = task;
  const rows = rowsSeen(task.training);
  const windows = Math.max(1, batchRows(rows) / plan.window);
  const planned = epochsFor(rows, task.maxEpochs);
  let epochs = planned;
  const random = createRandom(task.seed, 'argn', plan.name);
  const judge = judgeOf(task, windows, random);
  if (resume !== null) await runner.writeStates(resume.states);
  let state = resume ?? (await firstState(task));
  while (state.epoch < epochs) {
    if (state.worse >= PATIENCE) return finish(state, 'early');
    const { epoch } = state;
    const started = task.seconds();
    const schedule = { epoch, epochs, windows, random: random.split('epoch', epoch) };
    const training = await runEpoch(task, schedule);
    const validation = await judge(training);
    const seconds = task.seconds() - started;
    // NOTE: the rate falls to its end in the time there is; where that is enough, no clock decides.
    const left = Math.max(0, Math.floor((task.deadline - task.seconds()) / seconds));
    if (seconds > 0) epochs = Math.min(epochs, epoch + 1 + left);
    const rate = rateAt(batchRows(rows), (epoch + 1) / epochs);
    const point = { network: plan.name, epoch: epoch + 1, training, validation, rate, seconds };
    state = await nextState(task, state, point);
    await task.onEpoch(state);
  }
  return finish(state, epochs < planned ? 'time' : 'epochs');
}

function finish(state: NetworkState, stopped: Stopped): TrainedNetwork {
  return { weights: state.bestWeights, curve: state.curve, stopped };
}

async function firstState({ runner, weights }: NetworkTask): Promise<NetworkState> {
  const states = await runner.readStates();
  const bestWeights = onlyOf(states, weights);
  return { epoch: 0, best: Number.POSITIVE_INFINITY, worse: 0, curve: [], states, bestWeights };
}

async function nextState(
  task: NetworkTask,
  before: NetworkState,
  point: CurvePoint,
): Promise<NetworkState> {
  const states = await task.runner.readStates();
  const isBetter = point.validation < before.best;
  return {
    epoch: point.epoch,
    best: Math.min(before.best, point.validation),
    worse: isBetter ? 0 : before.worse + 1,
    curve: [...before.curve, point],
    states,
    bestWeights: isBetter ? onlyOf(states, task.weights) : before.bestWeights,
  };
}

function onlyOf(states: ReadonlyMap<string, Float32Array>, names: readonly string[]) {
  return new Map(names.map((name) => [name, states.get(name) as Float32Array]));
}

/** Rows a batch, a power of two: small sets need many steps. */
function batchRows(rows: number): number {
  const wanted = 2 ** Math.floor(Math.log2(Math.max(1, rows / 32)));
  return Math.min(LARGEST_BATCH, Math.max(SMALLEST_BATCH, wanted));
}

function epochsFor(rows: number, most: number): number {
  const wanted = Math.round(ROWS_IN_ALL / Math.max(1, rows));
  return Math.max(1, Math.min(most, MOST_EPOCHS, Math.max(LEAST_EPOCHS, wanted)));
}

/** Half a cosine behind a short rise. @param share of the training that is done, 0..1 */
export function rateAt(batch: number, share: number): number {
  const peak = LARGEST_RATE * (batch / LARGEST_BATCH) ** 0.25;
  const rise = Math.min(1, share / RISE);
  return rise * cosineRate({ peak, floor: LEAST_PART * peak, warmUp: 0, steps: 1 }, share);
}

interface Schedule {
  readonly epoch: number;
  readonly epochs: number;
  readonly windows: number;
  readonly random: Random;
}

/** One pass over the training rows. @returns mean loss, nats a row */
async function runEpoch(task: NetworkTask, schedule: Schedule): Promise<number> {
  const { plan, runner } = task;
  const { windows, random, epoch, epochs } = schedule;
  const all = shuffleWindows(plan, task.training, { windows, random });
  const size = windows * plan.window;
  const batches = all.length / size;
  let [loss, count] = [0, 0];
  for (let from = 0; from < batches; from += BATCHES_A_CALL) {
    const to = Math.min(batches, from + BATCHES_A_CALL);
    const share = (epoch + from / batches) / epochs;
    const feeds: Feed[] = [];
    for (let batch = from; batch < to; batch += 1) {
      const rows = all.subarray(batch * size, (batch + 1) * size);
      feeds.push(stepFeed(task, rows, { random, rate: rateAt(size, share) }));
      count += countRows(rows);
    }
    const results = await runner.run('step', feeds);
    for (const [at, { loss: own }] of results.entries()) {
      const rows = all.subarray((from + at) * size, (from + at + 1) * size);
      loss += (own?.data[0] ?? Number.NaN) * countRows(rows);
    }
    task.onBatch((epoch + to / batches) / epochs, loss / Math.max(1, count));
  }
  return loss / Math.max(1, count);
}

function stepFeed(
  task: NetworkTask,
  rows: Int32Array,
  of: { readonly random: Random; readonly rate: number },
): Feed {
  const { plan } = task;
  const { views, phases, sizes } = plan;
  const order = trainedOrder(plan, of.random);
  const uniforms = (width: number) => ({
    shape: [rows.length, width],
    data: fastUniforms(rows.length * width, of.random),
  });
  return {
    ...task.rows.feed(rows, order),
    keepContext: uniforms(phases * sizes.context),
    ...(views.length === 0 ? {} : { keepView: uniforms(views.length) }),
    rate: { shape: [], data: Float32Array.of(of.rate) },
    scale: scaleOf(rows),
  };
}

/** One over the rows that a batch really has. */
export function scaleOf(rows: Int32Array) {
  return { shape: [], data: Float32Array.of(1 / Math.max(1, countRows(rows))) };
}

function countRows(rows: Int32Array): number {
  return rows.reduce((sum, row) => (row === NO_ROW ? sum : sum + 1), 0);
}

/** Uniforms of 24 bits for dropout, from one draw of the stream. @see Marsaglia, Xorshift RNGs, 2003 */
function fastUniforms(length: number, random: Random): Float32Array {
  const data = new Float32Array(length);
  let state = random.integer(0x7fffffff) + 1;
  for (let at = 0; at < length; at += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    data[at] = (state >>> 8) / 0x1000000;
  }
  return data;
}

/** Judges by the subjects that were held back; without any, by the training loss. */
function judgeOf(task: NetworkTask, windows: number, random: Random) {
  const { plan, runner, validation } = task;
  if (validation.rows.length === 0) return async (training: number) => training;
  const own = random.split('validation');
  const all = fixedWindows(plan, validation, { windows, most: JUDGED_ROWS, random: own });
  const size = windows * plan.window;
  const order = naturalOrder(plan);
  return async () => {
    let [loss, count] = [0, 0];
    for (let from = 0; from < all.length; from += size) {
      const rows = all.subarray(from, from + size);
      const feed = { ...task.rows.feed(rows, order), scale: scaleOf(rows) };
      const [result] = await runner.run('evaluate', [feed]);
      loss += (result?.loss?.data[0] ?? Number.NaN) * countRows(rows);
      count += countRows(rows);
    }
    return loss / Math.max(1, count);
  };
}
