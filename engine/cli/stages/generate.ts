import { createHash } from 'node:crypto';
import { communityId } from '../../../linkers/community-id.ts';
import { invariant } from '../../core/invariant.ts';
import { loadGenerator } from '../../pipeline/generator-folder.ts';
import {
  type GenerationPlan,
  type GenerationRequest,
  planGeneration,
  referenceRows,
} from '../../pipeline/plan-generation.ts';
import { readSeeds } from '../../pipeline/seed-scripts.ts';
import { settleShares } from '../../pipeline/steering-pilot.ts';
import type { Generator } from '../../pipeline/train.ts';
import type { SeedScript } from '../../sampler/seed-script.ts';
import { ownHorizonUs } from '../../sampler/steer-horizon.ts';
import type { Database, Transaction } from '../../storage/database.ts';
import {
  doneShards,
  doneStage,
  forgetStage,
  markShardDone,
  markStageDone,
} from '../../storage/run-store.ts';
import { addConstraints, createTables, dropTables } from '../../storage/table-ddl.ts';
import type { ShardMessage } from '../generate-worker.ts';
import { type RunContext, type Stage, withDatabase } from '../run-context.ts';
import { digestSeedFiles, openSeedFiles } from '../seed-files.ts';
import { drawShards } from '../shard-pool.ts';

const STAGE = 'generate';
const BEGUN = 'generate-tables';

/** Draws the synthetic subjects by shard; a shard's rows and its marker are one transaction. */
export const generate: Stage = {
  name: 'generate',
  settings: async ({ scenario, seed, schema }) => {
    const { seedRows } = scenario.generate;
    const digest = seedRows === null ? [] : [await digestSeedFiles(seedRows, schema)];
    return [scenario.generate, seed, ...digest];
  },
  async run(context, { key }) {
    const generator = await loadGenerator(context.workspace.generator);
    const seeds = await seedsOf(context, generator);
    const asked = requestOf(context, generator, seeds);
    const request = settleShares(generator, asked, { communityId });
    const plan = planGeneration(generator, request);
    const work = { generator, plan, request, key };
    return withDatabase(context, 'synthetic', async (database) => {
      const rows = await generateInto(database, context, work);
      const rebalanced = await database.transaction((tx) => achievedShares(tx, context));
      return {
        outputs: {
          subjects: request.subjects,
          shards: plan.shards,
          ...(seeds.length === 0 ? {} : { seeds: seeds.length }),
          rows,
          ...(rebalanced.length === 0 ? {} : { rebalanced }),
        },
      };
    });
  },
};

/** The real subjects that the first synthetic ones go on from; none unless the scenario says so. */
async function seedsOf(
  { scenario, schema }: RunContext,
  generator: Generator,
): Promise<readonly SeedScript[]> {
  const { seedRows, subjects } = scenario.generate;
  if (seedRows === null) return [];
  const reader = openSeedFiles(seedRows, schema);
  return readSeeds(generator, reader, subjects ?? Number.POSITIVE_INFINITY);
}

/** What a scenario asks of generation, with times and counts in the generator's terms. */
function requestOf(
  { scenario, seed }: RunContext,
  generator: Generator,
  seeds: readonly SeedScript[],
): GenerationRequest & { readonly subjects: number } {
  const { subjects, scale, shardSize, start, horizon } = scenario.generate;
  const { fix, rebalance, impute, temperature } = scenario.generate;
  // NOTE: a segmented host is one subject a span of time, so a longer horizon has more of them.
  const spans = scenario.subject.segmentUs !== null && horizon !== null;
  const longer = spans ? horizon / ownHorizonUs(generator.story) : 1;
  const usual = Math.max(1, Math.round(generator.record.subjects * scale * longer));
  const startUs =
    start === null ? null : 'atUs' in start ? start.atUs : start.shiftUs + generator.story.baseUs;
  return {
    seed,
    subjects: subjects ?? (seeds.length > 0 ? seeds.length : usual),
    shardSize,
    fix,
    rebalance,
    impute,
    temperature,
    ...(startUs === null ? {} : { startUs }),
    ...(horizon === null ? {} : { horizonUs: horizon }),
    ...(seeds.length === 0 ? {} : { seeds, includeSeed: scenario.generate.includeSeed }),
  };
}

/** A share that was asked for, and what came of it. */
export interface AchievedShare {
  /** `table.column`. */
  readonly column: string;
  readonly value: string;
  readonly wanted: number;
  /** Of the column's filled cells. */
  readonly achieved: number;
}

async function achievedShares(tx: Transaction, context: RunContext): Promise<AchievedShare[]> {
  const achieved: AchievedShare[] = [];
  for (const [name, shares] of Object.entries(context.scenario.generate.rebalance)) {
    const [table = '', column = ''] = name.split('.');
    const rows = await tx.query(
      `select ${column}::text as value, count(*) as rows from ${table} where ${column} is not null group by 1`,
    );
    const total = rows.reduce((sum, one) => sum + Number(one.rows), 0);
    for (const [value, wanted] of Object.entries(shares)) {
      const own = Number(rows.find((one) => one.value === value)?.rows ?? 0);
      achieved.push({ column: name, value, wanted, achieved: own / Math.max(1, total) });
    }
  }
  return achieved;
}

interface GenerationWork {
  readonly generator: Generator;
  readonly plan: GenerationPlan;
  readonly request: GenerationRequest;
  /** Digest of all that decides the rows; markers of another one do not count. */
  readonly key: string;
}

async function generateInto(
  database: Database,
  context: RunContext,
  work: GenerationWork,
): Promise<Record<string, number>> {
  const done = await prepare(database, context, work);
  const waiting = Array.from({ length: work.plan.shards }, (_, shard) => shard).filter(
    (one) => !done.has(one),
  );
  const data = { generator: context.workspace.generator, request: work.request };
  context.progress.start('generate', waiting.length, 'shards');
  for await (const message of drawShards(data, waiting, context.scenario.workers)) {
    await database.transaction((tx) => loadShard(tx, context, message));
    context.progress.advance(1);
  }
  context.progress.finish();
  return database.transaction(async (tx) => {
    if ((await doneStage(tx, STAGE)) !== work.key) await addConstraints(tx, context.schema);
    await markStageDone(tx, STAGE, work.key);
    return countRows(tx, context);
  });
}

/** Makes the tables ready and tells which shards an interrupted run has already stored. */
async function prepare(
  database: Database,
  context: RunContext,
  work: GenerationWork,
): Promise<Set<number>> {
  return database.transaction(async (tx) => {
    if ((await doneStage(tx, BEGUN)) === work.key)
      return new Set((await doneShards(tx, STAGE)).keys());
    await dropTables(tx, context.schema);
    await createTables(tx, context.schema);
    await forgetStage(tx, STAGE);
    for (const [name, rows] of referenceRows(work.generator, work.plan)) {
      await tx.load(name, columnsOf(context, name), [rows]);
    }
    await markStageDone(tx, BEGUN, work.key);
    return new Set<number>();
  });
}

async function loadShard(
  tx: Transaction,
  context: RunContext,
  { shard, tables }: ShardMessage,
): Promise<void> {
  const digest = createHash('sha256');
  let rows = 0;
  for (const part of tables) {
    await tx.loadText(part.table, columnsOf(context, part.table), [part.text]);
    digest.update(part.text);
    rows += part.rows;
  }
  const marker = { stage: STAGE, shard, rows, digest: digest.digest('hex') };
  invariant(await markShardDone(tx, marker), `shard ${shard} was drawn twice`);
}

function columnsOf(context: RunContext, name: string): string[] {
  const table = context.schema.tables.find((one) => one.name === name);
  return (table?.columns ?? []).map((column) => column.name);
}

async function countRows(tx: Transaction, context: RunContext): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { name } of context.schema.tables) {
    const [row] = await tx.query(`select count(*) as rows from ${name}`);
    counts[name] = Number(row?.rows ?? 0);
  }
  return counts;
}
