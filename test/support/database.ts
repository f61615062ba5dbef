import { after, it } from 'mocha';
import { type Database, openDatabase } from '../../engine/storage/database.ts';
import { pgliteDirectory } from './pglite-directory.ts';

const SHARED_NAMESPACE = 'lab';

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

let shared: Promise<Database> | undefined;

/** The process keeps one PGlite for all of its tests: opening one takes half a second. */
async function sharedPglite(): Promise<Database> {
  const directory = await pgliteDirectory();
  return openDatabase({ directory, namespace: SHARED_NAMESPACE });
}

after('close the shared database', async () => (await shared)?.close());

/** Gives one test a migrated database on PGlite, empty but for that. */
export async function withPglite<T>(work: (database: Database) => Promise<T>): Promise<T> {
  shared ??= sharedPglite();
  const database = await shared;
  await database.query(`DROP SCHEMA IF EXISTS "${SHARED_NAMESPACE}" CASCADE`);
  await database.query(`CREATE SCHEMA "${SHARED_NAMESPACE}"`);
  await database.migrate();
  return work(database);
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
