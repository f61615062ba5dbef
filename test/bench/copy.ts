/**
 * `npx tsx test/bench/copy.ts [ROWS]`: rows a second of COPY, on PGlite and on PostgreSQL.
 *
 * `encode`: rows to COPY text; `load`: text that is there already; `both`: rows into the table;
 * `read`: back out of it in the order of its key. PostgreSQL is the server of DATABASE_URL, else a
 * throw-away cluster, else skipped. Memory is
 * this process's highest resident set; processor time is its own, without the server's.
 */
import type { Row } from '../../engine/core/row.ts';
import { telemetrySchema } from '../../engine/schema/telemetry-schema.ts';
import { encodeCopyRows } from '../../engine/storage/copy-encoder.ts';
import { type Database, openDatabase } from '../../engine/storage/database.ts';
import { createTables, dropTables } from '../../engine/storage/table-ddl.ts';
import { pgliteDirectory } from '../support/pglite-directory.ts';
import { postgresBinaries, startPostgres } from '../support/postgres.ts';

const ROWS = Number(process.argv[2] ?? 1_000_000);
const BATCH = 20_000;
const SCHEMA = telemetrySchema({ events: false, flows: true });
const COLUMNS =
  SCHEMA.tables.find((table) => table.name === 'flows')?.columns.map((column) => column.name) ?? [];

let peak = 0;
setInterval(() => notePeak(), 50).unref();

const encoded = await measure('encode', async () => encodeAll());
await onPglite();
await onPostgres();

async function onPglite(): Promise<void> {
  const directory = await pgliteDirectory();
  const database = await openDatabase({ directory, namespace: 'bench' });
  await run(database);
}

async function onPostgres(): Promise<void> {
  const given = process.env.DATABASE_URL;
  if (given === undefined && postgresBinaries() === null) {
    console.warn('skipped on PostgreSQL: no DATABASE_URL and no server installed');
    return;
  }
  const cluster = given === undefined ? await startPostgres() : null;
  await run(await openDatabase({ url: given ?? cluster?.url, namespace: 'entwine_bench' }));
  await cluster?.stop();
}

async function run(database: Database): Promise<void> {
  const { engine } = database;
  await recreate(database);
  await measure(`${engine} load`, () =>
    database.transaction((tx) => tx.loadText('flows', COLUMNS, encoded)),
  );
  await recreate(database);
  await measure(`${engine} load in the transaction of CREATE TABLE`, () =>
    database.transaction(async (tx) => {
      await dropTables(tx, SCHEMA);
      await createTables(tx, SCHEMA);
      await tx.loadText('flows', COLUMNS, encoded);
    }),
  );
  await recreate(database);
  await measure(`${engine} both`, () =>
    database.transaction((tx) => tx.load('flows', COLUMNS, batches())),
  );
  await measure(`${engine} read`, async () => {
    const orderBy = ['subject_key', 'start_us', 'flow_id'];
    for await (const _ of database.readRows({ table: 'flows', columns: COLUMNS, orderBy })) {
      notePeak();
    }
  });
  await database.transaction((tx) => dropTables(tx, SCHEMA));
  await database.close();
}

async function recreate(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    await dropTables(tx, SCHEMA);
    await createTables(tx, SCHEMA);
  });
}

function encodeAll(): Buffer[] {
  const chunks: Buffer[] = [];
  for (const rows of batches()) chunks.push(encodeCopyRows(COLUMNS, rows));
  return chunks;
}

/** The same batch over and over: what is measured is not the making of rows. */
function* batches(): Generator<readonly Row[]> {
  const rows = Array.from({ length: BATCH }, (_, at) => flow(at));
  for (let done = 0; done < ROWS; done += BATCH) yield rows;
}

function flow(at: number): Row {
  const start = 1_700_000_000_000_000 + at * 1373;
  const source = `10.${at % 7}.${at % 251}.${at % 13}`;
  const target = `93.184.${at % 256}.${(at * 7) % 256}`;
  const tuple = [source, 1024 + (at % 60_000), target, at % 3 ? 443 : 53];
  const sizes = [at % 40, (at % 40) * 91, at % 50, (at % 50) * 777];
  const flags = at % 2 ? '.AP.SF' : null;
  return [
    at % 977,
    at,
    start,
    (at * 7919) % 5e6,
    'tcp',
    ...tuple,
    ...sizes,
    flags,
    'SF',
    'ssl',
    0,
    null,
  ];
}

async function measure<T>(what: string, work: () => Promise<T>): Promise<T> {
  globalThis.gc?.();
  peak = 0;
  notePeak();
  const started = performance.now();
  const busy = process.cpuUsage();
  const result = await work();
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(busy);
  const cpu = ((user + system) / 1e6).toFixed(2);
  notePeak();
  const rate = Math.round(ROWS / seconds / 1000);
  console.log(
    `${what}: ${rate}k rows/s, ${seconds.toFixed(2)} s (cpu ${cpu} s), ${Math.round(peak)} MB`,
  );
  return result;
}

function notePeak(): void {
  peak = Math.max(peak, process.memoryUsage.rss() / 1_048_576);
}
