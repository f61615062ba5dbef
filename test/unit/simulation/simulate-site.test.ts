import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ScenarioError } from '../../../engine/core/errors.ts';
import { CALL_SITES } from '../../../engine/simulation/call-trace.ts';
import { simulateSite } from '../../../engine/simulation/simulate-site.ts';
import type { Site, SiteEvent, SiteProcess } from '../../../engine/simulation/site.ts';
import { SITE_DEFAULTS } from '../../../engine/simulation/site-options.ts';
import { eventFields } from '../../../engine/simulation/sysmon-fields.ts';
import { grouped } from './estimators.ts';

const site = simulateSite();

describe('simulateSite', () => {
  it('should give the size that the demonstration is made for', () => {
    expect(site.hosts).to.have.lengthOf(14);
    expect(site.events.length).to.be.within(17_000, 29_000);
    expect(site.flows.length).to.be.within(8000, 15_000);
  });

  it('should give the same site for the same options and another for another seed', () => {
    const options = { hosts: 2, natHosts: 1, hours: 0.5 };
    const text = (seed: number) => JSON.stringify(describeSite(simulateSite({ ...options, seed })));

    expect(text(5)).to.equal(text(5));
    expect(text(5)).to.not.equal(text(6));
  });

  it('should refuse nonsense', () => {
    expect(() => simulateSite({ hosts: -1 })).to.throw(ScenarioError);
  });

  it('should live with the smallest site', () => {
    const least = simulateSite({
      hosts: 1,
      servers: 1,
      natHosts: 0,
      devices: 0,
      names: 20,
      hours: 1,
    });

    expect(least.hosts.map((host) => host.role)).to.deep.equal(['dc', 'workstation']);
    expect(least.links.length).to.be.above(20);
  });

  it('should stay still where nobody acts', () => {
    const busy = simulateSite({ seed: 3, hours: 2, activity: 1 });
    const still = simulateSite({ seed: 3, hours: 2, activity: 0 });

    expect(still.events.length).to.be.below((busy.events.length * 2) / 3);
    expect(still.flows.length).to.be.above(0);
  });

  it('should grow about linearly with its hosts', () => {
    const size = (factor: number) => {
      const part = { hosts: 4 * factor, servers: 4, natHosts: factor, devices: 3 * factor };
      const { events, flows } = simulateSite({ ...part, hours: 1, seed: 8 });
      return events.length + flows.length;
    };

    expect(size(10) / size(1)).to.be.within(4.5, 14);
  });
});

describe('processes of a simulated site', () => {
  const byProcess = grouped(site.events, (event) => event.process);

  it('should be created once, before they act, where they start within the window', () => {
    for (const [process, events] of byProcess) {
      const starts = process.startUs >= site.options.startUs && process.parent !== null;
      const created = events.filter((event) => event.kind === 1);
      expect(created).to.have.lengthOf(starts ? 1 : 0);
      if (!starts) continue;
      expect(events[0]).to.equal(created[0]);
      expect(events[0]?.stampUs).to.equal(Math.min(...events.map((event) => event.stampUs)));
    }
  });

  it('should act no more once they have ended', () => {
    for (const [process, events] of byProcess) {
      const ended = events.filter((event) => event.kind === 5);
      expect(ended).to.have.lengthOf(process.endUs === null ? 0 : 1);
      if (process.endUs === null) continue;
      expect(events.at(-1)).to.equal(ended[0]);
      expect(events.at(-1)?.stampUs).to.equal(Math.max(...events.map((event) => event.stampUs)));
    }
  });

  it('should have parents that live when they start', () => {
    for (const { parent, startUs, host } of site.processes) {
      if (parent === null) continue;
      expect(parent.host).to.equal(host);
      expect(parent.startUs).to.be.at.most(startUs);
      expect(parent.endUs ?? Number.POSITIVE_INFINITY).to.be.at.least(startUs);
    }
  });

  it('should have their own GUID each, in Sysmon form', () => {
    const guids = site.processes.map((process) => process.guid);

    expect(new Set(guids).size).to.equal(guids.length);
    for (const guid of guids)
      expect(guid).to.match(/^\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}$/);
  });

  it('should reuse process numbers, never two at a time', () => {
    const byPid = grouped(site.processes, (process) => `${process.host.index} ${process.pid}`);
    const reused = [...byPid.values()].filter((group) => group.length > 1);

    for (const group of reused) expect(group.every(isAfterThePrevious)).to.equal(true);
    expect(reused.length).to.be.above(20);
    for (const { pid } of site.processes) expect(pid % 4).to.equal(0);
  });

  it('should come from machines that run already and from machines that start', () => {
    const within = site.hosts.filter((host) => host.bootUs >= site.options.startUs);

    expect(within.length).to.be.above(0);
    expect(within.length).to.be.below(site.hosts.length / 2);
    for (const event of site.events) expect(event.trueUs).to.be.at.least(event.process.host.bootUs);
  });
});

describe('what a simulated site logs of its programs', () => {
  const byGuid = new Map(site.processes.map((process) => [process.guid, process]));
  const ofKind = (kind: number) => site.events.filter((event) => event.kind === kind);

  it('should open only processes of the same host that live', () => {
    const accesses = ofKind(10);

    expect(accesses.length).to.be.above(1000);
    for (const { process, trueUs, details } of accesses) {
      const target = byGuid.get(details.TargetProcessGUID ?? '');
      expect(target?.host).to.equal(process.host);
      expect(target?.image).to.equal(details.TargetImage);
      expect(target).to.not.equal(process);
      expect(trueUs).to.be.at.least(target?.startUs ?? Number.NaN);
      expect(trueUs).to.be.at.most(target?.endUs ?? Number.POSITIVE_INFINITY);
    }
  });

  it('should give an access the call traces of its program, modules with offsets', () => {
    const traces = grouped(ofKind(10), ({ process, details }) =>
      [process.image, details.GrantedAccess === '0x1fffff'].join(),
    );

    for (const events of traces.values()) {
      const distinct = new Set(events.map(({ details }) => details.CallTrace));
      expect(distinct.size).to.be.at.most(CALL_SITES);
      for (const trace of distinct)
        expect(trace).to.match(/^[^|+]+[+][0-9a-f]+([|][^|+]+[+][0-9a-f]+)+$/);
    }
  });

  it('should give one image one digest and one signer, wherever it is loaded', () => {
    for (const events of grouped(ofKind(7), ({ details }) => details.ImageLoaded).values()) {
      const words = events.map((event) => {
        const { Hashes, Signed, Signature, SignatureStatus } = eventFields(event);
        return [Hashes, Signed, Signature, SignatureStatus].join();
      });
      expect(new Set(words).size).to.equal(1);
      expect(words[0]).to.match(/^SHA1=[0-9A-F]{40},MD5=.*,(true,.+,Valid|false,-,Unavailable)$/);
    }
  });

  it('should make a key above the value that it sets', () => {
    const values = new Set(ofKind(13).map(({ details }) => parentKey(details.TargetObject)));
    const made = ofKind(12).filter(({ details }) => values.has(details.TargetObject ?? ''));

    expect(made.length / ofKind(12).length).to.be.above(0.95); // records get lost
  });
});

describe('names and addresses of a simulated site', () => {
  it('should be kept for documentation, benchmarks or private use', () => {
    const addresses = new Set(
      site.flows.flatMap((flow) => [flow.sourceAddress, flow.destinationAddress]),
    );
    for (const { details } of site.events)
      for (const one of addressesIn(details)) addresses.add(one);

    expect([...addresses].filter((address) => !isReserved(address))).to.deep.equal([]);
    expect(addresses.size).to.be.above(100);
  });

  it('should end in .example or .test', () => {
    const names = new Set(site.answers.map((answer) => answer.query));
    for (const event of site.events)
      if (event.details.QueryName) names.add(event.details.QueryName);

    for (const name of names) expect(name).to.match(/^[a-z0-9.-]+\.(example|test)$/);
    expect(names.size).to.be.above(50);
  });

  it('should be asked for before they are connected to', () => {
    const asked = new Map<string, number>();
    for (const answer of site.answers) {
      if (answer.answers.length === 0) continue;
      const known = asked.get(answer.query) ?? Number.POSITIVE_INFINITY;
      asked.set(answer.query, Math.min(known, answer.timeUs));
    }
    const web = site.flows.filter((flow) => flow.destinationPort === 443 && flow.name !== null);
    const unasked = web.filter(
      (flow) => !((asked.get(flow.name ?? '') ?? Number.POSITIVE_INFINITY) < flow.startUs),
    );

    expect(unasked.length / web.length).to.be.below(0.02); // the sensor misses some answers
  });

  it('should resolve to the addresses that are connected to', () => {
    const answers = new Map(
      site.answers
        .filter(({ answers }) => answers.length > 0)
        .map((one) => [one.query, one.answers]),
    );
    const web = site.flows.filter(
      (flow) => answers.has(flow.name ?? '') && flow.destinationPort === 443,
    );

    for (const flow of web)
      expect(answers.get(flow.name ?? '')).to.include(flow.destinationAddress);
  });
});

describe('links of a simulated site', () => {
  const tupleOf = (event: SiteEvent) => {
    const d = event.details;
    const ends = [`${d.SourceIp}:${d.SourcePort}`, `${d.DestinationIp}:${d.DestinationPort}`];
    return `${d.Protocol} ${ends.sort().join(' ')}`;
  };

  it('should join equal tuples exactly where the tuple could be seen', () => {
    for (const { event, flow, tupleSeen } of site.links) {
      const ends = [
        `${flow.sourceAddress}:${flow.sourcePort}`,
        `${flow.destinationAddress}:${flow.destinationPort}`,
      ];
      expect(tupleOf(event) === `${flow.protocol} ${ends.sort().join(' ')}`).to.equal(tupleSeen);
    }
  });

  it('should hide only the branch office from the sensor', () => {
    const hidden = site.links.filter((link) => !link.tupleSeen);

    expect(hidden.length).to.be.above(50);
    for (const { event } of hidden) expect(event.process.host.role).to.equal('branch');
  });

  it('should lie near in true time, up to the reporting delay', () => {
    for (const { event, flow } of site.links) {
      const dtUs = event.stampUs - event.process.host.clockOffsetUs - flow.startUs;
      expect(dtUs).to.be.within(-20_000, 13_000_000);
    }
  });

  it('should leave events without flows and flows without events', () => {
    const connections = site.events.filter((event) => event.kind === 3);
    const linkedEvents = new Set(site.links.map((link) => link.event));
    const linkedFlows = new Set(site.links.map((link) => link.flow));

    expect(linkedEvents.size / connections.length).to.be.within(0.93, 0.99);
    expect(linkedFlows.size / site.flows.length).to.be.within(0.75, 0.97);
    expect(linkedEvents.size).to.equal(site.links.length); // an event is one connection
  });

  it('should lose tuples only by translation', () => {
    const plain = simulateSite({ natHosts: 0, hours: 1, seed: 2 });

    expect(plain.links.every((link) => link.tupleSeen)).to.equal(true);
  });
});

describe('clocks of a simulated site', () => {
  it('should run whole hours off at as many hosts as asked for, and as given', () => {
    const hours = site.hosts.filter((host) => Math.abs(host.clockOffsetUs) > 1.8e9);
    const given = simulateSite({ hours: 0.2, clockOffsets: [2.5, -7200] });

    expect(hours).to.have.lengthOf(SITE_DEFAULTS.clockHourHosts);
    expect(given.hosts.slice(0, 2).map((host) => host.clockOffsetUs)).to.deep.equal([
      2_500_000, -7_200_000_000,
    ]);
  });
});

function parentKey(value = ''): string {
  return value.slice(0, value.lastIndexOf('\\'));
}

function isAfterThePrevious(
  process: SiteProcess,
  at: number,
  group: readonly SiteProcess[],
): boolean {
  const previous = group[at - 1];
  return previous === undefined || (previous.endUs !== null && previous.endUs <= process.startUs);
}

function addressesIn(details: SiteEvent['details']): string[] {
  const resolved = [...(details.QueryResults ?? '').matchAll(/::ffff:([0-9.]+)/g)].map(
    (match) => match[1],
  );
  return [details.SourceIp, details.DestinationIp, ...resolved].filter((one) => one !== undefined);
}

function isReserved(address: string): boolean {
  const known =
    /^(10\.|192\.168\.|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|198\.1[89]\.|127\.0\.0\.1$)/;
  return known.test(address) || ['239.255.255.250', '224.0.0.251'].includes(address);
}

function describeSite({ events, flows, answers }: Site): unknown {
  const lines = events.map((event) => [
    event.kind,
    event.stampUs,
    event.process.guid,
    event.details,
  ]);
  return [lines, flows, answers.map((answer) => [answer.query, answer.timeUs, answer.answers])];
}
