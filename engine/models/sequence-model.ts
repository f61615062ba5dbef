import type { ComputeEngine } from '../compute/program.ts';
import type { Random } from '../core/random.ts';
import type { CodeSpace, RecordCodes } from './code-space.ts';
import type { Frame } from './frame.ts';

/** What a family writes into `weights.safetensors`. */
export type Tensor = Float64Array | Float32Array | Int32Array | Uint16Array | Uint8Array;

/** A trained family, as JSON and tensors. */
export interface SavedModel {
  readonly record: unknown;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/**
 * What a family of models learns: the law of the next code of a subject's timeline, given the rows
 * that the record's views show.
 *
 * A model keeps no state of its own: the frame is the state, so that subjects can be drawn in any
 * order.
 */
export interface SequenceModel {
  /** Draws the variable's next code; the frame's first view holds the variables before it. */
  draw(record: number, variable: number, frame: Frame, random: Random): number;
  /** Adds the probability of each code to `into`, which starts at zero. */
  weigh(record: number, variable: number, frame: Frame, into: Float64Array): void;
  /** False for a code that never goes with a guard's code that the frame's first view holds. */
  allows(record: number, variable: number, frame: Frame, code: number): boolean;
  save(): SavedModel;
  /**
   * The same law with some codes known beforehand, which rule the variables before them, too; absent
   * in families that draw in one order only.
   */
  given?(known: readonly KnownCode[]): SequenceModel;
}

/** A variable's code that stands before the row is drawn. */
export interface KnownCode {
  readonly record: number;
  readonly variable: number;
  readonly code: number;
}

/** How to train, the same for every family. */
export interface ModelOptions {
  readonly seed: number;
  /** Rows that a law needs before it is believed. */
  readonly leastRows: number;
  /** Distinct subjects among them. */
  readonly leastSubjects: number;
  /** Threads; they never change the model. */
  readonly workers: number;
  /** Told the share of the work that is done, 0..1, and the loss where there is one. */
  readonly onProgress: (share: number, loss?: number) => void;
  /** What only networks need; families that grow without steps leave it alone. */
  readonly network?: NetworkOptions;
}

/** How to train a network. */
export interface NetworkOptions {
  readonly engine: ComputeEngine;
  /** Threads inside an operation; fixed, since sums depend on it. */
  readonly threads: number;
  /** Wall-clock bound, looked at between epochs. */
  readonly maxMinutes: number;
  /** Epochs at most. */
  readonly maxEpochs: number;
  /** Seconds since some moment; only differences are used. */
  readonly seconds: () => number;
  /** Null without differential privacy. */
  readonly privacy: PrivacyBudget | null;
  /** The secret stream of a budget's noise; null without one. */
  readonly noise: Random | null;
  /** Null where training is not to be resumed. */
  readonly checkpoints: Checkpoints | null;
  /** Told once, at the end. */
  readonly onAccount: (account: TrainingAccount) => void;
}

/** How much a single subject may show at most. @see docs/methods/differential-privacy.md */
export interface PrivacyBudget {
  readonly epsilon: number;
  readonly delta: number;
}

/** What was spent of a budget. */
export interface PrivacySpent extends PrivacyBudget {
  readonly noiseMultiplier: number;
  readonly clipNorm: number;
  /** Chance of each subject to be in a step. */
  readonly samplingRate: number;
  readonly steps: number;
}

/** One epoch of a network's training; losses in nats a row. */
export interface CurvePoint {
  readonly network: string;
  readonly epoch: number;
  readonly training: number;
  readonly validation: number;
  readonly rate: number;
  readonly seconds: number;
}

/** How a network's training went. */
export interface TrainingAccount {
  readonly engine: string;
  readonly threads: number;
  readonly curve: readonly CurvePoint[];
  /** By network: why it ended. */
  readonly stopped: Readonly<Record<string, 'early' | 'epochs' | 'time' | 'budget'>>;
  readonly privacy: PrivacySpent | null;
}

/** Where training is kept while it goes on; written whole or not at all. */
export interface Checkpoints {
  /** The last one that was kept, null for none. @throws CheckpointMismatchError for a damaged one */
  read(): Promise<SavedModel | null>;
  write(saved: SavedModel): Promise<void>;
}

/** A family: how to train a model and how to open a saved one. */
export interface ModelFamilyPort {
  readonly name: string;
  train(
    space: CodeSpace,
    data: readonly RecordCodes[],
    options: ModelOptions,
  ): Promise<SequenceModel>;
  load(space: CodeSpace, saved: SavedModel): SequenceModel;
}
