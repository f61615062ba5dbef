import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { StorageError, SynthesisError } from '../core/errors.ts';

/** A file's content in pieces. */
export type FileChunks =
  | Iterable<Uint8Array | string>
  | AsyncIterable<Uint8Array | string>
  | string
  | Uint8Array;

/**
 * Writes a file that is there whole or not at all, whatever ends the process.
 *
 * The content goes to a hidden file beside it, is flushed to the disk, and then takes the name.
 *
 * @throws StorageError if the disk is full or the folder cannot be written
 */
export async function writeAtomically(path: string, chunks: FileChunks): Promise<void> {
  const pieces = typeof chunks === 'string' || chunks instanceof Uint8Array ? [chunks] : chunks;
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFlushed(temporary, pieces);
    await rename(temporary, path);
    await flushDirectory(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw toFileError(error, path);
  }
}

/**
 * Gives a finished folder its final name; a folder of that name is replaced.
 *
 * Between the two renames of a replacement neither name exists: a process killed there leaves the
 * old content as `.NAME.old`, and the stage runs again. Both paths lie on one file system.
 *
 * @throws StorageError if a rename fails
 */
export async function publishDirectory(temporary: string, final: string): Promise<void> {
  const retired = join(dirname(final), `.${basename(final)}.old`);
  try {
    await flushDirectory(temporary);
    await rm(retired, { recursive: true, force: true });
    if (await exists(final)) await rename(final, retired);
    await rename(temporary, final);
    await flushDirectory(dirname(final));
    await rm(retired, { recursive: true, force: true });
  } catch (error) {
    throw toFileError(error, final);
  }
}

/** Flushes a folder's names to the disk; where the system cannot, it does nothing. */
async function flushDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync().catch(() => undefined);
  } finally {
    await handle.close();
  }
}

async function writeFlushed(
  path: string,
  chunks: Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string>,
): Promise<void> {
  const handle: FileHandle = await open(path, 'w');
  try {
    for await (const chunk of chunks) await writeWhole(handle, chunk);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes all bytes: one write may stop short of a full disk without an error. */
export async function writeWhole(handle: FileHandle, chunk: Uint8Array | string): Promise<void> {
  const bytes = typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : chunk;
  for (let at = 0; at < bytes.length; ) {
    at += (await handle.write(bytes, at, bytes.length - at)).bytesWritten;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

const FULL = ['ENOSPC', 'EDQUOT'];

/** A file system's failure as a StorageError that names the path; other errors as they are. */
export function toFileError(error: unknown, path: string): unknown {
  if (error instanceof SynthesisError || !(error instanceof Error)) return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === undefined || (error as NodeJS.ErrnoException).syscall === undefined) return error;
  const full = FULL.includes(code);
  const what = full ? 'disk is full' : `cannot be written (${code})`;
  const remedy = full ? 'free disk space, then run again' : 'check the path and its permissions';
  return new StorageError(`file ${path}: ${what}; ${remedy}`, { path, code }, error);
}
