import { statfsSync } from 'node:fs';
import { StorageError, SynthesisError } from '../core/errors.ts';

/** Where a database lives, in words that are safe to print. */
export interface DatabasePlace {
  /** The directory, or `host:port/database`; never a password. */
  readonly name: string;
  /** PGlite's directory, null for a server. */
  readonly directory: string | null;
}

interface Failure {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly severity?: unknown;
  readonly table?: unknown;
  readonly column?: unknown;
  readonly constraint?: unknown;
}

const SQL_STATE = /^[0-9A-Z]{5}$/;
const SYSTEM_CODE = /^E[A-Z_]{2,}$/;
const LOST = /Connection terminated|Client has encountered a connection error|PGlite is closed/;
/** Below this a failed write is put down to a full disk, bytes. */
const FULL_BELOW = 32 * 1024 * 1024;

const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [/^ECONNREFUSED|^ENOTFOUND|^EAI_AGAIN|^ETIMEDOUT|^EHOSTUNREACH/, 'check host, port and server'],
  [/^28/, 'check user and password'],
  [/^3D/, 'create the database or name another'],
  [/^53100|^ENOSPC|^EDQUOT/, 'free disk space, then run again'],
  [/^53/, 'free connections or memory of the server'],
  [/^57|^08|^ECONNRESET|^EPIPE|^LOST/, 'the connection was lost; run again to resume'],
  [/^42501/, 'grant CREATE and USAGE on the schema to the user'],
  [/^EACCES|^EPERM|^EROFS/, 'give the user write access to it'],
];

/**
 * Turns a database's or a disk's failure into a StorageError with a remedy.
 *
 * Only the server's own words are kept, never the statement, its values or the URL. What is not a
 * failure of storage comes back as it is.
 */
export function toStorageError(error: unknown, place: DatabasePlace): unknown {
  if (error instanceof SynthesisError || !(error instanceof Error)) return error;
  if (error.name === 'KnexTimeoutError') return connectionHeld(place);
  const failure = error as Failure;
  const code = codeOf(failure);
  if (code === null) return error;
  if (code === 'XX000' && isDiskFull(place)) return diskFull(place);
  const remedy = REMEDIES.find(([pattern]) => pattern.test(code))?.[1] ?? 'see the cause';
  const details = {
    place: place.name,
    sqlState: code,
    table: failure.table,
    column: failure.column,
    constraint: failure.constraint,
  };
  const message = `database ${place.name}: ${wordsOf(error)} (${code}); ${remedy}`;
  return new StorageError(message, details);
}

/** The failure's SQLSTATE or system code, null where it is neither. */
function codeOf(failure: Failure): string | null {
  if (typeof failure.message === 'string' && LOST.test(failure.message)) return 'LOST';
  if (typeof failure.code !== 'string') return null;
  if (SYSTEM_CODE.test(failure.code)) return failure.code;
  return SQL_STATE.test(failure.code) && failure.severity !== undefined ? failure.code : null;
}

/** Knex puts the statement and ` - ` before the server's words. */
function wordsOf(error: Error): string {
  const at = error.message.lastIndexOf(' - ');
  return (at < 0 ? error.message : error.message.slice(at + 3)).split('\n', 1)[0] ?? '';
}

function connectionHeld(place: DatabasePlace): StorageError {
  const cause = 'no connection became free in 5 s, an open transaction holds the last one';
  const remedy = 'use the transaction, not the database, inside its work';
  return new StorageError(`database ${place.name}: ${cause}; ${remedy}`, { place: place.name });
}

function diskFull(place: DatabasePlace): StorageError {
  const remedy = 'free disk space, then open the database again; committed rows are kept';
  const message = `database ${place.name}: a write failed, is the disk full?; ${remedy}`;
  return new StorageError(message, { place: place.name, sqlState: 'XX000' });
}

function isDiskFull(place: DatabasePlace): boolean {
  return place.directory !== null && freeBytes(place.directory) < FULL_BELOW;
}

/** Bytes that an unprivileged process may still write on the file system of an existing path. */
export function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize;
}

/**
 * Refuses to start work for which the disk is too small.
 *
 * @param path an existing path on the file system that will be written
 * @param needed bytes; four times the input's size is safe for a database
 * @throws StorageError if fewer are free
 */
export function requireFreeSpace(path: string, needed: number): void {
  const free = freeBytes(path);
  if (free >= needed) return;
  const mib = (bytes: number) => `${Math.ceil(bytes / 1_048_576)} MiB`;
  const message = `disk of ${path}: ${mib(free)} free, about ${mib(needed)} needed`;
  throw new StorageError(`${message}; free space or name another folder`, { path, free, needed });
}
