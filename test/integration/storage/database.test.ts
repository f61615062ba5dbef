import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { SchemaError, StorageError } from '../../../engine/core/errors.ts';
import type { Row } from '../../../engine/core/row.ts';
import { type Database, openDatabase } from '../../../engine/storage/database.ts';
import { revertNamespace } from '../../../engine/storage/migrate.ts';
import { itOnEveryDatabase } from '../../support/database.ts';
import { pgliteDirectory } from '../../support/pglite-directory.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const COLUMNS = ['id', 'name', 'share', 'seen'];
const ROWS: readonly Row[] = [
  [1, 'b\ta\\n\n"x"', 0.1, true],
  [9_007_199_254_740_991, '', -1.5e-7, false],
  [-3, null, null, null],
  [4, 'zażółć 😀', 1e21, true],
];

describe('openDatabase', () => {
  itOnEveryDatabase('should read back exactly what it loaded', async (database) => {
    await loadSamples(database, ROWS);

    const rows = await readAll(database, { orderBy: ['id'] });

    expect(rows).to.deep.equal([...ROWS].sort((a, b) => Number(a[0]) - Number(b[0])));
  });

  itOnEveryDatabase('should give numbers and booleans by query too', async (database) => {
    const [row] = await database.query(
      'SELECT $1::bigint AS big, 1.5::numeric AS exact, $2::text AS word, true AS yes, NULL AS none',
      [1_700_000_000_123_456, "it's"],
    );

    expect(row).to.deep.equal({
      big: 1_700_000_000_123_456,
      exact: 1.5,
      word: "it's",
      yes: true,
      none: null,
    });
  });

  itOnEveryDatabase('should take COPY text cut anywhere', async (database) => {
    await createSamples(database);
    const text = Buffer.from('1\tä\\tb\t0.5\tt\n2\t\\N\t\\N\tf\n');
    const chunks = Array.from(text, (_, index) => text.subarray(index, index + 1));

    const loaded = await database.transaction((tx) => tx.loadText('samples', COLUMNS, chunks));

    expect(loaded).to.equal(2);
    expect(await readAll(database, { orderBy: ['id'] })).to.deep.equal([
      [1, 'ä\tb', 0.5, true],
      [2, null, null, false],
    ]);
  });

  itOnEveryDatabase('should take batches that come over time', async (database) => {
    await createSamples(database);
    async function* batches() {
      for (let start = 0; start < 30_000; start += 1000) {
        yield Array.from({ length: 1000 }, (_, at): Row => [start + at, 'x', null, null]);
      }
    }

    const loaded = await database.transaction((tx) => tx.load('samples', COLUMNS, batches()));

    expect(loaded).to.equal(30_000);
  });

  itOnEveryDatabase('should stream in batches of the size asked for', async (database) => {
    const rows = Array.from({ length: 25 }, (_, at): Row => [at, 'x', null, null]);
    await loadSamples(database, rows);

    const sizes: number[] = [];
    const selection = { table: 'samples', columns: ['id'], orderBy: ['id'], batchSize: 10 };
    for await (const batch of database.readRows(selection)) sizes.push(batch.length);

    expect(sizes).to.deep.equal([10, 10, 5]);
  });

  itOnEveryDatabase('should order text by bytes whatever the locale', async (database) => {
    const names = ['b', 'a', 'B', 'ä', 'A', '_', 'Z', '😀', '\uffee'];
    await database.query('CREATE TABLE words (name text NOT NULL)');
    await database.transaction((tx) => tx.load('words', ['name'], [names.map((name) => [name])]));

    const selection = { table: 'words', columns: ['name'], orderBy: ['name'] };
    const read: unknown[] = [];
    for await (const rows of database.readRows(selection)) read.push(...rows.flat());

    expect(read).to.deep.equal(['A', 'B', 'Z', '_', 'a', 'b', 'ä', '\uffee', '😀']);
  });

  itOnEveryDatabase('should let its reader work on the database meanwhile', async (database) => {
    await loadSamples(database, ROWS);

    let added = 0;
    const selection = { table: 'samples', columns: ['id'], orderBy: ['id'], batchSize: 1 };
    for await (const [row] of database.readRows(selection)) {
      await database.transaction((tx) =>
        tx.load('samples', COLUMNS, [[[Number(row?.[0]), 'copy', null, null]]]),
      );
      added += 1;
    }

    expect(added).to.equal(ROWS.length);
    expect(await readAll(database, { orderBy: ['id'] })).to.have.length(2 * ROWS.length);
  });

  itOnEveryDatabase('should stay usable after a reader that stops early', async (database) => {
    await loadSamples(database, ROWS);

    for (let round = 0; round < 20; round += 1) {
      const selection = { table: 'samples', columns: ['id'], orderBy: ['id'], batchSize: 1 };
      for await (const _ of database.readRows(selection)) break;
    }

    expect(await readAll(database, { orderBy: ['id'] })).to.have.length(ROWS.length);
  });

  itOnEveryDatabase('should leave nothing of a transaction that failed', async (database) => {
    await createSamples(database);

    const failure = await failureOf(
      database.transaction(async (tx) => {
        await tx.query('CREATE TABLE leftovers (id bigint)');
        await tx.load('samples', COLUMNS, [ROWS]);
        throw new TypeError('stop');
      }),
    );

    expect(failure).to.be.instanceOf(TypeError);
    expect(await readAll(database, { orderBy: ['id'] })).to.deep.equal([]);
    const found = await database.query("SELECT to_regclass('leftovers')::text AS name");
    expect(found[0]?.name).to.equal(null);
  });

  itOnEveryDatabase('should leave nothing of rows that stopped coming', async (database) => {
    await createSamples(database);
    async function* batches() {
      yield ROWS;
      throw new RangeError('the source broke');
    }

    const failure = await failureOf(
      database.transaction((tx) => tx.load('samples', COLUMNS, batches())),
    );

    expect(failure).to.be.instanceOf(RangeError);
    expect(await readAll(database, { orderBy: ['id'] })).to.deep.equal([]);
    await database.transaction((tx) => tx.load('samples', COLUMNS, [ROWS]));
  });

  itOnEveryDatabase('should refuse a cell that the column cannot hold', async (database) => {
    await createSamples(database);

    const failure = await failureOf(
      database.transaction((tx) => tx.load('samples', COLUMNS, [[['canary', 'x', 0, true]]])),
    );

    expect(failure).to.be.instanceOf(StorageError);
    expect((failure as StorageError).exitCode).to.equal(4);
  });

  itOnEveryDatabase('should revert and repeat its migrations', async (database) => {
    const [own] = await database.query('SELECT current_schema()::text AS name');

    await revertNamespace(database.knex, String(own?.name));
    const reverted = await tableNames(database);
    await database.migrate();
    await database.migrate();

    const bookkeeping = ['entwine_migrations', 'entwine_migrations_lock'];
    expect(reverted).to.deep.equal(bookkeeping);
    expect(await tableNames(database)).to.include.members([
      'entwine_meta',
      'entwine_shards',
      'entwine_stages',
      'staging_dns',
      'staging_events',
      'staging_flows',
      'subject_origins',
    ]);
  });

  itOnEveryDatabase('should migrate after a migration that was killed', async (database) => {
    await database.query('UPDATE entwine_migrations_lock SET is_locked = 1');

    await database.migrate();

    const [lock] = await database.query('SELECT is_locked FROM entwine_migrations_lock');
    expect(lock?.is_locked).to.equal(0);
  });

  it('should fail fast for a query outside the open transaction on PGlite', async () => {
    const directory = await pgliteDirectory();
    const database = await openDatabase({ directory, namespace: 'lab' });
    const started = performance.now();

    const failure = await failureOf(
      database.transaction(async () => database.query('SELECT 1 AS one')),
    );

    const seconds = (performance.now() - started) / 1000;
    expect(failure).to.be.instanceOf(StorageError);
    expect(seconds).to.be.lessThan(8);
    expect(await database.query('SELECT 1 AS one')).to.deep.equal([{ one: 1 }]);
    await database.close();
  });

  it('should keep what was committed when opened again', async () => {
    const directory = await pgliteDirectory();
    const first = await openDatabase({ directory, namespace: 'lab' });
    await loadSamples(first, ROWS);
    await first.close();

    const second = await openDatabase({ directory, namespace: 'lab' });

    expect(await readAll(second, { orderBy: ['id'] })).to.have.length(ROWS.length);
    await second.close();
  });

  it('should refuse a folder that holds something else, and leave it as it is', async () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'thesis.txt'), '');

    const failure = await failureOf(openDatabase({ directory, namespace: 'lab' }));

    expect(failure).to.be.instanceOf(StorageError);
    expect(readdirSync(directory)).to.deep.equal(['thesis.txt']);
  });

  it('should make a new database and leave nothing beside it', async () => {
    const folder = temporaryFolder();
    const directory = join(folder, 'original');

    const database = await openDatabase({ directory, namespace: 'lab' });

    expect(await database.query('SELECT 1 AS one')).to.deep.equal([{ one: 1 }]);
    await database.close();
    expect(readdirSync(folder)).to.deep.equal(['original']);
  });

  it('should refuse a namespace that is no name', async () => {
    const failure = await failureOf(openDatabase({ directory: '.', namespace: 'lab"; --' }));

    expect(failure).to.be.instanceOf(SchemaError);
  });
});

async function tableNames(database: Database): Promise<unknown[]> {
  const tables = await database.query(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = current_schema() ORDER BY table_name COLLATE "C"`,
  );
  return tables.map((row) => row.name);
}

async function createSamples(database: Database): Promise<void> {
  await database.query(
    'CREATE TABLE samples (id bigint, name text, share double precision, seen boolean)',
  );
}

async function loadSamples(database: Database, rows: readonly Row[]): Promise<void> {
  await createSamples(database);
  await database.transaction((tx) => tx.load('samples', COLUMNS, [rows]));
}

async function readAll(
  database: Database,
  { orderBy }: { orderBy: readonly string[] },
): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of database.readRows({ table: 'samples', columns: COLUMNS, orderBy })) {
    rows.push(...batch);
  }
  return rows;
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => expect.fail('should have failed'),
    (error) => error,
  );
}
