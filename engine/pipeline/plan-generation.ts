import { ScenarioError, StateError } from '../core/errors.ts';
import { createRandom } from '../core/random.ts';
import { type PlannedWorld, planWorld } from '../sampler/plan-world.ts';
import { planReferences } from '../sampler/reference-rows.ts';
import type { SeedScript } from '../sampler/seed-script.ts';
import { spreadStarts } from '../sampler/steer-horizon.ts';
import { type Adjustment, steerModel } from '../sampler/steer-model.ts';
import type { TableRows } from './ports.ts';
import { seedReachUs } from './seed-scripts.ts';
import { adjustmentsOf, type SteeringRequest } from './steering.ts';
import type { Generator } from './train.ts';

/** What to generate. */
export interface GenerationRequest extends SteeringRequest {
  readonly seed: number;
  /** Default: as many as there are seeds; without, as many as were trained on. */
  readonly subjects?: number;
  /** Subjects a shard; default 256. */
  readonly shardSize?: number;
  /** Start of the synthetic horizon, microseconds UTC; default: the original's, cut to the hour. */
  readonly startUs?: number;
  /** Span of time that the timelines cover, microseconds; default: the original's. */
  readonly horizonUs?: number;
  /** What `fix`, `rebalance` and `temperature` come to, where it was settled before. */
  readonly adjustments?: readonly Adjustment[];
  /** What the first subjects go on from. */
  readonly seeds?: readonly SeedScript[];
  /** True if the seeds' rows come out too; default false. */
  readonly includeSeed?: boolean;
}

/** Plain data (survives structured clone): everything global that the shards share. */
export interface GenerationPlan {
  readonly seed: number;
  readonly subjects: number;
  readonly shardSize: number;
  readonly shards: number;
  readonly startUs: number;
  /** Nothing begins after it, microseconds UTC; infinity without a horizon of its own. */
  readonly endUs: number;
  /** How the model's laws are changed, for all shards alike. */
  readonly adjustments: readonly Adjustment[];
  readonly world: PlannedWorld;
  readonly references: TableRows;
  readonly seeds: readonly SeedScript[];
  readonly includeSeed: boolean;
}

const SHARD_SIZE = 256;

/**
 * Decides the shards, the subjects' context, all names, and the graph of who meets whom.
 *
 * Deterministic in (generator, request): a worker may compute it anew.
 *
 * @throws StateError if the generator was trained on no subjects
 * @throws ScenarioError if a number of the request is not a positive integer, or if it steers a
 *   column or a value that is not there
 */
export function planGeneration(generator: Generator, request: GenerationRequest): GenerationPlan {
  const { story, layout } = generator;
  const { seed, shardSize = SHARD_SIZE, horizonUs, seeds = [], includeSeed = false } = request;
  const { subjects = seeds.length > 0 ? seeds.length : story.subjects } = request;
  const startUs = request.startUs ?? story.baseUs;
  checkNumbers(generator, { subjects, shardSize, horizonUs });
  const adjustments = request.adjustments ?? adjustmentsOf(generator, request);
  const model = steerModel(generator.model, story.space, adjustments);
  const source = { layout, story, model, seed, subjects, seeds };
  const world = planWorld(source);
  if (horizonUs !== undefined) {
    const random = createRandom(seed, 'generate', 'horizon');
    spreadStarts(world, { story, subjects, horizonUs, random });
  }
  const most = Number.MAX_SAFE_INTEGER - Math.abs(startUs);
  const far = seedReachUs(seeds, startUs, layout.root.table.name);
  const reach = Math.floor(Math.min(story.reachUs + (horizonUs ?? 0) + far, most));
  const span = { startUs: startUs - reach, endUs: startUs + reach };
  const { rows } = planReferences(source, world, span);
  const shards = Math.ceil(subjects / shardSize);
  const endUs = startUs + (horizonUs ?? Number.POSITIVE_INFINITY);
  return {
    seed,
    subjects,
    shardSize,
    shards,
    startUs,
    endUs,
    adjustments,
    world,
    references: rows,
    seeds,
    includeSeed,
  };
}

/** The rows of the reference tables that the shards' foreign keys need. */
export function referenceRows(_generator: Generator, plan: GenerationPlan): TableRows {
  return plan.references;
}

function checkNumbers(
  { story }: Generator,
  of: {
    readonly subjects: number;
    readonly shardSize: number;
    readonly horizonUs: number | undefined;
  },
): void {
  const { subjects, shardSize, horizonUs = 1 } = of;
  if (story.subjects === 0 && subjects > 0) {
    throw new StateError('generate: trained on no subjects: 0; train on one at least');
  }
  if (!Number.isInteger(subjects) || subjects < 0) throw notANumber('subjects', subjects);
  if (!Number.isInteger(shardSize) || shardSize < 1) throw notANumber('shard size', shardSize);
  if (!Number.isInteger(horizonUs) || horizonUs < 1) throw notANumber('horizon', horizonUs);
}

function notANumber(what: string, value: number): ScenarioError {
  return new ScenarioError(`generate: ${what} is no count: ${value}; use a whole number`);
}
