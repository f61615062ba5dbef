import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import type { Row } from '../../../engine/core/row.ts';
import type { Generator } from '../../../engine/pipeline/train.ts';
import { checkIntegrity } from '../../../engine/schema/integrity.ts';
import { columnIndex } from '../../../engine/schema/table-schema.ts';
import { type Database, memoryRows } from '../../support/database-arbitrary.ts';
import { generateAll, train } from '../../support/generate-all.ts';
import { linkedWorld } from '../../support/linked-world.ts';
import { countShippedRules } from '../../support/shipped-rules.ts';

/** Rules that the sampler keeps by construction. */
const KEPT_RULES = [
  ...['tcp', 'udp', 'icmp'].flatMap((protocol) => [
    `${protocol}SourceBytesPerPacket`,
    `${protocol}DestinationBytesPerPacket`,
  ]),
  'noTcpFlagsElsewhere',
  'tcpAndUdpHavePorts',
  'icmpTypeAndCodeAreBytes',
  'oneAddressFamily',
  'noSourceBytesWithoutPackets',
  'noDestinationBytesWithoutPackets',
  'durationNotNegative',
];

describe('a linked world, generated', () => {
  let world: Database;
  let generator: Generator;
  let rows: Map<string, Row[]>;

  before(async () => {
    world = linkedWorld(40);
    generator = await train(world, { seed: 1 });
    rows = generateAll(generator, { seed: 2, subjects: 60 });
  });

  it('should keep every law', async () => {
    const findings = await checkIntegrity({ schema: world.schema, rows: memoryRows(rows) });

    expect(findings.examples).to.deep.equal([]);
  });

  it('should keep the rules of sizes, ports and addresses that its original keeps', async () => {
    const counts = await countShippedRules({ schema: world.schema, rows: memoryRows(rows) });

    expect(KEPT_RULES.map((name) => counts[name]?.broken)).to.deep.equal(KEPT_RULES.map(() => 0));
  });

  it('should learn from a world that keeps every law itself', async () => {
    const findings = await checkIntegrity({ schema: world.schema, rows: memoryRows(world.rows) });

    expect(findings.examples).to.deep.equal([]);
  });

  it('should link about as many events as the original, by the tuple', () => {
    const rate = (of: ReadonlyMap<string, readonly Row[]>) =>
      (of.get('links')?.length ?? 0) / (of.get('events')?.length ?? 1);

    expect(generator.record.lostLinks).to.equal(0);
    expect(rate(rows)).to.be.closeTo(rate(world.rows), 0.08);
  });

  it('should hash the tuple that both rows show', () => {
    const hash = position('links', 'community_id');
    const flow = position('links', 'flow_id');
    const source = position('flows', 'src_ip');
    const flows = new Map(rows.get('flows')?.map((row) => [row[1], row]));

    for (const link of rows.get('links') ?? []) {
      const tuple = JSON.parse(String(link[hash]).slice(2));
      const address = flows.get(link[flow] ?? null)?.[source];
      expect([tuple.sourceAddress, tuple.destinationAddress]).to.include(address);
    }
  });

  it('should start a process with its first event and end it with its last', () => {
    const type = position('events', 'event_type');
    const [time, process] = [position('events', 'time_us'), position('events', 'process_key')];
    const [born, end] = [position('processes', 'first_seen_us'), position('processes', 'end_us')];
    const processes = new Map(rows.get('processes')?.map((row) => [row[1], row]));
    let [starts, ends] = [0, 0];

    for (const event of rows.get('events') ?? []) {
      const own = processes.get(event[process] ?? null);
      if (own === undefined) continue;
      expect(Number(event[time])).to.be.at.least(Number(own[born]));
      if (own[end] !== null) expect(Number(event[time])).to.be.at.most(Number(own[end]));
      if (event[type] === '1' && event[time] === own[born]) starts += 1;
      if (event[type] === '5' && event[time] === own[end]) ends += 1;
    }

    expect(starts / processes.size).to.be.above(0.95);
    expect(ends / processes.size).to.be.above(0.7);
  });

  it('should say the image of the parent that it names', () => {
    const [parent, image] = [position('processes', 'parent_key'), position('processes', 'image')];
    const told = position('processes', 'parent_image');
    const processes = new Map(rows.get('processes')?.map((row) => [row[1], row]));

    for (const row of processes.values()) {
      if (row[parent] === null) continue;
      expect(row[told]).to.equal(processes.get(row[parent] ?? null)?.[image]);
    }
  });

  it('should never use a name or an address of the original', () => {
    const kept = new Set(['NT AUTHORITY\\SYSTEM']);
    const real = new Set<unknown>();
    for (const { name, columns } of world.schema.tables) {
      for (const [at, one] of columns.entries()) {
        if (one.protection !== 'fresh') continue;
        for (const row of world.rows.get(name) ?? []) if (row[at] !== null) real.add(row[at]);
      }
    }

    for (const { name, columns } of world.schema.tables) {
      for (const [at, one] of columns.entries()) {
        if (one.protection !== 'fresh') continue;
        for (const row of rows.get(name) ?? []) {
          if (!kept.has(String(row[at])))
            expect(real.has(row[at]), String(row[at])).to.equal(false);
        }
      }
    }
  });

  function position(table: string, column: string): number {
    const found = world.schema.tables.find((one) => one.name === table);
    return columnIndex(found!, column);
  }
});
