import { ScenarioError, StateError } from '../core/errors.ts';
import { type PlannedWorld, planWorld } from '../sampler/plan-world.ts';
import { planReferences } from '../sampler/reference-rows.ts';
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
  readonly world: PlannedWorld;
  readonly references: TableRows;
}

const SHARD_SIZE = 256;

/**
 * Decides the shards, the subjects' context, all names, and the graph of who meets whom.
 *
 * Deterministic in (generator, request): a worker may compute it anew.
 *
 * @throws StateError if the generator was trained on no subjects
 * @throws ScenarioError if a number of the request is not a positive integer
 */
export function planGeneration(generator: Generator, request: GenerationRequest): GenerationPlan {
  const { story, model, layout } = generator;
  const { seed, subjects = story.subjects, shardSize = SHARD_SIZE } = request;
  const startUs = request.startUs ?? story.baseUs;
  if (story.subjects === 0 && subjects > 0) {
    throw new StateError('generate: trained on no subjects: 0; train on one at least');
  }
  if (!Number.isInteger(subjects) || subjects < 0) throw notANumber('subjects', subjects);
  if (!Number.isInteger(shardSize) || shardSize < 1) throw notANumber('shard size', shardSize);
  const source = { layout, story, model, seed, subjects };
  const world = planWorld(source);
  const reach = Math.floor(Math.min(story.reachUs, Number.MAX_SAFE_INTEGER - Math.abs(startUs)));
  const span = { startUs: startUs - reach, endUs: startUs + reach };
  const { rows } = planReferences(source, world, span);
  const shards = Math.ceil(subjects / shardSize);
  return { seed, subjects, shardSize, shards, startUs, world, references: rows };
}

/** The rows of the reference tables that the shards' foreign keys need. */
export function referenceRows(_generator: Generator, plan: GenerationPlan): TableRows {
  return plan.references;
}

function notANumber(what: string, value: number): ScenarioError {
  return new ScenarioError(`generate: ${what} is no count: ${value}; use a whole number`);
}
