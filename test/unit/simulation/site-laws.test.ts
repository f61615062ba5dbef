import { expect } from 'chai';
import { describe, it } from 'mocha';
import { BEACONS } from '../../../engine/simulation/beacons.ts';
import { POPULARITY_EXPONENT } from '../../../engine/simulation/name-space.ts';
import { workdayRate } from '../../../engine/simulation/rate-curve.ts';
import { simulateSite } from '../../../engine/simulation/simulate-site.ts';
import { TRAFFIC } from '../../../engine/simulation/traffic-law.ts';
import { LATE_US } from '../../../engine/simulation/world.ts';
import { correlation, fanoFactor, grouped, hillIndex, mean, rankSlope } from './estimators.ts';

const HOUR_US = 3_600_000_000;
const startUs = Date.UTC(2024, 2, 5) * 1000;

/** A working day; the laws of docs/methods/simulation.md are looked for in it. */
const site = simulateSite({ seed: 21, hosts: 16, natHosts: 0, hours: 24, startUs });
const web = site.flows.filter(
  (flow) => flow.destinationPort === 443 && flow.state === 'SF' && !flow.name?.includes('updates'),
);
const connections = site.events.filter((event) => event.kind === 3);

describe('laws of a simulated site', () => {
  it('should have web answers with a tail index near its law', () => {
    const sizes = web.map((flow) => flow.respBytes ?? 0);

    expect(hillIndex(sizes, 300)).to.be.closeTo(TRAFFIC.https.response.tailIndex, 0.2);
  });

  it('should have names whose popularity falls like a Zipf law', () => {
    const counts = [...grouped(web, (flow) => flow.name).values()].map((flows) => flows.length);

    expect(rankSlope(counts, 100)).to.be.closeTo(-POPULARITY_EXPONENT, 0.2);
  });

  it('should follow the working day', () => {
    const hours = Array.from({ length: 24 }, (_, hour) => startUs + (hour + 0.5) * HOUR_US);
    const counts = hours.map(
      (at) => web.filter(({ startUs: t }) => Math.abs(t - at) < HOUR_US / 2).length,
    );

    expect(correlation(counts, hours.map(workdayRate))).to.be.above(0.85);
    expect(mean(counts.slice(9, 17)) / mean(counts.slice(0, 6))).to.be.above(10);
    expect(counts[12]).to.be.below(Math.max(...counts)); // lunch
  });

  it('should be burstier than Poisson at .1, 1 and 10 s', () => {
    const busy = site.flows
      .map((flow) => flow.startUs - startUs)
      .filter((at) => at > 9 * HOUR_US && at < 12 * HOUR_US);
    const [tenth, one, ten] = [1e5, 1e6, 1e7].map((width) => fanoFactor(busy, width));

    expect(tenth).to.be.above(2);
    expect(one).to.be.above(tenth!); // correlated at every scale, so it grows with the window
    expect(ten).to.be.above(one!);
  });

  it('should report connections at once or about 9 s late', () => {
    const delays = connections.map(
      (event) => event.stampUs - event.process.host.clockOffsetUs - event.trueUs,
    );
    const late = delays.filter((delay) => delay > 1_000_000);

    expect(late.length / delays.length).to.be.closeTo(site.options.lateShare, 0.02);
    expect(mean(late)).to.be.closeTo(LATE_US.mean, 100_000);
    expect(Math.min(...late)).to.be.at.least(LATE_US.least - 1000);
  });

  it('should beat like a clock where machines act', () => {
    const agent = connections.filter(
      ({ details, process }) =>
        process.image.endsWith('lanternd.exe') && details.DestinationPort === '8443',
    );
    const byHost = [...grouped(agent, (event) => event.process.host).values()];
    const gaps = byHost.flatMap((events) => gapsOf(events.map((event) => event.trueUs)));
    const near = gaps.filter((gap) => Math.abs(gap / 1e6 / BEACONS.agent.periodS - 1) < 0.12);

    expect(near.length / gaps.length).to.be.above(0.85);
  });

  it('should answer questions as often as it says, and keep lifetimes', () => {
    const asked = site.events.filter((event) => event.kind === 22);
    const failed = asked.filter((event) => event.details.QueryStatus !== '0').length / asked.length;
    const short = site.answers.filter((answer) => (answer.ttlS[0] ?? 0) > 86_400);

    expect(failed).to.be.within(0.01, 0.08);
    expect(short).to.deep.equal([]);
    expect(site.answers.some((answer) => answer.rttUs === null)).to.equal(true);
  });

  it('should lose as many records and flows as asked for', () => {
    const all = { hours: 1, hosts: 6, natHosts: 0, devices: 0, seed: 4 };
    const whole = simulateSite({ ...all, lossShare: 0, sensorLossShare: 0 });
    const none = simulateSite({ ...all, lossShare: 1, sensorLossShare: 1 });

    expect(none.flows).to.have.lengthOf(0);
    expect(new Set(none.events.map((event) => event.kind))).to.deep.equal(new Set([1, 5]));
    const unlinked = whole.events.filter((event) => event.kind === 3).length - whole.links.length;
    expect(unlinked / whole.links.length).to.be.below(0.05); // loopback, multicast, one segment
  });

  it('should hold the domain rules of flows', () => {
    const least = { tcp: 40, udp: 28, icmp: 28 };
    for (const flow of site.flows) {
      expect(flow.origIpBytes).to.be.at.least(least[flow.protocol] * flow.origPackets);
      expect(flow.respIpBytes).to.be.at.least(least[flow.protocol] * flow.respPackets);
      expect(flow.startUs + (flow.durationUs ?? 0)).to.be.below(startUs + 24 * HOUR_US + 5_000_000);
    }
    for (const { flow } of site.answers) {
      expect(flow).to.include({ protocol: 'udp', destinationPort: 53 });
    }
    for (const flow of site.flows.filter(({ protocol }) => protocol !== 'tcp')) {
      expect(flow.history ?? '').to.match(/^D?d?$/);
    }
    for (const flow of site.flows.filter(({ protocol }) => protocol === 'icmp')) {
      expect(flow).to.include({ sourcePort: 8, destinationPort: 0 });
    }
  });
});

function gapsOf(times: readonly number[]): number[] {
  const sorted = [...times].sort((left, right) => left - right);
  return sorted.slice(1).map((time, at) => time - sorted[at]!);
}
