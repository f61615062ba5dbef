import type { TableRows } from './ports.ts';
import type { Generator } from './train.ts';

/** What to generate. */
export interface GenerationRequest {
  readonly seed: number;
  /** Default: as many as were trained on. */
  readonly subjects?: number;
  /** Subjects a shard; default 256. */
  readonly shardSize?: number;
  /** Start of the synthetic horizon, microseconds UTC; default: the original's, cut to the hour. */
  readonly startUs?: number;
}

/** Plain data (survives structured clone): everything global that the shards share. */
export interface GenerationPlan {
  readonly seed: number;
  readonly subjects: number;
  readonly shardSize: number;
  readonly shards: number;
  readonly startUs: number;
}

/** Decides the shards, the subjects' context and the graph of who meets whom. */
export function planGeneration(_generator: Generator, request: GenerationRequest): GenerationPlan {
  return { seed: request.seed, subjects: 0, shardSize: 256, shards: 0, startUs: 0 };
}

/** The rows of the reference tables that the shards' foreign keys need. */
export function referenceRows(_generator: Generator, _plan: GenerationPlan): TableRows {
  return new Map();
}
