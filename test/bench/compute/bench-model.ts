import type { Feed, Program, Value } from '../../../engine/compute/program.ts';

/** Sizes that our model and its twin in PyTorch share. */
export interface ModelSetting {
  readonly kind: 'reference' | 'decay' | 'gru';
  /** Of the columns, in the order in which they are drawn. */
  readonly cardinalities: readonly number[];
  /** Rows of a training batch: of sequences, where the model has steps. */
  readonly batch: number;
  /** Rows of a sequence; 1 where rows stand alone. */
  readonly steps: number;
  /** Rows, or sequences, that are drawn together. */
  readonly drawn: number;
  /** Learning rate and weight decay of AdamW. */
  readonly rate: number;
  readonly decay: number;
}

/** A model in our graph, with what it is fed; its twin reads the same weights, codes and uniforms. */
export interface BenchModel {
  readonly setting: ModelSetting;
  /** Entries `train` (gives `loss`) and `sample` (gives `codes`, int32 [columns, drawn]). */
  readonly program: Program;
  /** One training step each, for ever the same ones. */
  readonly batches: readonly Feed[];
  /** The runs of `sample` that draw `drawn` rows, or sequences of `steps` rows, once. */
  readonly draws: readonly Feed[];
}

/** Batches that are made; training goes round them. */
export const BATCHES = 16;

/** A fed scalar. */
export function scalar(value: number): Value {
  return { shape: [], data: Float32Array.of(value) };
}
