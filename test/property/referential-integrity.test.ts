import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { silentProgress } from '../../engine/core/progress.ts';
import { generateShard } from '../../engine/pipeline/generate.ts';
import { loadGenerator, saveGenerator } from '../../engine/pipeline/generator-folder.ts';
import {
  type DrawnRequest,
  judgeRequest,
  type RequestFindings,
} from '../../engine/pipeline/judge-request.ts';
import { planGeneration, referenceRows } from '../../engine/pipeline/plan-generation.ts';
import { type Generator, trainGenerator } from '../../engine/pipeline/train.ts';
import { INTEGRITY_LAWS } from '../../engine/schema/integrity-findings.ts';
import type { TableRole } from '../../engine/schema/table-schema.ts';
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

/** What a case came to: findings, or what was thrown on the way. */
interface Outcome {
  readonly findings: RequestFindings | null;
  readonly fault: unknown;
}

const NOTHING: RequestFindings = { rows: 0, tables: {}, subjects: 0, broken: {}, examples: [] };

describe('a generator trained on any database of any schema', function () {
  this.timeout(600_000);

  // All laws draw the same cases from one seed, so each case is trained and generated once.
  const known = new Map<string, Promise<Outcome>>();
  const outcomeOf = (one: Case): Promise<Outcome> => {
    const key = createHash('sha256').update(fc.stringify(one)).digest('hex');
    const found = known.get(key) ?? trainAndJudge(one);
    known.set(key, found);
    return found;
  };
  // A fault is told by the first law alone: the others have nothing to look at.
  const judge = async (one: Case): Promise<RequestFindings> =>
    (await outcomeOf(one)).findings ?? NOTHING;

  it('should train and generate without a fault', async () => {
    await fc.assert(
      fc.asyncProperty(cases(), async (one) => {
        const { fault } = await outcomeOf(one);

        if (fault !== null) throw fault;
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

  it('should give the same rows after it was saved and loaded', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'entwine-generator-'));
    try {
      await fc.assert(
        fc.asyncProperty(cases(), async ({ database, request }) => {
          const generator = await train(database);

          await saveGenerator(folder, generator);
          const loaded = await loadGenerator(folder);

          expect(allRows(loaded, request)).to.deep.equal(allRows(generator, request));
        }),
        { ...RUNS, numRuns: Math.ceil(RUNS.numRuns / 10) },
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  for (const role of ['sequence', 'link'] as const) {
    it(`should answer with about as many ${role} rows a subject as it was trained on`, async () => {
      const total = { expected: 0, generated: 0 };
      await fc.assert(
        fc.asyncProperty(cases(), async (one) => {
          const { tables, subjects } = await judge(one);

          const trained = rowsOf(one.database, 'subject') / Math.max(subjects, 1);
          if (subjects > 0) total.expected += rowsOf(one.database, role) / trained;
          total.generated += sumOf(tablesOf(one.database, role).map((table) => tables[table] ?? 0));
        }),
        RUNS,
      );

      expect(total.generated / total.expected).to.be.within(0.75, 1.3);
    });
  }
});

function tablesOf({ schema }: Database, role: TableRole): readonly string[] {
  return schema.tables.filter((one) => one.role === role).map((one) => one.name);
}

function rowsOf(database: Database, role: TableRole): number {
  return sumOf(tablesOf(database, role).map((name) => database.rows.get(name)?.length ?? 0));
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
    fc.oneof(
      { weight: 9, arbitrary: databaseArbitrary(one, { minSubjects: 1 }) },
      { weight: 1, arbitrary: databaseArbitrary(one, { minSubjects: 5, maxRows: 30 }) },
    ),
  );
  return fc.record({ database, request });
}

async function trainAndJudge({ database, request }: Case): Promise<Outcome> {
  try {
    const generator = await train(database);
    return { findings: await judgeRequest(generator, request, communityId), fault: null };
  } catch (fault) {
    return { findings: null, fault };
  }
}

function train({ schema, rows }: Database): Promise<Generator> {
  return trainGenerator({
    reader: { schema, rows: memoryRows(rows, 50) },
    options: { seed: 42 },
    progress: silentProgress,
  });
}

function allRows(generator: Generator, request: DrawnRequest) {
  const plan = planGeneration(generator, request);
  const shards = Array.from({ length: plan.shards }, (_, shard) => [
    ...generateShard(generator, plan, shard, { communityId }),
  ]);
  return [[...referenceRows(generator, plan)], ...shards];
}
