import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { SchemaError } from '../../../engine/core/errors.ts';
import { silentProgress } from '../../../engine/core/progress.ts';
import type { Row } from '../../../engine/core/row.ts';
import { generateShard } from '../../../engine/pipeline/generate.ts';
import { planGeneration } from '../../../engine/pipeline/plan-generation.ts';
import type { TableReader } from '../../../engine/pipeline/ports.ts';
import { joinTables, readShards, replayRequest } from '../../../engine/pipeline/replay.ts';
import { type Generator, trainGenerator } from '../../../engine/pipeline/train.ts';
import { checkIntegrity } from '../../../engine/schema/integrity.ts';
import { telemetrySchema } from '../../../engine/schema/telemetry-schema.ts';
import { type Database, memoryRows } from '../../support/database-arbitrary.ts';
import { flowWorld } from '../../support/flow-world.ts';
import { generateAll, HOOKS, train } from '../../support/generate-all.ts';

const [PACKETS, SERVICE, LABEL] = [9, 15, 17];
const DAY_US = 86_400_000_000;

describe('learning on from a generator', () => {
  let older: Generator;
  let both: Generator;
  const newWorld = flowWorld({
    hosts: 24,
    seed: 2,
    service: 'dns',
    packets: 2,
    startUs: 1_700_000_000_000_000 + DAY_US,
  });

  before(async () => {
    older = await train(withSecret(flowWorld({ hosts: 24, service: 'http', packets: 8 })), {
      seed: 1,
    });
    const reader = joinTables(replay(older, 1), readerOf(newWorld));
    both = await trainGenerator({ reader, options: { seed: 1 }, progress: silentProgress });
  });

  it('should know the old world and the new one', () => {
    const flows = generateAll(both, { seed: 3, subjects: 80 }).get('flows') ?? [];
    const services = shares(flows, SERVICE);

    expect(services.http).to.be.closeTo(0.5, 0.2);
    expect(services.dns).to.be.closeTo(0.5, 0.2);
  });

  it('should move statistics towards the union', async () => {
    const oldMean = mean(generateAll(older, { seed: 3, subjects: 80 }).get('flows') ?? [], PACKETS);
    const newMean = mean(newWorld.rows.get('flows') ?? [], PACKETS);

    const united = mean(generateAll(both, { seed: 3, subjects: 80 }).get('flows') ?? [], PACKETS);

    expect(united).to.be.below(oldMean).and.above(newMean);
    expect(united).to.be.closeTo((oldMean + newMean) / 2, 0.6);
  });

  it('should weigh the old world by its share', async () => {
    expect(await subjectsOf(joinTables(replay(older, 0.25), readerOf(newWorld)))).to.equal(30);
    expect(await subjectsOf(joinTables(replay(older, 2), readerOf(newWorld)))).to.equal(72);
  });

  it('should count the subjects of both', () => {
    expect(both.record.subjects).to.equal(48);
  });

  it('should bring back nothing that the older generator did not let out', () => {
    const rows = JSON.stringify([...generateAll(both, { seed: 3, subjects: 200 })]);

    expect(rows).to.not.include('plover');
    expect(JSON.stringify(both.story)).to.not.include('plover');
  });

  it('should join two databases into one without a broken key', async () => {
    const joined = joinTables(replay(older, 1), readerOf(newWorld));

    const findings = await checkIntegrity(joined);

    const keys = (await rowsOf(joined, 'subjects')).map((row) => row[0]);
    expect(new Set(keys).size).to.equal(48);
    expect(findings.laws).to.deep.include({ orphans: 0, duplicateKeys: 0 });
  });

  it('should draw equal rows for an equal seed', async () => {
    const [one, two] = [replay(older, 1), replay(older, 1)];

    expect(await rowsOf(one, 'flows')).to.deep.equal(await rowsOf(two, 'flows'));
  });

  it('should refuse a generator of another schema, and name what differs', () => {
    const other: TableReader = {
      schema: telemetrySchema({ events: true, flows: true }),
      rows: memoryRows(new Map()),
    };

    expect(() => joinTables(replay(older, 1), other)).to.throw(SchemaError, /no table events/);
  });
});

async function rowsOf(reader: TableReader, table: string): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of reader.rows(table)) rows.push(...batch);
  return rows;
}

async function subjectsOf(reader: TableReader): Promise<number> {
  return (await rowsOf(reader, 'subjects')).length;
}

function replay(generator: Generator, share: number) {
  const request = replayRequest(generator, { seed: 9, share });
  const plan = planGeneration(generator, request);
  const reader = readShards(
    generator,
    plan,
    async (table, shard) => generateShard(generator, plan, shard, HOOKS).get(table) ?? [],
  );
  return { ...reader, subjects: request.subjects };
}

function readerOf(world: Database): TableReader {
  return { schema: world.schema, rows: memoryRows(world.rows) };
}

function withSecret(world: Database): Database {
  const flows = (world.rows.get('flows') ?? []).map((row, at) =>
    at === 7 ? row.with(LABEL, 'plover-3305') : row,
  );
  return { ...world, rows: new Map([...world.rows, ['flows', flows]]) };
}

function shares(rows: readonly Row[], column: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[String(row[column])] = (counts[String(row[column])] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).map(([key, one]) => [key, one / rows.length]));
}

function mean(rows: readonly Row[], column: number): number {
  return rows.reduce((sum, row) => sum + Number(row[column]), 0) / rows.length;
}
