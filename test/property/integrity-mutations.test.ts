import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { defined } from '../../engine/core/invariant.ts';
import { checkIntegrity } from '../../engine/schema/integrity.ts';
import { brokenLaws, type IntegrityLaw } from '../../engine/schema/integrity-findings.ts';
import { validateSchema } from '../../engine/schema/validate-schema.ts';
import { type Database, databaseArbitrary, memoryRows } from '../support/database-arbitrary.ts';
import { MUTATIONS } from '../support/database-mutations.ts';
import { type SchemaWish, schemaArbitrary, telemetrySchemas } from '../support/schema-arbitrary.ts';

const RUNS = { numRuns: Number(process.env.ENTWINE_PROPERTY_RUNS ?? 1000), seed: 42 };

/** Schemas in which a law can be broken, so that few cases are thrown away. */
const WISHES: Readonly<Partial<Record<IntegrityLaw, SchemaWish>>> = {
  parentsAfterChildren: { minSequences: 2, link: false },
  orderViolations: { minSequences: 2 },
  selfCycles: { minSequences: 2 },
  linksOutsideWindow: { link: true },
  linkLagsWrong: { link: true },
  linkTuplesDiffer: { link: true },
};

describe('validateSchema and random schemas', () => {
  it('should accept every schema that the arbitrary draws', () => {
    fc.assert(
      fc.property(schemaArbitrary(), (schema) => validateSchema(schema)),
      RUNS,
    );
  });
});

describe('checkIntegrity', () => {
  it('should find nothing in a consistent database, however its rows are batched', async () => {
    await fc.assert(
      fc.asyncProperty(databases({}), fc.integer({ min: 1, max: 9 }), async (database, batch) => {
        const rows = memoryRows(database.rows, batch);

        const findings = await checkIntegrity({ schema: database.schema, rows });

        expect(findings.examples).to.deep.equal([]);
        for (const [table, all] of database.rows) {
          expect(findings.rows[table] ?? 0).to.equal(all.length);
        }
      }),
      RUNS,
    );
  });

  for (const [law, mutate] of Object.entries(MUTATIONS)) {
    it(`should find exactly ${law} where nothing else is broken`, async () => {
      const wish = WISHES[law as IntegrityLaw] ?? {};
      await fc.assert(
        fc.asyncProperty(databases(wish), fc.nat(), async (database, pick) => {
          const broken = mutate(database, pick);
          fc.pre(broken !== null);
          const rows = memoryRows(defined(broken, 'mutated rows'));

          const findings = await checkIntegrity({ schema: database.schema, rows });

          expect(brokenLaws(findings)).to.deep.equal([law]);
          expect(findings.examples[0]?.law).to.equal(law);
        }),
        { ...RUNS, maxSkipsPerRun: 20 },
      );
    });
  }
});

function databases(wish: SchemaWish): fc.Arbitrary<Database> {
  return fc
    .oneof(
      { weight: 3, arbitrary: schemaArbitrary(wish) },
      { weight: 1, arbitrary: telemetrySchemas },
    )
    .chain((schema) => databaseArbitrary(schema, { minSubjects: 1 }));
}
