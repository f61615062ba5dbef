import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { toFileError, writeWhole } from '../storage/atomic-file.ts';

/** Size and digest of a file. */
export interface FileDigest {
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** A file whose digest is taken while it is written. */
export interface DigestedFile {
  write(bytes: Uint8Array): Promise<void>;
  /** Flushes the file to the disk and closes it. */
  finish(): Promise<FileDigest>;
  /** Closes a file that will not be finished. */
  discard(): Promise<void>;
}

/**
 * Opens a file to be written from its beginning.
 *
 * @throws StorageError, then and at every write, if the disk is full or refuses; the file is closed
 */
export async function createDigestedFile(path: string): Promise<DigestedFile> {
  const digest = createHash('sha256');
  let bytes = 0;
  const handle = await open(path, 'w').catch((error) => {
    throw toFileError(error, path);
  });
  const guard = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      await handle.close().catch(() => undefined);
      throw toFileError(error, path);
    }
  };
  return {
    write: (chunk) =>
      guard(async () => {
        digest.update(chunk);
        bytes += chunk.length;
        await writeWhole(handle, chunk);
      }),
    finish: async () => {
      await guard(async () => {
        await handle.sync();
        await handle.close();
      });
      return { bytes, sha256: digest.digest('hex') };
    },
    discard: () => handle.close().catch(() => undefined),
  };
}

/** Size and digest of a file that is there; memory holds one piece of it. */
export async function digestFile(path: string): Promise<FileDigest> {
  const digest = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    digest.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return { bytes, sha256: digest.digest('hex') };
}
