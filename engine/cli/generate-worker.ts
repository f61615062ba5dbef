/** The thread that draws shards: it loads the generator once and answers one shard a message. */
import { parentPort, workerData } from 'node:worker_threads';
import { communityId } from '../../linkers/community-id.ts';
import { defined } from '../core/invariant.ts';
import { generateShard } from '../pipeline/generate.ts';
import { loadGenerator } from '../pipeline/generator-folder.ts';
import { type GenerationRequest, planGeneration } from '../pipeline/plan-generation.ts';
import { tableNamed } from '../schema/database-schema.ts';
import { encodeCopyRows } from '../storage/copy-encoder.ts';

/** What the thread is started with. */
export interface ShardWorkerData {
  readonly generator: string;
  readonly request: GenerationRequest;
}

/** One table's rows of a shard, as COPY text. */
export interface ShardTable {
  readonly table: string;
  readonly rows: number;
  readonly text: Uint8Array;
}

/** The thread's answer. */
export interface ShardMessage {
  readonly shard: number;
  readonly tables: readonly ShardTable[];
}

const port = defined(parentPort, 'generate-worker runs as a worker thread');
const { generator: folder, request } = workerData as ShardWorkerData;
const generator = await loadGenerator(folder);
const plan = planGeneration(generator, request);

function columnsOf(table: string): string[] {
  return tableNamed(generator.schema, table).columns.map((column) => column.name);
}

port.on('message', (shard: number) => {
  const rows = generateShard(generator, plan, shard, { communityId });
  const tables = [...rows].map(([table, list]) => ({
    table,
    rows: list.length,
    text: new Uint8Array(encodeCopyRows(columnsOf(table), list)),
  }));
  const message: ShardMessage = { shard, tables };
  port.postMessage(
    message,
    tables.map(({ text }) => text.buffer),
  );
});
