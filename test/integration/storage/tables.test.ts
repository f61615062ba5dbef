import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { StorageError } from '../../../engine/core/errors.ts';
import type { Row } from '../../../engine/core/row.ts';
import type { DatabaseSchema } from '../../../engine/schema/database-schema.ts';
import { telemetrySchema } from '../../../engine/schema/telemetry-schema.ts';
import type { Database } from '../../../engine/storage/database.ts';
import { addConstraints, createTables, dropTables } from '../../../engine/storage/table-ddl.ts';
import { readTables } from '../../../engine/storage/table-reader.ts';
import { itOnEveryDatabase, withPglite } from '../../support/database.ts';
import { databaseArbitrary } from '../../support/database-arbitrary.ts';
import { schemaArbitrary } from '../../support/schema-arbitrary.ts';

const SCHEMA = telemetrySchema({ events: false, flows: true });
const SUBJECTS: readonly Row[] = [2, 1, 3].map((key) => [
  key,
  'host',
  null,
  null,
  null,
  null,
  null,
]);

describe('addConstraints', () => {
  it('should accept every consistent database, and the reader give it back', async () => {
    const databases = schemaArbitrary().chain((schema) =>
      databaseArbitrary(schema, { maxSubjects: 6 }),
    );

    await withPglite((database) =>
      fc.assert(
        fc.asyncProperty(databases, async ({ schema, rows }) => {
          await store(database, schema, rows);

          const reader = readTables(database, schema);
          for (const { name } of schema.tables) {
            const read: Row[] = [];
            for await (const batch of reader.rows(name)) read.push(...batch);
            expect(sorted(read)).to.deep.equal(sorted(rows.get(name) ?? []));
          }
          await database.transaction((tx) => dropTables(tx, schema));
        }),
        { numRuns: 40 },
      ),
    );
  });

  itOnEveryDatabase('should refuse an orphan and name the constraint', async (database) => {
    const flows: Row[] = [flow(9, 1)];

    const failure = await failureOf(
      store(database, SCHEMA, tablesOf({ subjects: SUBJECTS, flows })),
    );

    expect(failure).to.be.instanceOf(StorageError);
    expect((failure as StorageError).details.constraint).to.equal('flows_subject_key_fkey');
  });

  itOnEveryDatabase('should refuse a duplicate key', async (database) => {
    const flows: Row[] = [flow(1, 1), flow(1, 1)];

    const failure = await failureOf(
      store(database, SCHEMA, tablesOf({ subjects: SUBJECTS, flows })),
    );

    expect((failure as StorageError).details.sqlState).to.equal('23505');
  });
});

describe('readTables', () => {
  itOnEveryDatabase('should read one side of the split, in reading order', async (database) => {
    const flows: Row[] = [flow(3, 1, 9), flow(1, 2, 5), flow(1, 1, 7), flow(2, 1, 1)];
    await store(database, SCHEMA, tablesOf({ subjects: SUBJECTS, flows }));
    await database.transaction((tx) =>
      tx.load(
        'subject_origins',
        ['subject_key', 'capture', 'identity', 'part'],
        [
          [
            [1, 'c', 'a', 'training'],
            [2, 'c', 'b', 'holdout'],
            [3, 'c', 'd', 'training'],
          ],
        ],
      ),
    );

    const keys: unknown[] = [];
    for await (const rows of readTables(database, SCHEMA, { part: 'training' }).rows('flows')) {
      keys.push(...rows.map((row) => row.slice(0, 3)));
    }

    expect(keys).to.deep.equal([
      [1, 2, 5],
      [1, 1, 7],
      [3, 1, 9],
    ]);
  });
});

function flow(subject: number, id: number, start = 0): Row {
  const cells: Row = [subject, id, start, null, 'tcp', '10.0.0.1', 1, '10.0.0.2', 2];
  return [...cells, ...Array.from({ length: 9 }, () => null)];
}

function tablesOf(rows: Record<string, readonly Row[]>): ReadonlyMap<string, readonly Row[]> {
  const endpoints: Row[] = [
    ['10.0.0.1', 'internal'],
    ['10.0.0.2', 'internal'],
  ];
  return new Map(Object.entries({ endpoints, ...rows }));
}

async function store(
  database: Database,
  schema: DatabaseSchema,
  rows: ReadonlyMap<string, readonly Row[]>,
): Promise<void> {
  await database.transaction(async (tx) => {
    await createTables(tx, schema);
    for (const { name, columns } of schema.tables) {
      const names = columns.map((column) => column.name);
      await tx.load(name, names, [rows.get(name) ?? []]);
    }
    await addConstraints(tx, schema);
  });
}

function sorted(rows: readonly Row[]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => expect.fail('should have failed'),
    (error) => error,
  );
}
