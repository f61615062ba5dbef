import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StateError } from '../core/errors.ts';
import type { Progress } from '../core/progress.ts';
import { loadGenerator } from '../pipeline/generator-folder.ts';
import { planGeneration } from '../pipeline/plan-generation.ts';
import type { TableReader } from '../pipeline/ports.ts';
import { readShards, replayRequest } from '../pipeline/replay.ts';
import type { ReplayRecord } from '../pipeline/training-record.ts';
import { isNumericKind } from '../schema/column.ts';
import { tableNamed } from '../schema/database-schema.ts';
import { type CellType, createCopyDecoder } from '../storage/copy-decoder.ts';
import { drawShards } from './shard-pool.ts';

/** Which generator to replay, and how. */
export interface ReplayOptions {
  /** Folder of the older generator. */
  readonly from: string;
  readonly seed: number;
  /** Replayed subjects for each one that it learned from. */
  readonly share: number;
  readonly workers: number;
  /** Where the drawn rows wait until they are learned; emptied before. */
  readonly spool: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Drawn rows as tables, until they are disposed of. */
export interface Replay {
  readonly reader: TableReader & { readonly subjects: number };
  readonly record: ReplayRecord;
  /** Removes the rows from the disk. */
  dispose(): Promise<void>;
}

/**
 * Draws the subjects of an older generator to disk, shard by shard, and reads them as tables.
 *
 * Each shard is drawn once, on the threads that also draw synthetic rows; memory holds a shard a
 * thread, whatever the number of subjects.
 */
export async function replayGenerator(options: ReplayOptions): Promise<Replay> {
  const { from, spool, progress } = options;
  const generator = await loadGenerator(from);
  const request = replayRequest(generator, options);
  const plan = planGeneration(generator, request);
  await rm(spool, { recursive: true, force: true });
  await mkdir(spool, { recursive: true });
  const shards = Array.from({ length: plan.shards }, (_, shard) => shard);
  const fileOf = (table: string, shard: number) => join(spool, `${table}-${shard}.copy`);
  progress.start('replay', plan.shards, 'shards');
  for await (const message of drawShards({ generator: from, request }, shards, options.workers)) {
    options.signal.throwIfAborted();
    for (const { table, text } of message.tables)
      await writeFile(fileOf(table, message.shard), text);
    progress.advance(1);
  }
  progress.finish();
  const reader = readShards(generator, plan, async (table, shard) => {
    const { columns } = tableNamed(generator.schema, table);
    const decode = createCopyDecoder(columns.map((one) => cellType(one.kind)));
    return decode(await readFile(fileOf(table, shard)));
  });
  return {
    reader: { ...reader, subjects: request.subjects },
    record: { digest: await generatorDigest(from), subjects: request.subjects },
    dispose: () => rm(spool, { recursive: true, force: true }),
  };
}

/**
 * SHA-256 of a generator's `generator.json`, which names the digest of its weights.
 *
 * @throws StateError if the folder holds no generator
 */
export async function generatorDigest(folder: string): Promise<string> {
  const file = join(folder, 'generator.json');
  const text = await readFile(file).catch((cause: unknown) => {
    const message = `${file}: no generator: ${folder}; name the folder that entwine train wrote`;
    throw new StateError(message, { folder }, cause);
  });
  return createHash('sha256').update(text).digest('hex');
}

function cellType(kind: Parameters<typeof isNumericKind>[0]): CellType {
  if (isNumericKind(kind)) return 'number';
  return kind === 'boolean' ? 'boolean' : 'text';
}
