import { defined } from '../core/invariant.ts';
import type { Random } from '../core/random.ts';
import { createNameSpace, type NameEntry, type NameSpace } from './name-space.ts';
import { isWeekend } from './rate-curve.ts';
import {
  type HostRole,
  PERSONAS,
  SERVER_ROLES,
  type ServerRole,
  type SiteDevice,
  type SiteHost,
  type Sitting,
} from './site.ts';
import type { SiteOptions } from './site-options.ts';

const DAY_US = 86_400_000_000;
const HOUR_US = 3_600_000_000;

/** Hours of coming and going on a working day: mean, spread, earliest and latest. */
export const COMING = { mean: 8.5, sigma: 0.5, least: 6.5, most: 11 };
export const GOING = { mean: 17.25, sigma: 0.7, least: 15, most: 20 };

/** Share of people who come in on a day of the weekend. */
const WEEKEND_SHARE = 0.1;

/** The standing parts of a site: who is there, under which address and name. */
export interface SitePlan {
  readonly options: SiteOptions;
  readonly startUs: number;
  readonly endUs: number;
  readonly hosts: readonly SiteHost[];
  readonly servers: ReadonlyMap<HostRole, readonly SiteHost[]>;
  readonly devices: readonly SiteDevice[];
  readonly names: NameSpace;
  /** NetBIOS name of the domain. */
  readonly workgroup: string;
}

/** What the branch office's traffic is translated to. */
export const BRANCH_ADDRESS = '192.0.2.10';

/** Outside resolver that the site's own asks. */
export const UPSTREAM_RESOLVER = '198.51.100.53';

const WHOLE_HOURS = [7, -5, 1, -8, 2, 12];
const GIVEN = [
  'a',
  'b',
  'c',
  'd',
  'e',
  'f',
  'g',
  'h',
  'j',
  'k',
  'l',
  'm',
  'n',
  'p',
  'r',
  's',
  't',
  'v',
];
const HEADS = [
  'tar',
  'ves',
  'hul',
  'bram',
  'cald',
  'dorn',
  'els',
  'fair',
  'grim',
  'holm',
  'ing',
  'kerr',
];
const TAILS = [
  'vel',
  'ton',
  'ley',
  'sen',
  'wick',
  'man',
  'ridge',
  'worth',
  'by',
  'gate',
  'ard',
  'ow',
];

/** Draws hosts, devices, clocks, accounts and names. */
export function planSite(options: SiteOptions, random: Random): SitePlan {
  const roles = rolesOf(options);
  const offsets = drawOffsets(roles.length, options, random.split('clocks'));
  const workgroup = defined(options.domain.split('.')[0], 'a domain has a label').toUpperCase();
  const hosts = roles.map((role, index) =>
    planHost({ role, index, options, offsetUs: offsets[index] ?? 0 }, random.split('host', index)),
  );
  return {
    options,
    startUs: options.startUs,
    endUs: options.startUs + Math.round(options.hours * HOUR_US),
    hosts,
    servers: byRole(hosts),
    devices: Array.from({ length: options.devices }, (_, index) => planDevice(index)),
    names: createNameSpace(options.names, options.domain, random.split('names')),
    workgroup,
  };
}

function byRole(hosts: readonly SiteHost[]): Map<HostRole, SiteHost[]> {
  const groups = new Map<HostRole, SiteHost[]>();
  for (const host of hosts) {
    const group = groups.get(host.role);
    if (group === undefined) groups.set(host.role, [host]);
    else group.push(host);
  }
  return groups;
}

/** One of the role's servers, or the first server of all where the site has none of the role. */
export function serverOf(plan: SitePlan, role: ServerRole, pick = 0): SiteHost {
  const servers = plan.servers.get(role) ?? plan.hosts.filter(isServer).slice(0, 1);
  return defined(servers[pick % servers.length], 'a site has a server');
}

/** True for the hosts that nobody sits at. */
export function isServer(host: SiteHost): boolean {
  return host.role !== 'workstation' && host.role !== 'branch';
}

/** The resolver's entry of one of the site's own hosts. */
export function ownName(host: SiteHost): NameEntry {
  const fqdn = host.name.toLowerCase();
  return { fqdn, alias: null, addresses: [host.address], ttlS: 1200, rttUs: 400, embeds: [] };
}

function rolesOf(options: SiteOptions): HostRole[] {
  const servers = Array.from(
    { length: options.servers },
    (_, index) =>
      defined(SERVER_ROLES[index % SERVER_ROLES.length], 'roles are listed') as HostRole,
  );
  const office = Array.from({ length: options.hosts }, (): HostRole => 'workstation');
  const branch = Array.from({ length: options.natHosts }, (): HostRole => 'branch');
  return [...servers, ...office, ...branch];
}

function drawOffsets(count: number, options: SiteOptions, random: Random): number[] {
  const order = random.shuffle(Array.from({ length: count }, (_, index) => index));
  const skewed = new Map(order.slice(0, options.clockHourHosts).map((host, rank) => [host, rank]));
  return Array.from({ length: count }, (_, index) => {
    const spread = random.normal() * options.clockSpreadS;
    const rank = skewed.get(index);
    const hours = rank === undefined ? 0 : (WHOLE_HOURS[rank % WHOLE_HOURS.length] ?? 0);
    const seconds = options.clockOffsets[index] ?? hours * 3600 + spread;
    return Math.round(seconds * 1000) * 1000;
  });
}

interface HostDraft {
  readonly role: HostRole;
  readonly index: number;
  readonly options: SiteOptions;
  readonly offsetUs: number;
}

function planHost({ role, index, options, offsetUs }: HostDraft, random: Random): SiteHost {
  const person = role === 'workstation' || role === 'branch';
  const number = String(index + 1).padStart(2, '0');
  const sittings = person ? drawSittings(options, random) : [];
  const prefix = {
    workstation: 'WS',
    branch: 'BR',
    dc: 'DC',
    file: 'FS',
    mail: 'MX',
    proxy: 'PX',
    app: 'AP',
  };
  return {
    index,
    name: `${prefix[role]}${number}.${options.domain}`,
    address: addressOf(role, index),
    role,
    user: person ? `${random.pick(GIVEN)}.${random.pick(HEADS)}${random.pick(TAILS)}` : null,
    persona: random.pick(PERSONAS),
    machineId: random
      .integer(2 ** 32)
      .toString(16)
      .padStart(8, '0'),
    clockOffsetUs: offsetUs,
    bootUs: drawBoot(options.startUs, sittings[0], random),
    sittings,
  };
}

/** One sitting a day, weekends seldom. */
function drawSittings({ startUs, hours }: SiteOptions, random: Random): Sitting[] {
  const sittings: Sitting[] = [];
  const endUs = startUs + hours * HOUR_US;
  for (let dayUs = startUs - (startUs % DAY_US); dayUs < endUs; dayUs += DAY_US) {
    const comes = !isWeekend(dayUs) || random.next() < WEEKEND_SHARE;
    const sitting = {
      fromUs: dayUs + drawHour(COMING, random),
      untilUs: dayUs + drawHour(GOING, random),
    };
    if (comes && sitting.untilUs > startUs && sitting.fromUs < endUs) sittings.push(sitting);
  }
  return sittings;
}

function drawHour({ mean, sigma, least, most }: typeof COMING, random: Random): number {
  const hour = Math.min(most, Math.max(least, mean + sigma * random.normal()));
  return Math.floor(hour * HOUR_US);
}

/** Half of those who come within the window switch their machine on then. */
function drawBoot(startUs: number, first: Sitting | undefined, random: Random): number {
  const agoUs = Math.floor((0.1 + 20 * random.next()) * DAY_US);
  const fresh = random.next() < 0.5;
  if (first === undefined) return startUs - agoUs;
  if (fresh && first.fromUs - 60_000_000 > startUs) return first.fromUs - 45_000_000;
  return Math.min(startUs, first.fromUs) - agoUs;
}

/** Servers and DMZ, offices and branch each have a segment of RFC 1918 space. */
function addressOf(role: HostRole, index: number): string {
  const high = Math.floor(index / 200);
  const low = 10 + (index % 200);
  if (role === 'branch') return `192.168.${50 + high}.${low}`;
  if (role === 'workstation') return `10.20.${32 + high}.${low}`;
  return role === 'mail' || role === 'proxy' ? `10.20.2.${low}` : `10.20.${high}.${low}`;
}

function planDevice(index: number): SiteDevice {
  const kinds = ['printer', 'phone', 'camera'] as const;
  const address = `10.20.${64 + Math.floor(index / 200)}.${10 + (index % 200)}`;
  return { index, kind: kinds[index % kinds.length] ?? 'printer', address };
}
