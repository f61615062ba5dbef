import { createReadStream, type ReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';
import { DataError } from '../core/errors.ts';
import type { IngestLimits } from './ingest-limits.ts';
import { utf16Label, utf16ToUtf8 } from './utf16.ts';

const CHUNK_BYTES = 128 * 1024;
const FREE_OUTPUT_BYTES = 1024 * 1024;

/** A capture file's text as UTF-8 bytes, decompressed on the way. */
export interface CaptureBytes {
  /** Chunks of up to 128 KiB; ends the file's handle when left early. */
  readonly chunks: AsyncIterable<Buffer>;
  /** Bytes read from the file so far: compressed ones if it is. */
  bytesRead(): number;
}

/**
 * Opens a capture; gzip and UTF-16 are told by their first bytes, never by the name.
 *
 * @throws DataError if the file is missing, is no file, breaks off inside gzip, or unpacks to more
 *   than `gzipRatio` times its size
 */
export async function openCaptureBytes(file: string, limits: IngestLimits): Promise<CaptureBytes> {
  const start = await firstBytes(file);
  const zipped = start[0] === 0x1f && start[1] === 0x8b;
  let source: ReadStream | null = null;
  // NOTE: opened when the reading starts, so that no error can come before its listener.
  const openSource = () => {
    source = createReadStream(file, { highWaterMark: CHUNK_BYTES });
    return source;
  };
  const plain = zipped ? unpack(file, openSource, limits) : readPlain(file, openSource);
  return { chunks: asUtf8(plain), bytesRead: () => source?.bytesRead ?? 0 };
}

async function firstBytes(file: string): Promise<Buffer> {
  try {
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unreadable(file, error);
  }
}

async function* guarded(file: string, stream: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) yield chunk;
  } catch (error) {
    throw unreadable(file, error);
  }
}

async function* readPlain(file: string, openSource: () => ReadStream): AsyncGenerator<Buffer> {
  yield* guarded(file, openSource());
}

async function* unpack(
  file: string,
  openSource: () => ReadStream,
  limits: IngestLimits,
): AsyncGenerator<Buffer> {
  const source = openSource();
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  source.on('error', (error) => gunzip.destroy(error));
  source.pipe(gunzip);
  let unpacked = 0;
  try {
    for await (const chunk of guarded(file, gunzip)) {
      unpacked += chunk.length;
      refuseBomb(file, { unpacked, packed: gunzip }, limits);
      yield chunk;
    }
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

function refuseBomb(
  file: string,
  { unpacked, packed }: { readonly unpacked: number; readonly packed: Gunzip },
  limits: IngestLimits,
): void {
  if (unpacked <= FREE_OUTPUT_BYTES || unpacked <= limits.gzipRatio * packed.bytesWritten) return;
  throw new DataError(
    `${file}: unpacks to more than ${limits.gzipRatio} times its size: ${unpacked} bytes so far; ` +
      'unpack it first if you trust it',
    { file, unpacked, packed: packed.bytesWritten, limit: limits.gzipRatio },
  );
}

async function* asUtf8(chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const first = await chunks.next();
  if (first.done === true) return;
  const all = prepend(first.value, chunks);
  const label = utf16Label(first.value);
  yield* label === null ? all : utf16ToUtf8(label, all);
}

async function* prepend(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield first;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

function unreadable(file: string, error: unknown): DataError {
  const { code, message } = error as NodeJS.ErrnoException;
  const what =
    code === 'ENOENT'
      ? 'does not exist'
      : code === 'EISDIR'
        ? 'is a folder'
        : code === 'Z_BUF_ERROR'
          ? 'breaks off inside gzip'
          : `cannot be read: ${message}`;
  const remedy = code === 'Z_BUF_ERROR' ? 'fetch it again' : 'check the path and the file';
  return new DataError(`${file}: ${what}; ${remedy}`, { file, code }, error);
}
