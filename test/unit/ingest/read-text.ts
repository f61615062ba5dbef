import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SourceKind } from '../../../engine/core/capture-format.ts';
import type { BadRow } from '../../../engine/ingest/bad-row.ts';
import { type ReadOptions, readCapture } from '../../../engine/ingest/read-capture.ts';
import type { RecordOf } from '../../../engine/ingest/records.ts';

/** All that a capture gave. */
export interface ReadAll<K extends SourceKind> {
  readonly records: RecordOf[K][];
  readonly lines: number[];
  readonly bad: BadRow[];
  readonly skipped: number;
  readonly batches: number;
}

/** Writes a capture into a fresh folder, runs the work on its path, and removes it. */
export async function withCapture<T>(
  content: string | Uint8Array,
  work: (file: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'entwine-ingest-'));
  try {
    const file = join(folder, 'capture');
    await writeFile(file, content);
    return await work(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Reads a file to its end. */
export async function readFile<K extends SourceKind>(
  file: string,
  options: ReadOptions<K>,
): Promise<ReadAll<K>> {
  const all: ReadAll<K> = { records: [], lines: [], bad: [], skipped: 0, batches: 0 };
  let { skipped, batches } = all;
  for await (const batch of readCapture(file, options)) {
    all.records.push(...(batch.records as RecordOf[K][]));
    all.lines.push(...batch.lines);
    all.bad.push(...batch.bad);
    skipped += batch.skipped;
    batches += 1;
  }
  return { ...all, skipped, batches };
}

/** Reads a capture's content to its end. */
export async function readContent<K extends SourceKind>(
  content: string | Uint8Array,
  options: ReadOptions<K>,
): Promise<ReadAll<K>> {
  return await withCapture(content, (file) => readFile(file, options));
}

/** What a promise is refused with; fails where it is kept. */
export async function rejectionOf(promise: Promise<unknown>): Promise<Error> {
  return await promise.then(
    () => {
      throw new Error('was not refused');
    },
    (error: Error) => error,
  );
}
