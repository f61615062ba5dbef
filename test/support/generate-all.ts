import { silentProgress } from '../../engine/core/progress.ts';
import type { Row } from '../../engine/core/row.ts';
import { generateShard } from '../../engine/pipeline/generate.ts';
import {
  type GenerationRequest,
  planGeneration,
  referenceRows,
} from '../../engine/pipeline/plan-generation.ts';
import { type Generator, trainGenerator } from '../../engine/pipeline/train.ts';
import type { TrainingOptions } from '../../engine/pipeline/training-options.ts';
import { type Database, memoryRows } from './database-arbitrary.ts';
import { gatherShards } from './gather-shards.ts';

/** Stands for the hash of a tuple, so that tests see which tuple was hashed. */
export const HOOKS = {
  communityId: (tuple: object) => `1:${JSON.stringify(tuple)}`,
};

/** Trains on a database in memory. */
export function train(database: Database, options: TrainingOptions): Promise<Generator> {
  const reader = { schema: database.schema, rows: memoryRows(database.rows) };
  return trainGenerator({ reader, options, progress: silentProgress });
}

/** Generates every shard and the reference rows. */
export function generateAll(generator: Generator, request: GenerationRequest): Map<string, Row[]> {
  const plan = planGeneration(generator, request);
  const shards = Array.from({ length: plan.shards }, (_, shard) =>
    generateShard(generator, plan, shard, HOOKS),
  );
  return gatherShards([referenceRows(generator, plan), ...shards]);
}
