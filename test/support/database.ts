import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { it } from 'mocha';
import { type Database, openDatabase } from '../../engine/storage/database.ts';

const { version } = createRequire(import.meta.url)('@electric-sql/pglite/package.json') as {
  version: string;
};

let namespaces = 0;

/** A name that no other test of this machine uses. */
export function freshNamespace(): string {
  namespaces += 1;
  return `test_${process.pid}_${namespaces}`;
}

/** The server of the tests, null where `DATABASE_URL` is not set. */
export function testServerUrl(): string | null {
  return process.env.DATABASE_URL ?? null;
}

/**
 * A folder with an empty PGlite database in it.
 *
 * Making one takes seconds, so that an untouched one is kept in the temporary folder and copied.
 */
export async function pgliteDirectory(): Promise<string> {
  const pristine = join(tmpdir(), `entwine-pglite-${version}`);
  if (!existsSync(pristine)) await makePristine(pristine);
  const directory = mkdtempSync(join(tmpdir(), 'entwine-test-'));
  cpSync(pristine, directory, { recursive: true });
  return directory;
}

async function makePristine(pristine: string): Promise<void> {
  const draft = mkdtempSync(`${pristine}-draft-`);
  const database = await PGlite.create(draft);
  await database.close();
  try {
    renameSync(draft, pristine);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(pristine)) throw error;
  }
}

/** Opens a migrated database on PGlite for one test. */
export async function withPglite<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const directory = await pgliteDirectory();
  const database = await openDatabase({ directory, namespace: freshNamespace() });
  try {
    await database.migrate();
    return await work(database);
  } finally {
    await database.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Opens a migrated namespace on the tests' server for one test and removes it afterwards. */
export async function withPostgres<T>(
  url: string,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const namespace = freshNamespace();
  const database = await openDatabase({ url, namespace });
  try {
    await database.migrate();
    return await work(database);
  } finally {
    await database.query(`DROP SCHEMA IF EXISTS "${namespace}" CASCADE`).catch(() => undefined);
    await database.close();
  }
}

/** Runs a test on PGlite, and on PostgreSQL where `DATABASE_URL` names a server. */
export function itOnEveryDatabase(
  title: string,
  work: (database: Database) => Promise<void>,
): void {
  it(`${title} (pglite)`, () => withPglite(work));
  it(`${title} (postgres)`, async function () {
    const url = testServerUrl();
    if (url === null) {
      console.warn(`skipped on PostgreSQL, DATABASE_URL is not set: ${title}`);
      this.skip();
    } else {
      await withPostgres(url, work);
    }
  });
}

/** A folder for one test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'entwine-test-'));
  mkdirSync(folder, { recursive: true });
  return folder;
}
