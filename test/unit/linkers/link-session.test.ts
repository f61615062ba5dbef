import { expect } from 'chai';
import { describe, it } from 'mocha';
import type {
  FlowTuple,
  LinkableEvent,
  LinkableFlow,
  NameObservation,
} from '../../../engine/pipeline/ports.ts';
import { communityId } from '../../../linkers/community-id.ts';
import { createLinker } from '../../../linkers/link-session.ts';
import type { LinkerOptions } from '../../../linkers/linker-options.ts';

const SECOND = 1_000_000;
const WEB = '198.51.100.1';

describe('createLinker', () => {
  it('should link by tuple once the clock is known', () => {
    const late = 7 * 3600 * SECOND;
    const events = [event(1, late, { port: 1 }), event(2, late + 5 * SECOND, { port: 2 })];
    const flows = [flow(11, 0, { port: 1 }), flow(12, 5 * SECOND, { port: 2 })];

    const { links, offsets } = link(events, flows);

    expect(offsets).to.deep.equal([
      { host: 'a.example', fromUs: late, offsetUs: late, support: 2 },
    ]);
    expect(links[0]).to.deep.equal({
      eventRowId: 1,
      flowRowId: 11,
      communityId: communityId(events[0]?.tuple as FlowTuple),
      dtMs: 0,
      method: 'cid',
      confidence: 1,
      rank: 1,
      windowMs: 2000,
    });
    expect(pairs(links)).to.deep.equal(['1-11', '2-12']);
  });

  it('should settle a port that is used again by time', () => {
    const anchors = [1, 2, 3].map((port) => event(port, port * SECOND, { port }));
    const anchorFlows = [1, 2, 3].map((port) => flow(10 + port, port * SECOND, { port }));
    const events = [...anchors, event(7, 500 * SECOND, { port: 9 })];
    const flows = [
      ...anchorFlows,
      flow(17, 100 * SECOND, { port: 9 }),
      flow(18, 500.5 * SECOND, { port: 9 }),
    ];

    const { links, report } = link(events, flows);

    expect(pairs(links)).to.include('7-18').and.not.to.include('7-17');
    expect(report.unlinkedFlowsByReason).to.deep.equal({ 'outside time window': 1 });
  });

  it('should use a flow once per host and direction, and once more for the other end', () => {
    const events = [
      event(1, 0, {}),
      event(2, SECOND, {}),
      { ...event(3, 0, {}), host: 'b.example', initiated: false },
    ];

    const { links, report } = link(events, [flow(11, 0, {})]);
    const several = link(events, [flow(11, 0, {})], { maxEventsPerFlow: 2 });

    expect(pairs(links)).to.deep.equal(['1-11', '3-11']);
    expect(report.unlinkedEventsByReason).to.deep.equal({ 'flow taken': 1 });
    expect(pairs(several.links)).to.deep.equal(['1-11', '2-11', '3-11']);
  });

  it('should link both rows of a unidirectional conversation, the initiator’s first', () => {
    const back = flow(12, SECOND / 2, { oneWay: true });
    const flows = [{ ...back, tuple: turned(back.tuple) }, flow(11, 0, { oneWay: true })];

    const both = link([event(1, SECOND / 2, {})], flows);
    const single = link([event(1, 0, {})], flows, { linkBothDirections: false });

    expect(both.links.map((one) => [one.flowRowId, one.rank])).to.deep.equal([
      [11, 1],
      [12, 2],
    ]);
    expect(single.links).to.have.length(1);
  });

  it('should link only one flow of a bidirectional export unless told otherwise', () => {
    const flows = [flow(11, 0, { lastsUs: SECOND }), flow(12, SECOND, { lastsUs: SECOND })];

    const one = link([event(1, 0, {})], flows);
    const two = link([event(1, 0, {})], flows, { maxFlowsPerEvent: 2 });

    expect(pairs(one.links)).to.deep.equal(['1-11']);
    expect(one.links[0]?.confidence).to.equal(0.8);
    expect(pairs(two.links)).to.deep.equal(['1-11', '1-12']);
  });

  it('should refuse a tuple whose ends other watched hosts hold', () => {
    const others = [
      event(1, 0, { port: 1 }),
      { ...event(2, 0, { port: 2, address: WEB, to: '10.0.0.9' }), host: 'b.example' },
    ];
    const copied = { ...event(3, 0, { port: 3 }), host: 'c.example', initiated: false };
    const flows = [flow(13, 0, { port: 3 })];

    const { links, report } = link([...others, copied], flows);

    expect(links).to.deep.equal([]);
    expect(report.unlinkedEventsByReason['name contradicts']).to.equal(1);
    expect(report.unlinkedFlowsByReason).to.deep.equal({ 'name contradicts': 1 });
  });

  it('should trust less what no name confirms', () => {
    const unknown = { ...event(1, 0, {}), initiated: false };
    const answer: NameObservation = {
      fqdn: 'A.example.',
      addresses: [WEB],
      timeUs: 0,
      ttlUs: SECOND,
      feed: 'dns',
      host: null,
    };

    const bare = link([unknown], [flow(11, 0, {})]);
    const named = link([unknown], [flow(11, 0, {})], {}, [answer]);

    expect(bare.links[0]?.confidence).to.equal(0.9);
    expect(named.links[0]?.confidence).to.equal(1);
  });

  it('should say why events and flows have no link', () => {
    const anchors = [1, 2, 3].map((port) => event(port, port * SECOND, { port }));
    const flows = [1, 2, 3].map((port) => flow(10 + port, port * SECOND, { port }));
    const { report } = link(
      [
        ...anchors,
        event(21, 0, { port: 21 }),
        event(22, 9000 * SECOND, { port: 22 }),
        event(23, 0, { address: '127.0.0.1', to: '127.0.0.1' }),
        event(24, 0, { to: '224.0.0.251' }),
        event(25, 0, { address: 'fe80::1', to: 'fe80::2' }),
        event(26, 0, { address: '2001:db8::1', to: '2001:db8::2' }),
      ],
      [
        ...flows,
        flow(31, 0, { port: 31 }),
        flow(32, 0, { address: '10.0.0.77', to: '10.0.0.78' }),
        flow(33, 90_000 * SECOND, { port: 33 }),
        flow(34, 9000 * SECOND, { port: 3 }),
      ],
    );

    expect(report.tuplePairs).to.equal(3);
    expect(report.unlinkedEventsByReason).to.deep.equal({
      ipv6: 1,
      'link-local': 1,
      loopback: 1,
      multicast: 1,
      'no flow with its tuple': 2,
    });
    expect(report.unlinkedFlowsByReason).to.deep.equal({
      'host not watched': 1,
      'no event with its tuple': 1,
      'outside log window': 1,
      'outside time window': 1,
    });
  });

  it('should place events outside the capture’s time', () => {
    const { report } = link(
      [event(1, 0, { port: 1 }), event(2, 9000 * SECOND, { port: 2 })],
      [flow(11, 0, { port: 1 })],
    );

    expect(report.unlinkedEventsByReason).to.deep.equal({ 'outside capture window': 1 });
  });

  it('should link flows that lost the initiator’s port where that is unambiguous', () => {
    const at = [0, 60, 120, 180, 181].map((second) => second * SECOND);
    const events = at.map((timeUs, row) => event(row, timeUs, { port: 5000 + row }));
    const flows = at.map((startUs, row) => flow(10 + row, startUs, { port: 0 }));
    const exact = [
      event(20, 300 * SECOND, { port: 9 }),
      flow(30, 300 * SECOND, { port: 9 }),
    ] as const;

    const { links, report } = link([...events, exact[0]], [...flows, exact[1]]);
    const strict = link([...events, exact[0]], [...flows, exact[1]], { relaxed: false });

    expect(pairs(links)).to.deep.equal(['0-10', '1-11', '2-12', '20-30']);
    expect(report.byMethod).to.deep.equal({ cid: 1, 'tuple-relaxed': 3, 'fqdn-time': 0 });
    expect(report.unlinkedEventsByReason).to.deep.equal({ ambiguous: 2 });
    expect(pairs(strict.links)).to.deep.equal(['20-30']);
  });

  it('should follow a host through address translation, both ways', () => {
    const at = [0, 60, 120, 180].map((second) => second * SECOND);
    const to = (row: number) => `198.51.100.${row}`;
    const events = at.map((timeUs, row) =>
      event(row, timeUs + 3600 * SECOND, { port: 5000 + row, to: to(row) }),
    );
    const there = at.map((startUs, row) =>
      flow(10 + row, startUs, {
        address: '203.0.113.9',
        port: 40_000 + row,
        to: to(row),
        oneWay: true,
      }),
    );
    const back = there.map((one) => ({ ...one, rowId: one.rowId + 10, tuple: turned(one.tuple) }));

    const { links } = link(events, [...there, ...back]);

    expect(pairs(links)).to.deep.equal(
      at.flatMap((_, row) => [`${row}-${10 + row}`, `${row}-${20 + row}`]),
    );
    expect(links.every((one) => one.method === 'tuple-relaxed' && one.confidence < 0.5)).to.equal(
      true,
    );
    expect(links.every((one) => one.communityId === null)).to.equal(true);
  });

  it('should not take a stranger’s flow for a translated one', () => {
    const events = [0, 60, 120].map((second) => event(second, second * SECOND, {}));
    const strangers = [0, 60, 120].map((second) =>
      flow(second, second * SECOND, { address: `203.0.113.${second}`, port: 40_000 }),
    );

    expect(link(events, strangers).links).to.deep.equal([]);
  });

  it('should link by name and time only when asked', () => {
    const events = [event(1, 0, { port: 1 }), event(2, 60 * SECOND, { port: 2 })];
    const flows = [
      flow(11, 0, { port: 1 }),
      flow(12, 60 * SECOND, { port: 3, to: '198.51.100.99' }),
    ];

    expect(pairs(link(events, flows).links)).to.deep.equal(['1-11']);
    const asked = link(events, flows, { fqdnTime: true });
    expect(pairs(asked.links)).to.deep.equal(['1-11', '2-12']);
    expect(asked.links[1]?.method).to.equal('fqdn-time');
  });

  it('should make nothing of nothing', () => {
    const { links, offsets, names, report } = link([], []);

    expect([links, offsets, names]).to.deep.equal([[], [], []]);
    expect(report.residualP50).to.equal(null);
  });
});

interface Ends {
  readonly port?: number;
  readonly address?: string;
  readonly to?: string;
  readonly oneWay?: boolean;
  readonly lastsUs?: number;
}

function event(rowId: number, timeUs: number, ends: Ends): LinkableEvent {
  const host = 'a.example';
  return { rowId, host, timeUs, loggedUs: null, initiated: true, tuple: tupleOf(ends) };
}

function flow(rowId: number, startUs: number, ends: Ends): LinkableFlow {
  const endUs = startUs + (ends.lastsUs ?? 0);
  return { rowId, startUs, endUs, oneWay: ends.oneWay ?? false, tuple: tupleOf(ends) };
}

function tupleOf({ port = 5000, address = '10.0.0.1', to = WEB }: Ends): FlowTuple {
  return {
    protocol: 'tcp',
    sourceAddress: address,
    sourcePort: port,
    destinationAddress: to,
    destinationPort: 443,
  };
}

function turned(tuple: FlowTuple): FlowTuple {
  return {
    protocol: tuple.protocol,
    sourceAddress: tuple.destinationAddress,
    sourcePort: tuple.destinationPort,
    destinationAddress: tuple.sourceAddress,
    destinationPort: tuple.sourcePort,
  };
}

function link(
  events: readonly LinkableEvent[],
  flows: readonly LinkableFlow[],
  options: LinkerOptions = {},
  names: readonly NameObservation[] = [],
) {
  return createLinker(options)({ capture: 'test', events, flows, names });
}

function pairs(links: readonly { eventRowId: number; flowRowId: number }[]): string[] {
  return links.map((one) => `${one.eventRowId}-${one.flowRowId}`);
}
