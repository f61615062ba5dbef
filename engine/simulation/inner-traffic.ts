import { serviceOf } from './boot.ts';
import { bareEnd, connect, hostEnd, serverEnd } from './connection.ts';
import { resolve } from './lookup.ts';
import type { ServerRole, SiteProcess } from './site.ts';
import { ownName, serverOf } from './site-plan.ts';
import { TRAFFIC, type TrafficLaw } from './traffic-law.ts';
import { type HostState, stateOf, type World } from './world.ts';

const INNER_ROUND_US = 600;

/** Multicast groups of service discovery: they stay within a segment. */
const DISCOVERY = [
  { address: '239.255.255.250', port: 1900 },
  { address: '224.0.0.251', port: 5353 },
] as const;

/** A process that turns to one of the site's servers. */
export interface Caller {
  readonly process: SiteProcess;
  readonly nowUs: number;
}

interface Call extends Caller {
  readonly role: ServerRole;
  /** Who answers there. */
  readonly service: string;
  readonly law: TrafficLaw;
  readonly port?: number;
}

/** What logon and group policy ask of the domain controller. */
export function greetDomain(world: World, state: HostState, nowUs: number): void {
  const lsass = serviceOf(state, 'lsass');
  const policy = serviceOf(state, 'policy');
  const { random } = state;
  const role = 'dc';
  const service = 'lsass';
  for (let ticket = 1 + random.integer(3); ticket > 0; ticket -= 1) {
    const atUs = nowUs + random.integer(60_000);
    call(world, state, { process: lsass, nowUs: atUs, role, service, law: TRAFFIC.kerberos });
  }
  call(world, state, {
    process: policy,
    nowUs: nowUs + 70_000,
    role,
    service,
    law: TRAFFIC.directory,
  });
  const law = TRAFFIC.endpointMapper;
  call(world, state, { process: lsass, nowUs: nowUs + 90_000, role, service: 'launcher', law });
  const port = 49_664 + random.integer(8);
  call(world, state, { process: lsass, nowUs: nowUs + 120_000, role, service, law, port });
  const files = {
    process: serviceOf(state, 'system'),
    role,
    service: 'system',
    law: TRAFFIC.smb,
  } as const;
  call(world, state, { ...files, nowUs: nowUs + 150_000 });
}

/** Opens a share of the file server: the kernel connects, after a ticket now and then. */
export function openShare(world: World, state: HostState, nowUs: number): void {
  if (state.random.next() < 0.3) {
    const ticket = { process: serviceOf(state, 'lsass'), role: 'dc', service: 'lsass' } as const;
    call(world, state, { ...ticket, nowUs, law: TRAFFIC.kerberos });
  }
  const files = { process: serviceOf(state, 'system'), role: 'file', service: 'system' } as const;
  call(world, state, { ...files, nowUs: nowUs + 4000, law: TRAFFIC.smb });
}

/** Looks for new mail. */
export function fetchMail(world: World, state: HostState, caller: Caller): void {
  call(world, state, { ...caller, role: 'mail', service: 'mailstore', law: TRAFFIC.mailbox });
}

/** Asks the application server, where there is one. */
export function queryDatabase(world: World, state: HostState, caller: Caller): void {
  call(world, state, { ...caller, role: 'app', service: 'database', law: TRAFFIC.database });
}

/** Service discovery and a local call: events that no sensor can match. */
export function sayHello(world: World, process: SiteProcess, nowUs: number): void {
  const state = stateOf(world, process.host);
  const from = hostEnd(process);
  if (state.random.next() < 0.5) {
    const law = { ...TRAFFIC.agent, service: null };
    connect(world, { from, to: from, law, atUs: nowUs, rttUs: 40, name: null });
    return;
  }
  const group = state.random.pick(DISCOVERY);
  const law = { ...TRAFFIC.monitor, service: null, portName: '-' };
  const segment = { ...from, process: serviceOf(state, 'discovery') };
  const made = { law, port: group.port, atUs: nowUs, rttUs: 1000, name: null };
  connect(world, { from: segment, to: bareEnd(group.address), ...made });
}

function call(world: World, state: HostState, asked: Call): void {
  const { process, nowUs, role, service, law } = asked;
  const host = serverOf(world.plan, role, state.host.index);
  const { doneUs, found } = resolve(world, state, { process, entry: ownName(host), atUs: nowUs });
  if (!found) return;
  connect(world, {
    from: hostEnd(process),
    to: serverEnd(world, host, service),
    law,
    atUs: doneUs + 300 + state.random.integer(900),
    rttUs: INNER_ROUND_US,
    name: host.name.toLowerCase(),
    ...(asked.port === undefined ? {} : { port: asked.port }),
  });
}
