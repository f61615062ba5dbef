import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { silentProgress } from '../../engine/core/progress.ts';
import { generateShard } from '../../engine/pipeline/generate.ts';
import { planGeneration, referenceRows } from '../../engine/pipeline/plan-generation.ts';
import { trainGenerator } from '../../engine/pipeline/train.ts';
import { checkIntegrity } from '../../engine/schema/integrity.ts';
import { type Database, databaseArbitrary, memoryRows } from '../support/database-arbitrary.ts';
import { gatherShards } from '../support/gather-shards.ts';
import { schemaArbitrary, telemetrySchemas } from '../support/schema-arbitrary.ts';

describe('generated rows of random schemas', () => {
  it('should keep every law of the schema that they were trained on', async () => {
    const databases = schemaArbitrary().chain((schema) => databaseArbitrary(schema));

    await fc.assert(fc.asyncProperty(databases, fc.nat(1000), keepsEveryLaw), {
      numRuns: 60,
      seed: 20260801,
    });
  });

  it('should keep every law where tables are linked', async () => {
    const databases = schemaArbitrary({ link: true }).chain((schema) =>
      databaseArbitrary(schema, { minSubjects: 2 }),
    );

    await fc.assert(fc.asyncProperty(databases, fc.nat(1000), keepsEveryLaw), {
      numRuns: 60,
      seed: 20260802,
    });
  });

  it('should keep every law of the shipped schemas', async () => {
    const databases = telemetrySchemas.chain((schema) =>
      databaseArbitrary(schema, { minSubjects: 2 }),
    );

    await fc.assert(fc.asyncProperty(databases, fc.nat(1000), keepsEveryLaw), {
      numRuns: 40,
      seed: 20260803,
    });
  });
});

async function keepsEveryLaw(database: Database, seed: number): Promise<void> {
  const { schema } = database;
  const reader = { schema, rows: memoryRows(database.rows) };
  const generator = await trainGenerator({
    reader,
    options: { seed, k: 2 },
    progress: silentProgress,
  });
  const plan = planGeneration(generator, { seed, subjects: 7, shardSize: 3 });

  const shards = Array.from({ length: plan.shards }, (_, shard) =>
    generateShard(generator, plan, shard, { communityId: () => '1:hash' }),
  );
  const rows = gatherShards([referenceRows(generator, plan), ...shards]);
  const findings = await checkIntegrity({ schema, rows: memoryRows(rows) });

  expect(JSON.stringify(findings.examples)).to.equal('[]');
}
