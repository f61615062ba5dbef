import { defined } from '../core/invariant.ts';
import {
  SERVER_SERVICES,
  SERVICES,
  type ServerServiceName,
  type ServiceName,
} from './catalogue.ts';
import {
  type Account,
  LOCAL_SERVICE,
  NETWORK_SERVICE,
  SYSTEM,
  startProcess,
} from './process-life.ts';
import type { ServerRole, SiteProcess } from './site.ts';
import type { HostState, World } from './world.ts';

interface ServiceStart {
  readonly name: ServiceName;
  readonly parent: ServiceName | null;
  readonly account: Account;
  /** Seconds after power-on. */
  readonly afterS: number;
}

const BOOT_ORDER: readonly ServiceStart[] = [
  { name: 'system', parent: null, account: SYSTEM, afterS: 0 },
  { name: 'smss', parent: 'system', account: SYSTEM, afterS: 1 },
  { name: 'csrss', parent: 'smss', account: SYSTEM, afterS: 2.5 },
  { name: 'wininit', parent: 'smss', account: SYSTEM, afterS: 2.6 },
  { name: 'winlogon', parent: 'smss', account: SYSTEM, afterS: 2.7 },
  { name: 'services', parent: 'wininit', account: SYSTEM, afterS: 3.1 },
  { name: 'lsass', parent: 'wininit', account: SYSTEM, afterS: 3.2 },
  { name: 'launcher', parent: 'services', account: SYSTEM, afterS: 3.9 },
  { name: 'dnscache', parent: 'services', account: NETWORK_SERVICE, afterS: 4.8 },
  { name: 'time', parent: 'services', account: LOCAL_SERVICE, afterS: 5.5 },
  { name: 'schedule', parent: 'services', account: SYSTEM, afterS: 5.9 },
  { name: 'policy', parent: 'services', account: SYSTEM, afterS: 6 },
  { name: 'spooler', parent: 'services', account: SYSTEM, afterS: 7.2 },
  { name: 'defender', parent: 'services', account: SYSTEM, afterS: 8 },
  { name: 'discovery', parent: 'services', account: LOCAL_SERVICE, afterS: 11 },
  { name: 'agent', parent: 'services', account: SYSTEM, afterS: 14 },
  { name: 'update', parent: 'services', account: SYSTEM, afterS: 24 },
];

/** When the host may be logged on to. */
export const BOOT_US = 30_000_000;

const ROLE_SERVICES: Readonly<Record<ServerRole, readonly ServerServiceName[]>> = {
  dc: ['dns'],
  file: [],
  mail: ['mailstore', 'relay'],
  proxy: ['webProxy'],
  app: ['database'],
};

/** Starts a host's services, in the past or, for a host switched on within the window, in it. */
export function boot(world: World, state: HostState): void {
  const { host, random } = state;
  for (const { name, parent, account, afterS } of BOOT_ORDER) {
    const atUs = host.bootUs + Math.floor((afterS + 0.08 * random.next()) * 1e6);
    const start = () => {
      const above = parent === null ? null : serviceOf(state, parent);
      const program = SERVICES[name];
      state.services.set(
        name,
        startProcess(world, state, { program, parent: above, account, atUs }),
      );
    };
    if (atUs < world.plan.startUs) start();
    else world.agenda.schedule(atUs, start);
  }
  if (isServerRole(host.role)) startServer(world, state, serverRoles(world, host.role));
}

/** A service of the host. A miss is a defect: services never end. */
export function serviceOf(state: HostState, name: string): SiteProcess {
  return defined(state.services.get(name), `${state.host.name} runs no ${name}`);
}

function isServerRole(role: string): role is ServerRole {
  return role in ROLE_SERVICES;
}

/** A role that no server of a small site has falls to its first server. */
function serverRoles(world: World, role: ServerRole): ServerServiceName[] {
  const present = new Set(world.plan.hosts.map((host) => host.role));
  const roles = Object.keys(ROLE_SERVICES).filter(isServerRole);
  const own = roles.filter((one) => one === role || (role === 'dc' && !present.has(one)));
  return own.flatMap((one) => ROLE_SERVICES[one]);
}

function startServer(world: World, state: HostState, names: readonly ServerServiceName[]): void {
  const parent = serviceOf(state, 'services');
  for (const [index, name] of names.entries()) {
    const atUs = state.host.bootUs + 26_000_000 + 700_000 * index;
    const start = { program: SERVER_SERVICES[name], parent, account: SYSTEM, atUs };
    state.services.set(name, startProcess(world, state, start));
  }
}
