import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { StorageError } from '../../../engine/core/errors.ts';
import { createRandom } from '../../../engine/core/random.ts';
import { openDatabase } from '../../../engine/storage/database.ts';
import { killChild, readyOf, startChild } from '../../support/child-process.ts';
import { testServerUrl, withPostgres } from '../../support/database.ts';
import { pgliteDirectory } from '../../support/pglite-directory.ts';

const DATABASE = new URL('../../../engine/storage/database.ts', import.meta.url).href;
const KILLS = 3;

describe('transaction', () => {
  it('should be there whole or not at all after kill -9 on PGlite', async () => {
    const directory = await pgliteDirectory();
    const random = createRandom(7, 'crash');
    let before = 0;
    for (let round = 0; round < KILLS; round += 1) {
      const child = startChild(loader(directory));
      await readyOf(child);
      await delay(random.integer(400));

      await killChild(child);
      const database = await openDatabase({ directory, namespace: 'lab' });

      const [found] = await database.query(
        'SELECT count(*) AS count, count(DISTINCT load) AS loads FROM samples',
      );
      expect(found?.count).to.equal(Number(found?.loads) * 1000);
      expect(Number(found?.count)).to.be.greaterThan(before);
      before = Number(found?.count);
      await database.close();
    }
  });

  it('should leave nothing when the server drops its connection', async function () {
    const url = testServerUrl();
    if (url === null) {
      console.warn('skipped, DATABASE_URL is not set: a dropped connection');
      this.skip();
    }

    await withPostgres(url, async (database) => {
      await database.query('CREATE TABLE samples (id bigint)');
      const work = database.transaction(async (tx) => {
        await tx.load('samples', ['id'], [[[1], [2]]]);
        const [own] = await tx.query('SELECT pg_backend_pid() AS pid');
        await database.query('SELECT pg_terminate_backend($1)', [own?.pid ?? null]);
        await tx.load('samples', ['id'], [[[3]]]);
      });

      const failure = await work.catch((error: unknown) => error);

      expect(failure).to.be.instanceOf(StorageError);
      expect(await database.query('SELECT count(*) AS count FROM samples')).to.deep.equal([
        { count: 0 },
      ]);
    });
  });
});

/** A program that loads 1000 rows a transaction, without end. */
function loader(directory: string): string {
  return `
    const { openDatabase } = await import('${DATABASE}');
    const database = await openDatabase({ directory: ${JSON.stringify(directory)}, namespace: 'lab' });
    await database.query('CREATE TABLE IF NOT EXISTS samples (load bigint, id bigint)');
    const [last] = await database.query('SELECT coalesce(max(load), 0) AS load FROM samples');
    for (let load = Number(last.load) + 1; ; load += 1) {
      const rows = Array.from({ length: 1000 }, (_, id) => [load, id]);
      await database.transaction((tx) => tx.load('samples', ['load', 'id'], [rows]));
      console.log('ready');
    }
  `;
}
