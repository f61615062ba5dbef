import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';

import { checkIntegrity } from '../../engine/schema/integrity.ts';
import { type Database, databaseArbitrary, memoryRows } from '../support/database-arbitrary.ts';
import { generateAll, train } from '../support/generate-all.ts';
import { schemaArbitrary, telemetrySchemas } from '../support/schema-arbitrary.ts';

describe('generated rows of random schemas', () => {
  it('should keep every law of the schema that they were trained on', async () => {
    const databases = schemaArbitrary().chain((schema) =>
      databaseArbitrary(schema, { minSubjects: 1 }),
    );

    await fc.assert(fc.asyncProperty(databases, fc.nat(1000), keepsEveryLaw), {
      numRuns: 60,
      seed: 20260801,
      endOnFailure: true,
    });
  });

  it('should keep every law where tables are linked', async () => {
    const databases = schemaArbitrary({ link: true }).chain((schema) =>
      databaseArbitrary(schema, { minSubjects: 2 }),
    );

    await fc.assert(fc.asyncProperty(databases, fc.nat(1000), keepsEveryLaw), {
      numRuns: 60,
      seed: 20260802,
      endOnFailure: true,
    });
  });

  it('should keep every law of the shipped schemas', async () => {
    const databases = telemetrySchemas.chain((schema) =>
      databaseArbitrary(schema, { minSubjects: 2 }),
    );

    await fc.assert(fc.asyncProperty(databases, fc.nat(1000), keepsEveryLaw), {
      numRuns: 40,
      seed: 20260803,
      endOnFailure: true,
    });
  });
});

async function keepsEveryLaw(database: Database, seed: number): Promise<void> {
  const { schema } = database;
  const generator = await train(database, { seed, k: 2 });

  const rows = generateAll(generator, { seed, subjects: 7, shardSize: 3 });
  const findings = await checkIntegrity({ schema, rows: memoryRows(rows) });

  expect(findings.examples).to.deep.equal([]);
}
