import { createHash } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { silentProgress } from '../../engine/core/progress.ts';
import {
  type DrawnRequest,
  judgeRequest,
  type RequestFindings,
} from '../../engine/pipeline/judge-request.ts';
import { trainGenerator } from '../../engine/pipeline/train.ts';
import type { DatabaseSchema } from '../../engine/schema/database-schema.ts';
import { INTEGRITY_LAWS } from '../../engine/schema/integrity-findings.ts';
import { communityId } from '../../linkers/community-id.ts';
import { type Database, databaseArbitrary, memoryRows } from '../support/database-arbitrary.ts';
import { schemaArbitrary, telemetrySchemas } from '../support/schema-arbitrary.ts';

const RUNS = { numRuns: Number(process.env.ENTWINE_PROPERTY_RUNS ?? 1000), seed: 42 };

/** What `judgeRequest` finds beside the laws of the schema. */
const LAWS_OF_GENERATION = [
  'subjectsMissing',
  'tablesUnknown',
  'communityIdsWrong',
  'shardsDependOnOrder',
  'referencesDiffer',
] as const;

interface Case {
  readonly database: Database;
  readonly request: DrawnRequest;
}

describe('a generator trained on any database of any schema', function () {
  this.timeout(600_000);

  // All laws draw the same cases from one seed, so each case is trained and generated once.
  const known = new Map<string, Promise<RequestFindings>>();
  const judge = (one: Case): Promise<RequestFindings> => {
    const key = createHash('sha256').update(fc.stringify(one)).digest('hex');
    const found = known.get(key) ?? trainAndJudge(one);
    known.set(key, found);
    return found;
  };

  it('should train and generate without a fault', async () => {
    await fc.assert(
      fc.asyncProperty(cases(), async (one) => {
        const findings = await judge(one);

        expect(findings.subjects).to.be.a('number');
      }),
      RUNS,
    );
  });

  for (const law of [...INTEGRITY_LAWS, ...LAWS_OF_GENERATION]) {
    it(`should never break ${law}`, async () => {
      await fc.assert(
        fc.asyncProperty(cases(), async (one) => {
          const { broken, examples } = await judge(one);

          const shown = examples.filter((example) => example.law === law);
          expect(broken[law] ?? 0, JSON.stringify(shown)).to.equal(0);
        }),
        RUNS,
      );
    });
  }

  it('should leave tables empty that were empty', async () => {
    await fc.assert(
      fc.asyncProperty(cases(), async (one) => {
        const { tables } = await judge(one);

        for (const [table, rows] of one.database.rows) {
          if (rows.length === 0) expect(tables[table] ?? 0, table).to.equal(0);
        }
      }),
      RUNS,
    );
  });

  it('should answer with about as many rows a subject as it was trained on, on the whole', async () => {
    const total = { expected: 0, generated: 0 };
    await fc.assert(
      fc.asyncProperty(cases(), async (one) => {
        const { tables, subjects } = await judge(one);

        const owned = ownedTables(one.database.schema);
        const rows = owned.map((table) => one.database.rows.get(table)?.length ?? 0);
        const trained = one.database.rows.get(rootOf(one.database.schema))?.length ?? 1;
        total.expected += (sumOf(rows) / trained) * subjects;
        total.generated += sumOf(owned.map((table) => tables[table] ?? 0));
      }),
      RUNS,
    );

    expect(total.generated / total.expected).to.be.within(0.8, 1.25);
  });
});

function ownedTables(schema: DatabaseSchema): readonly string[] {
  return schema.tables.filter((one) => one.role !== 'reference').map((one) => one.name);
}

function rootOf(schema: DatabaseSchema): string {
  return schema.tables.find((one) => one.role === 'subject')?.name ?? '';
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function cases(): fc.Arbitrary<Case> {
  const request = fc.record({
    seed: fc.nat(),
    subjects: fc.oneof({ weight: 4, arbitrary: fc.nat(8) }, { weight: 1, arbitrary: fc.nat(50) }),
    shardSize: fc.integer({ min: 1, max: 20 }),
    order: fc.nat(),
  });
  const schema = fc.oneof(
    { weight: 2, arbitrary: schemaArbitrary() },
    { weight: 1, arbitrary: schemaArbitrary({ link: true }) },
    { weight: 1, arbitrary: telemetrySchemas },
  );
  const database = schema.chain((one) =>
    databaseArbitrary(one, { minSubjects: 1, maxSubjects: 40 }),
  );
  return fc.record({ database, request });
}

async function trainAndJudge({ database, request }: Case): Promise<RequestFindings> {
  const { schema, rows } = database;
  const generator = await trainGenerator({
    reader: { schema, rows: memoryRows(rows, 50) },
    options: { seed: 42 },
    progress: silentProgress,
  });
  return judgeRequest(generator, request, communityId);
}
