import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StateError } from '../core/errors.ts';
import { toFileError } from './atomic-file.ts';

/** A run folder held by this process. */
export interface RunLock {
  release(): Promise<void>;
}

/** Who holds a lock: a process of one boot; a process number alone comes back after a restart. */
interface Holder {
  readonly pid: number;
  readonly started: string;
  readonly boot: string;
}

const ATTEMPTS = 5;

let takers = 0;

/**
 * Takes the lock file of a run folder, so that two processes never work on one run.
 *
 * The lock of a process that is gone, by `kill -9` or by a restart, is taken over.
 *
 * @param path of the lock file; its folder is made if missing
 * @throws StateError while another live process holds it, StorageError if it cannot be written
 */
export async function acquireRunLock(path: string): Promise<RunLock> {
  takers += 1;
  const own = JSON.stringify({ ...describeProcess(process.pid), taker: takers });
  const draft = `${path}.${process.pid}-${takers}`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(draft, own);
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if ((await linkIfAbsent(draft, path)) || (await takeOver(draft, path))) {
        return { release: () => releaseOwn(path, own) };
      }
    }
  } catch (error) {
    throw toFileError(error, path);
  } finally {
    await rm(draft, { force: true });
  }
  throw held(path, 'another process');
}

/** A link is there with its whole content, or not at all. */
async function linkIfAbsent(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Puts the draft in a dead holder's place; true for one of many takers.
 *
 * Who links the claim on that very content may replace it: nobody else touches a stale lock. A
 * taker that comes late reads the lock again under its claim, and finds it changed.
 */
async function takeOver(draft: string, path: string): Promise<boolean> {
  const content = await readIfPresent(path);
  if (content === null) return false;
  const holder = parseHolder(content);
  if (holder !== null && isAlive(holder)) throw held(path, `process ${holder.pid}`);
  const claim = `${path}.claim-${createHash('sha256').update(content).digest('hex').slice(0, 16)}`;
  if (!(await linkIfAbsent(draft, claim))) {
    await dropDeadClaim(claim);
    return false;
  }
  const isUnchanged = (await readIfPresent(path)) === content;
  if (isUnchanged) await rename(draft, path);
  await rm(claim, { force: true });
  return isUnchanged;
}

/** A taker may be killed too, between its claim and the lock. */
async function dropDeadClaim(claim: string): Promise<void> {
  const holder = parseHolder((await readIfPresent(claim)) ?? '');
  if (holder !== null && !isAlive(holder)) await rm(claim, { force: true });
}

async function releaseOwn(path: string, own: string): Promise<void> {
  if ((await readIfPresent(path)) === own) await rm(path, { force: true });
}

async function readIfPresent(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function parseHolder(content: string): Holder | null {
  try {
    const holder = JSON.parse(content) as Partial<Holder>;
    const { pid, started = '', boot = '' } = holder;
    return typeof pid === 'number' ? { pid, started, boot } : null;
  } catch {
    return null;
  }
}

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const now = describeProcess(holder.pid);
  return now.started === holder.started && now.boot === holder.boot;
}

/** Where the system has no /proc, the process number has to do. */
function describeProcess(pid: number): Holder {
  const started =
    readOr(`/proc/${pid}/stat`)
      .replace(/^.*\) /, '')
      .split(' ')[19] ?? '';
  return { pid, started, boot: readOr('/proc/sys/kernel/random/boot_id').trim() };
}

function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function held(path: string, holder: string): StateError {
  const remedy = 'wait for it, or use another run folder';
  return new StateError(`lock ${path}: ${holder} works on this run; ${remedy}`, { path });
}
