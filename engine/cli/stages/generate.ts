import { createHash } from 'node:crypto';
import { invariant } from '../../core/invariant.ts';
import { loadGenerator } from '../../pipeline/generator-folder.ts';
import {
  type GenerationPlan,
  type GenerationRequest,
  planGeneration,
  referenceRows,
} from '../../pipeline/plan-generation.ts';
import type { Generator } from '../../pipeline/train.ts';
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
import { drawShards } from '../shard-pool.ts';

const STAGE = 'generate';
const BEGUN = 'generate-tables';

/** Draws the synthetic subjects by shard; a shard's rows and its marker are one transaction. */
export const generate: Stage = {
  name: 'generate',
  settings: async ({ scenario, seed }) => [scenario.generate, seed],
  async run(context, { key }) {
    const generator = await loadGenerator(context.workspace.generator);
    const request = requestOf(context, generator);
    const plan = planGeneration(generator, request);
    const rows = await withDatabase(context, 'synthetic', (database) =>
      generateInto(database, context, { generator, plan, request, key }),
    );
    return { outputs: { subjects: request.subjects, shards: plan.shards, rows } };
  },
};

/** Subjects asked for: a number, or a multiple of those that the generator learned from. */
function requestOf({ scenario, seed }: RunContext, generator: Generator): GenerationRequest {
  const { subjects, scale, shardSize } = scenario.generate;
  const wanted = subjects ?? Math.max(1, Math.round(generator.record.subjects * scale));
  return { seed, subjects: wanted, shardSize };
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
