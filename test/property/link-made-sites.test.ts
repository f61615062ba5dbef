import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { createRandom } from '../../engine/core/random.ts';
import type { LinkableEvent, LinkableFlow, LinkOutcome } from '../../engine/pipeline/ports.ts';
import { communityId } from '../../linkers/community-id.ts';
import { createLinker } from '../../linkers/link-session.ts';

const SECOND = 1_000_000;
const START = 1_600_000_000 * SECOND;

/** What a made-up site is like. */
interface SitePlan {
  readonly seed: number;
  readonly hosts: number;
  readonly connections: number;
  readonly offsetsS: readonly number[];
  /** Share of events that are reported ten seconds late. */
  readonly late: number;
  readonly oneWay: boolean;
  /** Share of connections that use a port anew ten minutes later. */
  readonly reused: number;
  /** Share of connections that only one side saw. */
  readonly missed: number;
  readonly wholeSeconds: boolean;
}

interface Site {
  readonly events: readonly LinkableEvent[];
  readonly flows: readonly LinkableFlow[];
  /** `event-flow` for all rows of one connection. */
  readonly truth: ReadonlySet<string>;
  readonly linkableEvents: number;
}

const sites = fc.record<SitePlan>({
  seed: fc.nat(),
  hosts: fc.integer({ min: 1, max: 5 }),
  connections: fc.integer({ min: 60, max: 300 }),
  offsetsS: fc.array(fc.integer({ min: -500_000, max: 500_000 }), { minLength: 5, maxLength: 5 }),
  late: fc.double({ min: 0, max: 0.35, noNaN: true }),
  oneWay: fc.boolean(),
  reused: fc.double({ min: 0, max: 0.2, noNaN: true }),
  missed: fc.double({ min: 0, max: 0.3, noNaN: true }),
  wholeSeconds: fc.boolean(),
});

describe('linking a site whose truth is known', () => {
  it('should find at least 99 % of the links and make at most 1 % wrong ones', () => {
    const total = { found: 0, right: 0, linkable: 0, linked: 0 };

    const property = fc.property(sites, (plan) => {
      const site = makeSite(plan);
      const { links } = link(site);
      const right = links.filter((one) => site.truth.has(pairOf(one)));
      total.found += links.length;
      total.right += right.length;
      total.linkable += site.linkableEvents;
      total.linked += new Set(right.map((one) => one.eventRowId)).size;
      expect(right.length).to.be.at.least(0.97 * links.length);
    });
    fc.assert(property, { numRuns: 100, seed: 7 });

    expect(total.right / total.found).to.be.at.least(0.99);
    expect(total.linked / total.linkable).to.be.at.least(0.99);
  });

  it('should estimate each clock to within half a second of the truth', () => {
    const property = fc.property(sites, (plan) => {
      const { offsets } = link(makeSite({ ...plan, connections: 200, hosts: 2 }));

      for (const one of offsets) {
        const truth = (plan.offsetsS[Number(one.host.slice(1, 2))] ?? 0) * SECOND;
        const tolerance = plan.wholeSeconds ? 1.2 * SECOND : SECOND / 2;
        expect(one.offsetUs).to.be.closeTo(truth, tolerance);
      }
    });

    fc.assert(property, { numRuns: 60, seed: 11 });
  });

  it('should not depend on the order of the input', () => {
    const property = fc.property(sites, (plan) => {
      const site = makeSite(plan);
      const random = createRandom(plan.seed, 'order');

      const shuffled = link({
        ...site,
        events: random.shuffle([...site.events]),
        flows: random.shuffle([...site.flows]),
      });

      expect(shuffled).to.deep.equal(link(site));
    });

    fc.assert(property, { numRuns: 40, seed: 13 });
  });

  it('should keep the laws of a link row', () => {
    const property = fc.property(sites, (plan) => {
      const site = makeSite(plan);
      const events = new Map(site.events.map((one) => [one.rowId, one]));
      const flows = new Map(site.flows.map((one) => [one.rowId, one]));

      for (const one of link(site).links) {
        const event = events.get(one.eventRowId);
        const flow = flows.get(one.flowRowId);
        expect(event && communityId(event.tuple)).to.equal(one.communityId);
        expect(flow && communityId(flow.tuple)).to.equal(one.communityId);
        const lastsMs = ((flow?.endUs ?? 0) - (flow?.startUs ?? 0)) / 1000;
        expect(one.dtMs).to.be.within(-one.windowMs, lastsMs + one.windowMs);
        expect(one.rank).to.be.within(1, 2);
      }
    });

    fc.assert(property, { numRuns: 30, seed: 17 });
  });

  it('should link nothing to the flows of another site', () => {
    const property = fc.property(sites, (plan) => {
      const here = makeSite(plan);
      const there = makeSite({ ...plan, seed: plan.seed + 1 });

      const { links } = link({ ...here, flows: there.flows });

      expect(links.length).to.be.at.most(0.01 * here.events.length);
    });

    fc.assert(property, { numRuns: 30, seed: 19 });
  });
});

function link({ events, flows }: Pick<Site, 'events' | 'flows'>): LinkOutcome {
  return createLinker()({ capture: 'made', events, flows, names: [] });
}

function pairOf(one: { readonly eventRowId: number; readonly flowRowId: number }): string {
  return `${one.eventRowId}-${one.flowRowId}`;
}

/** Draws connections over two hours; each is logged by its host and seen by the sensor, or not. */
function makeSite(plan: SitePlan): Site {
  const random = createRandom(plan.seed, 'site');
  const events: LinkableEvent[] = [];
  const flows: LinkableFlow[] = [];
  const truth = new Set<string>();
  let linkableEvents = 0;
  const connect = (startUs: number, connection: Omit<Connection, 'startUs'>) => {
    const isLogged = random.next() >= plan.missed / 2;
    const isSeen = random.next() >= plan.missed / 2;
    const seen = isSeen ? flowsOf({ ...connection, startUs }, plan, flows.length) : [];
    flows.push(...seen);
    if (!isLogged) return;
    const delayUs = (random.next() < plan.late ? 10 * SECOND : 0) + random.integer(SECOND / 20);
    const event = eventOf({ ...connection, startUs: startUs + delayUs }, plan, events.length);
    events.push(event);
    for (const flow of seen) truth.add(`${event.rowId}-${flow.rowId}`);
    if (isSeen) linkableEvents += 1;
  };
  for (let made = 0; made < plan.connections; made += 1) {
    const connection = {
      host: random.integer(plan.hosts),
      port: 1024 + random.integer(60_000),
      server: random.integer(200),
      lastsUs: random.integer(30 * SECOND),
    };
    const startUs = START + random.integer(7200 * SECOND);
    connect(startUs, connection);
    if (random.next() < plan.reused) connect(startUs + 600 * SECOND, connection);
  }
  return { events, flows, truth, linkableEvents };
}

interface Connection {
  readonly startUs: number;
  readonly host: number;
  readonly port: number;
  readonly server: number;
  readonly lastsUs: number;
}

function eventOf(connection: Connection, plan: SitePlan, rowId: number): LinkableEvent {
  return {
    rowId,
    host: `h${connection.host}.example`,
    timeUs: connection.startUs + (plan.offsetsS[connection.host] ?? 0) * SECOND,
    loggedUs: null,
    initiated: true,
    tuple: tupleOf(connection),
  };
}

function flowsOf(connection: Connection, plan: SitePlan, rowId: number): LinkableFlow[] {
  const { startUs, lastsUs } = connection;
  const from = plan.wholeSeconds ? Math.floor(startUs / SECOND) * SECOND : startUs;
  const there = { rowId, startUs: from, endUs: from + lastsUs, oneWay: plan.oneWay };
  const tuple = tupleOf(connection);
  if (!plan.oneWay) return [{ ...there, tuple }];
  const back = {
    protocol: tuple.protocol,
    sourceAddress: tuple.destinationAddress,
    sourcePort: tuple.destinationPort,
    destinationAddress: tuple.sourceAddress,
    destinationPort: tuple.sourcePort,
  };
  return [
    { ...there, tuple },
    { ...there, rowId: rowId + 1, tuple: back },
  ];
}

function tupleOf({ host, port, server }: Connection) {
  return {
    protocol: server % 3 === 0 ? 'udp' : 'tcp',
    sourceAddress: `10.0.0.${host + 1}`,
    sourcePort: port,
    destinationAddress: `198.51.100.${server}`,
    destinationPort: server % 2 === 0 ? 443 : 53,
  };
}
