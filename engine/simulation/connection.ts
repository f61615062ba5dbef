import type { Random } from '../core/random.ts';
import { drawFlowShape, type FlowShape } from './flow-shape.ts';
import { drawLognormal } from './heavy-tail.ts';
import type { SiteEvent, SiteFlow, SiteHost, SiteProcess } from './site.ts';
import { BRANCH_ADDRESS, isServer } from './site-plan.ts';
import type { TrafficLaw } from './traffic-law.ts';
import { isObserved, logEvent, stateOf, type World } from './world.ts';

/** One end of a connection; a machine without event log has no process. */
export interface End {
  readonly address: string;
  readonly host: SiteHost | null;
  readonly process: SiteProcess | null;
}

/** A connection to be made. */
export interface Connection {
  readonly from: End;
  readonly to: End;
  readonly law: TrafficLaw;
  readonly atUs: number;
  readonly rttUs: number;
  /** The name that was meant, null for a bare address. */
  readonly name: string | null;
  /** Destination port, where it is not the law's. */
  readonly port?: number;
  /** Shape that is not the law's. */
  readonly shape?: FlowShape;
}

/** What came of a connection. */
export interface Made {
  readonly shape: FlowShape;
  /** Null where the sensor saw none. */
  readonly flow: SiteFlow | null;
}

/** The sensor's time from the wire to the stamp, microseconds. */
const SENSOR_LATENCY = { median: 250, sigma: 0.5 };

const UID_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** An end at a monitored host. */
export function hostEnd(process: SiteProcess): End {
  return { address: process.host.address, host: process.host, process };
}

/** An end at a machine without event log. */
export function bareEnd(address: string): End {
  return { address, host: null, process: null };
}

/**
 * Makes one connection: the sensor's flow, the events at both ends, and the links between them.
 *
 * Both ends and the sensor see the translated address and port of the branch office, except the
 * branch host itself: its link is marked as one whose tuple nobody can match.
 */
export function connect(world: World, asked: Connection): Made {
  const connection = isWithinHost(asked) ? loopedBack(asked) : asked;
  const { from, to, law, atUs } = connection;
  const random = from.host === null ? world.random : stateOf(world, from.host).random;
  const leftUs = world.plan.endUs - atUs;
  const shape = connection.shape ?? drawFlowShape(law, { rttUs: connection.rttUs, leftUs, random });
  const inner = { address: from.address, port: drawPort(world, from, law) };
  const translated = from.host?.role === 'branch' && to.host?.role !== 'branch';
  const outer = translated
    ? { address: BRANCH_ADDRESS, port: 1024 + world.random.integer(64_000) }
    : inner;
  const flow = observeFlow(world, { connection, shape, source: outer, random });
  const sent = law.protocol === 'udp' || shape.established;
  if (law.protocol === 'icmp' || !sent) return { shape, flow };
  const remote = { address: to.address, port: connection.port ?? law.port };
  linkTo(world, flow, {
    event: logConnection(world, { end: from, law, atUs, initiated: true, source: inner, remote }),
    tupleSeen: !translated,
  });
  const kept = to.process !== null && shape.established && random.next() < law.inboundShare;
  if (kept) {
    const heardUs = atUs + Math.floor(connection.rttUs / 2);
    const there = { end: to, law, atUs: heardUs, initiated: false, source: outer, remote };
    linkTo(world, flow, { event: logConnection(world, there), tupleSeen: true });
  }
  return { shape, flow };
}

function isWithinHost({ from, to }: Connection): boolean {
  return from.address === to.address;
}

function loopedBack(asked: Connection): Connection {
  const address = '127.0.0.1';
  return { ...asked, from: { ...asked.from, address }, to: { ...asked.to, address } };
}

interface Socket {
  readonly address: string;
  readonly port: number;
}

interface Sighting {
  readonly connection: Connection;
  readonly shape: FlowShape;
  readonly source: Socket;
  readonly random: Random;
}

/** The flow as the sensor writes it, null where it does not pass the sensor or gets lost. */
function observeFlow(
  world: World,
  { connection, shape, source, random }: Sighting,
): SiteFlow | null {
  const { from, to, law, atUs } = connection;
  const latencyUs = Math.floor(drawLognormal(SENSOR_LATENCY, random));
  const lost = random.next() < world.plan.options.sensorLossShare;
  if (lost || isSameSegment(from.address, to.address) || !isObserved(world, atUs)) return null;
  const { established: _, ...counts } = shape;
  const flow: SiteFlow = {
    uid: drawUid(random),
    startUs: atUs + latencyUs,
    protocol: law.protocol,
    sourceAddress: source.address,
    sourcePort: law.protocol === 'icmp' ? law.port : source.port,
    destinationAddress: to.address,
    destinationPort: law.protocol === 'icmp' ? 0 : (connection.port ?? law.port),
    service: shape.established ? law.service : null,
    name: connection.name,
    ...counts,
  };
  world.flows.push(flow);
  return flow;
}

/** The sensor sits at the core: what stays within a /24, a host or a multicast group passes it by. */
function isSameSegment(left: string, right: string): boolean {
  const multicast = Number.parseInt(right, 10) >= 224;
  return (
    multicast || left.slice(0, left.lastIndexOf('.')) === right.slice(0, right.lastIndexOf('.'))
  );
}

function linkTo(
  world: World,
  flow: SiteFlow | null,
  link: { readonly event: SiteEvent | null; readonly tupleSeen: boolean },
): void {
  if (flow === null || link.event === null) return;
  world.links.push({ event: link.event, flow, tupleSeen: link.tupleSeen });
}

interface ConnectionRecord {
  readonly end: End;
  readonly law: TrafficLaw;
  readonly atUs: number;
  readonly initiated: boolean;
  readonly source: Socket;
  readonly remote: Socket;
}

function logConnection(world: World, record: ConnectionRecord): SiteEvent | null {
  const { end, law, initiated } = record;
  if (end.process === null) return null;
  // Sysmon takes the sender of the datagram that it saw for the source: at a server, its own answer
  const turned = law.protocol === 'udp' && !initiated;
  const [source, target] = turned ? [record.remote, record.source] : [record.source, record.remote];
  return logEvent(world, {
    kind: 3,
    process: end.process,
    trueUs: record.atUs,
    details: {
      Protocol: law.protocol,
      Initiated: String(initiated),
      SourceIsIpv6: 'false',
      SourceIp: source.address,
      SourceHostname: hostnameAt(world, source.address),
      SourcePort: String(source.port),
      SourcePortName: turned ? law.portName : '-',
      DestinationIsIpv6: 'false',
      DestinationIp: target.address,
      DestinationHostname: hostnameAt(world, target.address),
      DestinationPort: String(target.port),
      DestinationPortName: turned ? '-' : law.portName,
    },
  });
}

/** Sysmon asks the resolver for a name backwards: the site's own hosts have one. */
function hostnameAt(world: World, address: string): string {
  return world.hostnames.get(address) ?? '-';
}

/** TCP ports rise from one to the next, UDP ports are drawn; servers of time keep their own. */
function drawPort(world: World, from: End, law: TrafficLaw): number {
  if (law.service === 'ntp') return 123;
  if (from.host === null) return 49_152 + world.random.integer(16_384);
  const state = stateOf(world, from.host);
  if (law.protocol === 'udp') return 49_152 + state.random.integer(16_384);
  state.nextPort += 1 + (state.random.next() < 0.2 ? state.random.integer(4) : 0);
  if (state.nextPort > 65_535) state.nextPort = 49_152;
  return state.nextPort;
}

function drawUid(random: Random): string {
  let uid = 'C';
  for (let at = 0; at < 17; at += 1) uid += UID_LETTERS.charAt(random.integer(UID_LETTERS.length));
  return uid;
}

/** True where both ends may log: the other end is one of the site's servers. */
export function serverEnd(world: World, host: SiteHost, service: string): End {
  const process = stateOf(world, host).services.get(service) ?? null;
  return { address: host.address, host: isServer(host) ? host : null, process };
}
