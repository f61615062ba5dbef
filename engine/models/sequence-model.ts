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
  /** Told the share of the work that is done, 0..1. */
  readonly onProgress: (share: number) => void;
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
