import { expect } from 'chai';
import fc from 'fast-check';
import { before, describe, it } from 'mocha';
import { defined } from '../../../engine/core/invariant.ts';
import { silentProgress } from '../../../engine/core/progress.ts';
import { judgeRequest } from '../../../engine/pipeline/judge-request.ts';
import { type Generator, trainGenerator } from '../../../engine/pipeline/train.ts';
import { verifyGenerator } from '../../../engine/pipeline/verify-generator.ts';
import { telemetrySchema } from '../../../engine/schema/telemetry-schema.ts';
import { communityId } from '../../../linkers/community-id.ts';
import { databaseArbitrary, memoryRows } from '../../support/database-arbitrary.ts';

const schema = telemetrySchema({ events: true, flows: true });

const REQUEST = { seed: 5, subjects: 30, shardSize: 7, order: 3 };

describe('verifyGenerator and judgeRequest on a trained generator', () => {
  let generator: Generator;

  before(async () => {
    const databases = databaseArbitrary(schema, { minSubjects: 20, maxSubjects: 30, maxRows: 12 });
    const [database] = fc.sample(databases, { seed: 42, numRuns: 1 });
    generator = await trainGenerator({
      reader: { schema, rows: memoryRows(defined(database, 'database').rows) },
      options: { seed: 42, k: 2 },
      progress: silentProgress,
    });
  });

  it('should find no law broken by any request', async () => {
    const options = { runs: 15, seed: 42, communityId, maxSubjects: 12 };

    const outcome = await verifyGenerator(generator, options, silentProgress);

    expect(outcome).to.deep.include({ passed: true, runs: 15, counterExample: null });
    expect(outcome.rows).to.be.above(outcome.subjects);
  });

  it('should have looked at rows of every table that was trained on, links among them', async () => {
    const findings = await judgeRequest(generator, REQUEST, communityId);

    expect(findings.broken).to.deep.equal({});
    expect(findings.subjects).to.equal(30);
    for (const table of ['processes', 'events', 'flows', 'links', 'endpoints']) {
      expect(findings.tables[table], table).to.be.above(0);
    }
  });

  it('should find hashes that do not recompute, and rows that depend on what was drawn before', async () => {
    let calls = 0;
    const unsteady = () => {
      calls += 1;
      return `1:${calls}`;
    };

    const { broken } = await judgeRequest(generator, REQUEST, unsteady);

    expect(Object.keys(broken).sort()).to.deep.equal(['communityIdsWrong', 'shardsDependOnOrder']);
  });

  it('should replay a failure of a trained generator from its path', async () => {
    let calls = 0;
    const unsteady = () => {
      calls += 1;
      return `1:${calls}`;
    };
    const options = { runs: 30, seed: 42, communityId: unsteady, maxSubjects: 20 };

    const found = await verifyGenerator(generator, options, silentProgress);
    const path = found.counterExample?.path ?? '';
    const again = await verifyGenerator(generator, { ...options, path }, silentProgress);

    expect(found.passed).to.equal(false);
    expect(again.passed).to.equal(false);
    expect(again.runs).to.equal(1);
  });
});
