import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { DataError } from '../../../engine/core/errors.ts';
import type { Row } from '../../../engine/core/row.ts';
import type { GenerationRequest } from '../../../engine/pipeline/plan-generation.ts';
import { readSeeds } from '../../../engine/pipeline/seed-scripts.ts';
import type { Generator } from '../../../engine/pipeline/train.ts';
import type { SeedScript } from '../../../engine/sampler/seed-script.ts';
import { checkIntegrity } from '../../../engine/schema/integrity.ts';
import { type Database, memoryRows } from '../../support/database-arbitrary.ts';
import { flowWorld } from '../../support/flow-world.ts';
import { generateAll, train } from '../../support/generate-all.ts';
import { linkedWorld } from '../../support/linked-world.ts';

const [SUBJECT, START, SOURCE, DESTINATION, SERVICE] = [0, 2, 5, 7, 15];

describe('readSeeds', () => {
  const seen = twoServices(40, 1);
  const held = twoServices(6, 9);
  let generator: Generator;
  let seeds: readonly SeedScript[];
  let plain: Row[];
  let going: Map<string, Row[]>;

  before(async function () {
    this.timeout(60_000);
    generator = await train(seen, { seed: 1 });
    seeds = await seedsOf(generator, held);
    plain = generateAll(generator, { seed: 3, subjects: 40 }).get('flows') ?? [];
    going = generateAll(generator, { seed: 3, seeds });
  });

  it('should draw one subject for each seed, and as many more as are wanted', () => {
    expect(going.get('subjects')).to.have.length(6);
    expect(draw({ subjects: 9 }).get('subjects')).to.have.length(9);
  });

  it('should keep no name and no address of the seeds', () => {
    const text = JSON.stringify(seeds, (_, value) => (value instanceof Map ? [...value] : value));

    expect(text).to.not.match(/10\.1\.|93\.184/);
  });

  it('should begin no earlier than each seed ends', () => {
    for (const [subject, last] of lastTimes(held)) {
      const times = flowsOf(going, subject).map((row) => Number(row[START]));
      expect(times.length).to.be.above(0);
      expect(Math.min(...times)).to.be.at.least(last);
    }
  });

  it('should go on with what the seed did', () => {
    const services = new Map(
      (held.rows.get('flows') ?? []).map((row) => [row[SUBJECT], row[SERVICE]]),
    );
    const flows = going.get('flows') ?? [];

    const kept = flows.filter((row) => row[SERVICE] === services.get(row[SUBJECT] ?? null)).length;
    const usual = plain.filter((row) => row[SERVICE] === 'http').length / plain.length;

    expect(usual).to.be.within(0.2, 0.8);
    expect(kept / flows.length).to.be.above(0.9);
  });

  it('should let out no time and no name of the seed', () => {
    const real = new Set((held.rows.get('flows') ?? []).map((row) => row[START]));
    const names = new Set(
      (held.rows.get('flows') ?? []).flatMap((row) => [row[SOURCE], row[DESTINATION]]),
    );

    for (const row of going.get('flows') ?? []) {
      expect(real.has(row[START] ?? null)).to.equal(false);
      expect([names.has(row[SOURCE] ?? null), names.has(row[DESTINATION] ?? null)]).to.deep.equal([
        false,
        false,
      ]);
    }
  });

  it('should let the seed come out first where that is wanted, at its times', () => {
    const whole = draw({ includeSeed: true });

    for (const subject of [1, 2, 3, 4, 5, 6]) {
      const real = (held.rows.get('flows') ?? []).filter((row) => row[SUBJECT] === subject);
      const own = flowsOf(whole, subject);
      expect(own.length).to.be.above(real.length);
      expect(own.slice(0, real.length).map((row) => row[START])).to.deep.equal(
        real.map((row) => row[START]),
      );
      expect(distinct(own.slice(0, real.length), DESTINATION)).to.equal(
        distinct(real, DESTINATION),
      );
    }
  });

  it('should draw equal rows twice, and the same subjects in shards of any size', () => {
    const again = draw({ shardSize: 6 });

    expect([...draw({ shardSize: 6 })]).to.deep.equal([...again]);
    expect(draw({ shardSize: 2 }).get('subjects')).to.deep.equal(again.get('subjects'));
  });

  it('should give each seed the whole horizon', () => {
    const horizonUs = 30_000_000;
    const rows = draw({ horizonUs });

    for (const [subject, last] of lastTimes(held)) {
      const times = flowsOf(rows, subject).map((row) => Number(row[START]));
      expect(Math.max(last, ...times)).to.be.at.most(last + horizonUs);
    }
  });

  it('should refuse to go on from nothing', async () => {
    const error = await seedsOf(generator, { ...held, rows: new Map() }).catch(
      (one: unknown) => one,
    );

    expect(error).to.be.instanceOf(DataError);
  });

  function draw(request: Omit<GenerationRequest, 'seed'>): Map<string, Row[]> {
    return generateAll(generator, { seed: 3, seeds, ...request });
  }
});

describe('readSeeds of linked telemetry', () => {
  let world: Database;
  let generator: Generator;
  let seeds: readonly SeedScript[];

  before(async function () {
    this.timeout(60_000);
    world = linkedWorld(40);
    generator = await train(world, { seed: 1 });
    seeds = await seedsOf(generator, linkedWorld(5));
  });

  for (const includeSeed of [false, true]) {
    it(`should keep every law ${includeSeed ? 'with' : 'without'} the seed's rows`, async () => {
      const rows = generateAll(generator, { seed: 2, subjects: 8, seeds, includeSeed });

      const findings = await checkIntegrity({ schema: world.schema, rows: memoryRows(rows) });

      expect(findings.examples).to.deep.equal([]);
      expect(rows.get('events')?.length).to.be.above(20);
    });
  }

  it('should let the seed come out with the types, processes and links that it has', () => {
    const real = linkedWorld(5).rows;
    const rows = generateAll(generator, { seed: 2, seeds, includeSeed: true });

    for (const subject of [1, 2, 3, 4, 5]) {
      const told = storyOf(real, subject);
      expect(storyOf(rows, subject).slice(0, told.length)).to.deep.equal(told);
    }
  });

  it('should keep the rows of the seed that later ones name, at other times', () => {
    const real = linkedWorld(5).rows;
    const rows = generateAll(generator, { seed: 2, seeds });

    const times = new Set((real.get('events') ?? []).map((row) => row[3]));
    const shown = (rows.get('processes') ?? []).flatMap((row) => row.slice(3, 6));
    expect(shown.filter((one) => one !== null && times.has(one))).to.deep.equal([]);
  });
});

/** Time, type and process of a host's events, with whether they are linked to a flow. */
function storyOf(rows: ReadonlyMap<string, readonly Row[]>, subject: number) {
  const own = (table: string) => (rows.get(table) ?? []).filter((row) => row[0] === subject);
  const processes = own('processes').map((row) => row[1]);
  const linked = new Set(own('links').map((row) => row[2]));
  return own('events').map((row) => [
    row[3],
    row[5],
    processes.indexOf(row[2] ?? null),
    linked.has(row[1] ?? null),
  ]);
}

function seedsOf(generator: Generator, { schema, rows }: Database) {
  return readSeeds(generator, { schema, rows: memoryRows(rows) }, Number.POSITIVE_INFINITY);
}

function flowsOf(rows: ReadonlyMap<string, readonly Row[]>, subject: number): Row[] {
  return (rows.get('flows') ?? []).filter((row) => row[SUBJECT] === subject);
}

function lastTimes({ rows }: Database): Map<number, number> {
  const last = new Map<number, number>();
  for (const row of rows.get('flows') ?? []) {
    const subject = Number(row[SUBJECT]);
    last.set(subject, Math.max(last.get(subject) ?? 0, Number(row[START])));
  }
  return last;
}

function distinct(rows: readonly Row[], column: number): number {
  return new Set(rows.map((row) => row[column])).size;
}

/** Hosts of which every other one speaks only DNS, the rest only HTTP; each meets its own servers. */
function twoServices(hosts: number, seed: number): Database {
  const world = flowWorld({ hosts, seed });
  const flows = (world.rows.get('flows') ?? []).map((row) => {
    const isDns = Number(row[SUBJECT]) % 2 === 0;
    return row.with(SERVICE, isDns ? 'dns' : 'http').with(8, isDns ? 53 : 443);
  });
  return { ...world, rows: new Map(world.rows).set('flows', flows) };
}
