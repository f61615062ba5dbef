import { defined } from '../../core/invariant.ts';
import type { RecordCodes } from '../code-space.ts';
import type {
  CurvePoint,
  ModelOptions,
  NetworkOptions,
  SavedModel,
  Tensor,
  TrainingAccount,
} from '../sequence-model.ts';
import type { NetworkPlan } from './network-plan.ts';
import type { NetworkState, Stopped, TrainedNetwork } from './train-network.ts';

type Options = ModelOptions & { readonly network: NetworkOptions };

/** What the JSON record of a checkpoint says. */
interface CheckpointRecord {
  readonly done: readonly {
    readonly record: number;
    readonly stopped: Stopped;
    readonly curve: readonly CurvePoint[];
  }[];
  readonly current:
    | (Pick<NetworkState, 'epoch' | 'best' | 'worse' | 'curve'> & { readonly record: number })
    | null;
}

/** Seconds of work between two checkpoints. */
const CHECKPOINT_EVERY = 5;
const MINUTE = 60;

/** How far the training of all networks is: shares, deadlines, checkpoints and the account. */
export class TrainingProgress {
  readonly #options: Options;
  readonly #plans: readonly (NetworkPlan | null)[];
  /** By record: share of the work before it and of its own. */
  readonly #before: readonly number[];
  readonly #work: readonly number[];
  readonly #started: number;
  readonly #done = new Map<number, TrainedNetwork>();
  #current: { readonly record: number; readonly state: NetworkState } | null = null;
  #kept: number;

  private constructor(
    plans: readonly (NetworkPlan | null)[],
    data: readonly RecordCodes[],
    options: Options,
  ) {
    const work = plans.map((plan, at) => (plan ? workOf(plan, data[at]?.rows ?? 0) : 0));
    const total = work.reduce((sum, one) => sum + one, 0);
    this.#plans = plans;
    this.#options = options;
    this.#work = work.map((one) => one / Math.max(1, total));
    this.#before = work.map((_, at) => this.#work.slice(0, at).reduce((sum, one) => sum + one, 0));
    this.#started = options.network.seconds();
    this.#kept = this.#started;
  }

  /** Goes on from the last checkpoint, where there is one. */
  static async open(
    plans: readonly (NetworkPlan | null)[],
    data: readonly RecordCodes[],
    options: Options,
  ): Promise<TrainingProgress> {
    const progress = new TrainingProgress(plans, data, options);
    const saved = await options.network.checkpoints?.read();
    if (saved) progress.#resume(saved);
    return progress;
  }

  /** A network that was finished before, or undefined. */
  finishedOf(record: number): TrainedNetwork | undefined {
    return this.#done.get(record);
  }

  /** Where a network's training goes on, null at its start. */
  stateOf(record: number): NetworkState | null {
    return this.#current?.record === record ? this.#current.state : null;
  }

  /** When a network must be done: time is shared by work. */
  deadlineOf(record: number): number {
    const share = (this.#before[record] as number) + (this.#work[record] as number);
    return this.#started + this.#options.network.maxMinutes * MINUTE * share;
  }

  tell(record: number, share: number, loss?: number): void {
    const own = (this.#work[record] as number) * share;
    this.#options.onProgress((this.#before[record] as number) + own, loss);
  }

  /** After an epoch: keeps a checkpoint, if the last one is some seconds old. */
  async keep(record: number, state: NetworkState): Promise<void> {
    this.#current = { record, state };
    const { checkpoints, seconds } = this.#options.network;
    if (checkpoints === null || seconds() - this.#kept < CHECKPOINT_EVERY) return;
    await checkpoints.write(this.#save());
    this.#kept = seconds();
  }

  finish(record: number, trained: TrainedNetwork): void {
    this.#current = null;
    this.#done.set(record, trained);
    this.tell(record, 1);
  }

  account(): TrainingAccount {
    const { engine, threads } = this.#options.network;
    const networks = [...this.#done].sort(([a], [b]) => a - b);
    const named = networks.map(([record, one]) => [this.#nameOf(record), one.stopped] as const);
    return {
      engine: engine.name,
      threads,
      curve: networks.flatMap(([, one]) => one.curve),
      stopped: Object.fromEntries(named),
      privacy: null,
    };
  }

  #nameOf(record: number): string {
    return defined(this.#plans[record], 'record has a network').name;
  }

  #save(): SavedModel {
    const tensors = new Map<string, Tensor>();
    const put = (prefix: string, values: ReadonlyMap<string, Float32Array>) => {
      for (const [name, one] of values) tensors.set(`${prefix}.${name}`, one);
    };
    const done = [...this.#done].map(([record, { weights, stopped, curve }]) => {
      put(`done.${record}`, weights);
      return { record, stopped, curve };
    });
    if (this.#current === null) return { record: { done, current: null }, tensors };
    const { record, state } = this.#current;
    const { epoch, best, worse, curve } = state;
    put('state', state.states);
    put('best', state.bestWeights);
    return { record: { done, current: { record, epoch, best, worse, curve } }, tensors };
  }

  #resume({ record, tensors }: SavedModel): void {
    const { done, current } = record as CheckpointRecord;
    const take = (prefix: string) => {
      const own = [...tensors].filter(([name]) => name.startsWith(`${prefix}.`));
      return new Map(
        own.map(([name, one]) => [name.slice(prefix.length + 1), one as Float32Array]),
      );
    };
    for (const { record: at, stopped, curve } of done) {
      this.#done.set(at, { weights: take(`done.${at}`), stopped, curve });
    }
    if (current === null) return;
    const { record: at, ...own } = current;
    const state = { ...own, states: take('state'), bestWeights: take('best') };
    this.#current = { record: at, state };
  }
}

/** Work that a network's rows make, in proportion. */
function workOf(plan: NetworkPlan, rows: number): number {
  const codes = plan.targets.reduce((sum, one) => sum + one.cardinality, 0);
  return Math.max(1000, rows) * (plan.inputs + plan.targets.length * 10 + codes / 10);
}
