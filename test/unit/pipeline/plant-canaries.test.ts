import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { silentProgress } from '../../../engine/core/progress.ts';
import { createRandom } from '../../../engine/core/random.ts';
import type { Row } from '../../../engine/core/row.ts';
import { plantCanaries } from '../../../engine/pipeline/plant-canaries.ts';
import type { TableReader } from '../../../engine/pipeline/ports.ts';
import { trainGenerator } from '../../../engine/pipeline/train.ts';
import { checkIntegrity } from '../../../engine/schema/integrity.ts';
import { reportIntegrity } from '../../../engine/schema/integrity-findings.ts';
import { columnIndex, type TableSchema } from '../../../engine/schema/table-schema.ts';
import { readingOrder } from '../../../engine/storage/table-reader.ts';
import { openRowJudge } from '../../../evaluators/rules/judge-row.ts';
import { databaseArbitrary, memoryRows } from '../../support/database-arbitrary.ts';
import { linkedWorld } from '../../support/linked-world.ts';
import { schemaArbitrary, telemetrySchemas } from '../../support/schema-arbitrary.ts';
import { countShippedRules, SHIPPED_RULES } from '../../support/shipped-rules.ts';

const { schema, rows } = linkedWorld(12);
const reader: TableReader = { schema, rows: memoryRows(rows) };
const SEQUENCES = ['processes', 'events', 'flows'];
const OPTIONS = {
  random: createRandom(3, 'canaries'),
  brokenRules: openRowJudge(schema, SHIPPED_RULES),
};

describe('plantCanaries', () => {
  it('should plant unique records over all sequence tables', async () => {
    const { canaries, reader: planted } = await plant(20);

    expect(canaries.length).to.equal(20);
    expect(new Set(canaries.map(({ table }) => table))).to.deep.equal(new Set(SEQUENCES));
    for (const { table, words } of canaries) {
      expect(words.length, table).to.be.greaterThan(0);
      for (const word of words) {
        expect(await occurrences(reader, word)).to.equal(0);
        expect(await occurrences(planted, word)).to.equal(1);
      }
    }
  });

  it('should add rows and change none', async () => {
    const { canaries, reader: planted } = await plant(20);

    for (const { name } of schema.tables) {
      const before = await all(reader, name);
      const after = new Set((await all(planted, name)).map((row) => JSON.stringify(row)));
      const own = canaries.filter(({ table }) => table === name).length;

      expect(after.size).to.equal(before.length + own);
      expect(before.every((row) => after.has(JSON.stringify(row)))).to.equal(true);
    }
  });

  it('should keep every law of the database', async () => {
    const before = await checkIntegrity(reader);
    const { reader: planted } = await plant(20);

    const after = await checkIntegrity(planted);

    expect(after.laws).to.deep.equal(before.laws);
    expect(reportIntegrity(after)).to.deep.equal(reportIntegrity(before));
  });

  it('should break no rule of the domain by its numbers', async () => {
    const before = await countShippedRules(reader);
    const { reader: planted } = await plant(20);

    const after = await countShippedRules(planted);

    for (const rule of [
      'tcpSourceBytesPerPacket',
      'udpSourceBytesPerPacket',
      'countsNotNegative',
    ]) {
      expect(after[rule]?.rows, rule).to.be.greaterThan(before[rule]?.rows ?? 0);
      expect(after[rule]?.broken, rule).to.equal(0);
    }
  });

  it('should keep the reading order', async () => {
    const { reader: planted } = await plant(20);

    for (const table of schema.tables.filter(({ name }) => SEQUENCES.includes(name))) {
      const places = (await all(planted, table.name)).map((row) => placeOf(table, row));
      const sorted = places.toSorted((one, other) => {
        const at = one.findIndex((value, position) => value !== other[position]);
        return at < 0 ? 0 : one[at]! - other[at]!;
      });

      expect(places).to.deep.equal(sorted);
    }
  });

  it('should plant the same for the same seed, whatever the batches', async () => {
    const [one, other] = [7, 1000].map((size) => ({ schema, rows: memoryRows(rows, size) }));
    const first = await plantCanaries(one!, {
      ...OPTIONS,
      count: 9,
      random: createRandom(5, 'canaries'),
    });
    const second = await plantCanaries(other!, {
      ...OPTIONS,
      count: 9,
      random: createRandom(5, 'canaries'),
    });

    expect(first.canaries).to.deep.equal(second.canaries);
    for (const table of SEQUENCES) {
      expect(await all(first.reader, table)).to.deep.equal(await all(second.reader, table));
    }
  });

  it('should keep every law of any database, and train on', async () => {
    const databases = fc
      .oneof(schemaArbitrary(), telemetrySchemas)
      .chain((drawn) => databaseArbitrary(drawn, { minSubjects: 6 }));
    await fc.assert(
      fc.asyncProperty(databases, fc.nat(100), async (database, seed) => {
        const plain = { schema: database.schema, rows: memoryRows(database.rows) };
        const random = createRandom(seed, 'canaries');

        const planted = await plantCanaries(plain, {
          count: 8,
          random,
          brokenRules: () => () => [],
        });

        const [before, after] = [await checkIntegrity(plain), await checkIntegrity(planted.reader)];
        expect(after.laws).to.deep.equal(before.laws);
        await trainGenerator({
          reader: planted.reader,
          options: { seed },
          progress: silentProgress,
        });
      }),
      { numRuns: 40, seed: 42 },
    );
  });

  it('should plant at most one in ten rows, and none where none are asked for', async () => {
    const small = linkedWorld(1);
    const few = { schema, rows: memoryRows(small.rows) };
    const total = SEQUENCES.reduce((sum, table) => sum + (small.rows.get(table)?.length ?? 0), 0);

    const asked = await plantCanaries(few, { ...OPTIONS, count: 20 });
    const none = await plantCanaries(reader, { ...OPTIONS, count: 0 });

    expect(asked.canaries.length)
      .to.equal(Math.floor(total / 10))
      .and.be.lessThan(20);
    expect(none).to.deep.equal({ reader, canaries: [] });
  });

  it('should keep numbers within the range of the table', async () => {
    const { reader: planted, canaries } = await plant(60);
    const flows = schema.tables.find(({ name }) => name === 'flows')!;

    for (const name of ['src_bytes', 'dst_bytes', 'src_packets', 'duration_us']) {
      const at = columnIndex(flows, name);
      const real = (await all(reader, 'flows')).map((row) => Number(row[at]));
      const now = (await all(planted, 'flows')).map((row) => Number(row[at]));
      expect(Math.min(...now), name).to.equal(Math.min(...real));
      expect(Math.max(...now), name).to.equal(Math.max(...real));
    }
    expect(canaries.length).to.be.greaterThan(20);
  });
});

function plant(count: number) {
  return plantCanaries(reader, { ...OPTIONS, count });
}

async function all({ rows: read }: TableReader, table: string): Promise<Row[]> {
  const found: Row[] = [];
  for await (const batch of read(table)) found.push(...batch);
  return found;
}

async function occurrences(from: TableReader, word: string): Promise<number> {
  let count = 0;
  for (const { name } of schema.tables) {
    for (const row of await all(from, name)) {
      count += row.filter((value) => String(value).includes(word)).length;
    }
  }
  return count;
}

function placeOf(table: TableSchema, row: Row): number[] {
  return readingOrder(table).map((name) => Number(row[columnIndex(table, name)]));
}
