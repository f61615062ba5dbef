import type { Worker } from 'node:worker_threads';
import { startThread } from '../core/start-thread.ts';
import type { ShardMessage, ShardWorkerData } from './generate-worker.ts';

/**
 * Draws shards on worker threads; the shards come back in whatever order they are finished.
 *
 * Each thread holds at most one drawn shard that has not been taken, so memory is bounded by the
 * threads, not by the shards.
 *
 * @param shards the shards to draw
 * @param workers number of threads; it never changes the rows
 */
export async function* drawShards(
  data: ShardWorkerData,
  shards: readonly number[],
  workers: number,
): AsyncGenerator<ShardMessage> {
  const threads = Array.from({ length: Math.max(1, Math.min(workers, shards.length)) }, () =>
    startThread(import.meta.url, 'generate-worker', data),
  );
  try {
    yield* takeTurns(threads, [...shards]);
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

async function* takeTurns(
  threads: readonly Worker[],
  waiting: number[],
): AsyncGenerator<ShardMessage> {
  const running = new Map<Worker, Promise<{ thread: Worker; message: ShardMessage }>>();
  const start = (thread: Worker) => {
    const shard = waiting.shift();
    if (shard === undefined) running.delete(thread);
    else running.set(thread, nextMessage(thread, shard));
  };
  for (const thread of threads) start(thread);
  while (running.size > 0) {
    const { thread, message } = await Promise.race(running.values());
    start(thread);
    yield message;
  }
}

function nextMessage(
  thread: Worker,
  shard: number,
): Promise<{ thread: Worker; message: ShardMessage }> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: ShardMessage) => {
      thread.off('error', reject);
      resolve({ thread, message });
    };
    thread.once('message', onMessage);
    thread.once('error', reject);
    thread.postMessage(shard);
  });
}
