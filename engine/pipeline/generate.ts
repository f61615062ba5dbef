import { ScenarioError } from '../core/errors.ts';
import { createRandom } from '../core/random.ts';
import type { Row, Value } from '../core/row.ts';
import { SubjectDrawer } from '../sampler/draw-subject.ts';
import { emitSubject } from '../sampler/emit-subject.ts';
import { referenceKeys } from '../sampler/reference-rows.ts';
import { steerModel } from '../sampler/steer-model.ts';
import { columnIndex } from '../schema/table-schema.ts';
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
 * @throws ScenarioError if there is no such shard
 */
export function generateShard(
  generator: Generator,
  plan: GenerationPlan,
  shard: number,
  hooks: GenerateHooks,
): TableRows {
  if (!Number.isInteger(shard) || shard < 0 || shard >= plan.shards) {
    throw new ScenarioError(`generate: no such shard: ${shard}; the plan has ${plan.shards}`);
  }
  const { layout, story } = generator;
  const model = steerModel(generator.model, story.space, plan.adjustments);
  const random = createRandom(plan.seed, 'generate', shard);
  const { world, startUs, endUs, seeds, includeSeed } = plan;
  const cellOf = referenceKeys({ layout, story }, world, plan.references);
  const drawer = new SubjectDrawer(
    { layout, story, model, world, startUs, endUs, cellOf, seeds },
    random,
  );
  const emission = {
    layout,
    story,
    communityId: hooks.communityId,
    facts: factsOf(plan, generator),
    random,
    includeSeed,
  };
  const rows = new Map<string, Row[]>();
  for (const one of layout.tables.values()) if (one.subject >= 0) rows.set(one.table.name, []);
  const last = Math.min(plan.subjects, (shard + 1) * plan.shardSize);
  for (let subject = shard * plan.shardSize; subject < last; subject += 1) {
    const emitted = emitSubject(drawer.draw(subject), emission);
    for (const [name, list] of emitted) for (const row of list) rows.get(name)?.push(row);
  }
  return rows;
}

const NAMED = new WeakMap<GenerationPlan, ReadonlySet<string>>();

/** Which names stand for which addresses, by the plan's reference rows. */
function factsOf(plan: GenerationPlan, generator: Generator) {
  const known = NAMED.get(plan) ?? namedPairs(plan, generator);
  NAMED.set(plan, known);
  return { isNamed: (name: Value, address: Value) => known.has(JSON.stringify([name, address])) };
}

function namedPairs(plan: GenerationPlan, generator: Generator): Set<string> {
  const pairs = new Set<string>();
  for (const { table } of generator.layout.references) {
    const name = table.columns.find((one) => one.kind === 'fqdn');
    const address = table.columns.find((one) => one.kind === 'address');
    if (name === undefined || address === undefined) continue;
    const [from, to] = [columnIndex(table, name.name), columnIndex(table, address.name)];
    for (const row of plan.references.get(table.name) ?? []) {
      pairs.add(JSON.stringify([row[from], row[to]]));
    }
  }
  return pairs;
}
