import type { GenerationPlan } from './plan-generation.ts';
import type { CommunityId, TableRows } from './ports.ts';
import type { Generator } from './train.ts';

/** Foreign functions that generation needs. */
export interface GenerateHooks {
  readonly communityId: CommunityId;
}

/**
 * The rows of one shard of subjects, by table, sorted by (subject_key, time, primary key).
 *
 * Pure: equal arguments give equal rows, whatever was generated before.
 *
 * @param shard 0 .. plan.shards - 1
 */
export function generateShard(
  _generator: Generator,
  _plan: GenerationPlan,
  _shard: number,
  _hooks: GenerateHooks,
): TableRows {
  return new Map();
}
