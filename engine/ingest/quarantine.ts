import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StorageError } from '../core/errors.ts';
import type { BadRow } from './bad-row.ts';

const FLUSH_CHARS = 64 * 1024;

/** Writes bad rows where a person can look at them. */
export interface Quarantine {
  /** Adds a bad row of a file; waits for the disk now and then. */
  write(row: BadRow, file: string): Promise<void>;
  /** Publishes the file under its name. @returns rows written; with none there is no file */
  close(): Promise<number>;
}

/**
 * Opens a quarantine: one JSON object a line, `{file, line, reason, raw}`.
 *
 * It is written under a temporary name beside its own, and renamed once it is whole and on disk.
 *
 * @throws StorageError if the disk fails, here and in its methods
 */
export async function openQuarantine(path: string): Promise<Quarantine> {
  const temporary = `${path}.part`;
  const handle = await guard(path, async () => {
    await mkdir(dirname(path), { recursive: true });
    return await open(temporary, 'w');
  });
  let pending = '';
  let rows = 0;
  const flush = async () => {
    const text = pending;
    pending = '';
    await guard(path, () => handle.writeFile(text));
  };
  return {
    write: async ({ line, reason, sample }, file) => {
      pending += `${JSON.stringify({ file, line, reason, raw: sample ?? null })}\n`;
      rows += 1;
      if (pending.length >= FLUSH_CHARS) await flush();
    },
    close: async () => {
      await flush();
      await guard(path, () => publish(handle, { temporary, path, empty: rows === 0 }));
      return rows;
    },
  };
}

interface Publication {
  readonly temporary: string;
  readonly path: string;
  readonly empty: boolean;
}

async function publish(handle: FileHandle, { temporary, path, empty }: Publication): Promise<void> {
  await handle.sync();
  await handle.close();
  if (empty) {
    await rm(temporary, { force: true });
    await rm(path, { force: true });
    return;
  }
  await rename(temporary, path);
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function guard<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { message } = error as Error;
    throw new StorageError(
      `${path}: cannot be written: ${message}; free some space or check the folder`,
      { path },
      error,
    );
  }
}
