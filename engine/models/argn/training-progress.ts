import { defined } from '../../core/invariant.ts';
import type { RecordCodes } from '../code-space.ts';
import type { PrivacyLedger } from '../privacy/privacy-ledger.ts';
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

type Options = ModelOptions & {
  readonly network: NetworkOptions;
  readonly ledger: PrivacyLedger | null;
};

/** What the JSON record of a checkpoint says. */
interface CheckpointRecord {
  readonly done: readonly {
    readonly record: number;
    readonly stopped: Stopped;
    readonly curve: readonly CurvePoint[];
  }[];
  readonly current: readonly (Pick<NetworkState, 'epoch' | 'best' | 'worse' | 'curve'> & {
    readonly record: number;
  })[];
}

/** Seconds of work between two checkpoints. */
const CHECKPOINT_EVERY = 5;
const MINUTE = 60;
/** Part of the time that the smallest network may take: what it says of a timeline rules all rows. */
const LEAST_TIME = 0.05;

/** How far the training of all networks is: shares, deadlines, checkpoints and the account. */
export class TrainingProgress {
  readonly #options: Options;
  readonly #plans: readonly (NetworkPlan | null)[];
  /** By record: its share of the work, and how much of that is done. */
  readonly #work: readonly number[];
  readonly #shares: number[];
  readonly #done = new Map<number, TrainedNetwork>();
  readonly #current = new Map<number, NetworkState>();
  readonly #started: number;
  #kept = Number.NEGATIVE_INFINITY;

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
    this.#shares = work.map(() => 0);
    this.#started = options.network.seconds();
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

  /** Records with a network, the least work first: what is left of its time is the others'. */
  get order(): readonly number[] {
    const records = this.#plans.flatMap((plan, record) => (plan === null ? [] : [record]));
    return records.sort((a, b) => (this.#work[a] as number) - (this.#work[b] as number) || a - b);
  }

  /** A network that was finished before, or undefined. */
  finishedOf(record: number): TrainedNetwork | undefined {
    return this.#done.get(record);
  }

  /** Where a network's training goes on, null at its start. */
  stateOf(record: number): NetworkState | null {
    return this.#current.get(record) ?? null;
  }

  /** When a network that starts now must be done: what time is left is shared by work. */
  deadlineOf(record: number): number {
    const { seconds, maxMinutes } = this.#options.network;
    const now = seconds();
    const left = maxMinutes * MINUTE - (now - this.#started);
    const open = this.#work.reduce((sum, one, at) => (this.#done.has(at) ? sum : sum + one), 0);
    const own = (this.#work[record] as number) / Math.max(open, Number.MIN_VALUE);
    return now + Math.max(left * own, LEAST_TIME * maxMinutes * MINUTE);
  }

  tell(record: number, share: number, loss?: number): void {
    this.#shares[record] = share;
    const done = this.#shares.reduce((sum, one, at) => sum + one * (this.#work[at] as number), 0);
    this.#options.onProgress(Math.min(1, done), loss);
  }

  /** After an epoch: keeps a checkpoint, if the last one is some seconds old. */
  async keep(record: number, state: NetworkState): Promise<void> {
    this.#current.set(record, state);
    const { checkpoints, seconds } = this.#options.network;
    if (checkpoints === null || seconds() - this.#kept < CHECKPOINT_EVERY) return;
    this.#kept = seconds();
    await checkpoints.write(this.#save());
  }

  finish(record: number, trained: TrainedNetwork): void {
    this.#current.delete(record);
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
      privacy: this.#options.ledger?.spent() ?? null,
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
    const current = [...this.#current].map(([record, state]) => {
      const { epoch, best, worse, curve } = state;
      put(`state.${record}`, state.states);
      put(`best.${record}`, state.bestWeights);
      return { record, epoch, best, worse, curve };
    });
    return { record: { done, current }, tensors };
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
    for (const { record: at, ...own } of current) {
      const [states, bestWeights] = [take(`state.${at}`), take(`best.${at}`)];
      this.#current.set(at, { ...own, states, bestWeights });
    }
  }
}

/** Work that a network's rows make, in proportion. */
function workOf(plan: NetworkPlan, rows: number): number {
  const codes = plan.targets.reduce((sum, one) => sum + one.cardinality, 0);
  return Math.max(1000, rows) * (plan.inputs + plan.targets.length * 10 + codes / 10);
}
