import { ScenarioError } from '../core/errors.ts';

/** What a simulated site is asked to be; every key has a default in `SITE_DEFAULTS`. */
export interface SiteOptions {
  /** Seed of the site's only source of randomness. */
  readonly seed: number;
  /** Workstations of the main office. */
  readonly hosts: number;
  /** Monitored servers; the roles are dealt out in the order of `SERVER_ROLES`. */
  readonly servers: number;
  /** Workstations of a branch office behind one translated address. */
  readonly natHosts: number;
  /** Printers, phones and the like: flows, but no event log. */
  readonly devices: number;
  /** Length of the observed window, hours. */
  readonly hours: number;
  /** Start of the window, integer microseconds UTC; the site lives in UTC. */
  readonly startUs: number;
  /** Factor on everything that people do; machines' beacons stay. */
  readonly activity: number;
  /** Share of event-log records that get lost on their way (kinds 3, 7, 11, 13, 22). */
  readonly lossShare: number;
  /** Share of flows that the sensor misses. */
  readonly sensorLossShare: number;
  /** Share of connection events whose stamp is about 9 s late. */
  readonly lateShare: number;
  /** Standard deviation of the hosts' clock offsets, seconds. */
  readonly clockSpreadS: number;
  /** How many hosts run whole hours off besides. */
  readonly clockHourHosts: number;
  /** Offsets in seconds of the first hosts, in the order of `Site.hosts`; the others are drawn. */
  readonly clockOffsets: readonly number[];
  /** Names outside the site that can be asked for. */
  readonly names: number;
  /** DNS suffix of the site, below `.example` or `.test`. */
  readonly domain: string;
}

/** The demonstration's site: 14 hosts, 8 to 12 on Tuesday, 5 March 2024. */
export const SITE_DEFAULTS: SiteOptions = Object.freeze({
  seed: 1,
  hosts: 8,
  servers: 4,
  natHosts: 2,
  devices: 6,
  hours: 4,
  startUs: Date.UTC(2024, 2, 5, 8) * 1000,
  activity: 1,
  lossShare: 0.02,
  sensorLossShare: 0.01,
  lateShare: 0.35,
  clockSpreadS: 4,
  clockHourHosts: 2,
  clockOffsets: [],
  names: 400,
  domain: 'harbour.example',
});

/** The keys that a scenario may give under `simulate:`. */
export const SITE_OPTION_NAMES = Object.freeze(Object.keys(SITE_DEFAULTS).sort());

interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

const BOUNDS: Readonly<Record<Exclude<keyof SiteOptions, 'domain' | 'clockOffsets'>, Bounds>> = {
  seed: { least: 0, most: Number.MAX_SAFE_INTEGER, whole: true },
  hosts: { least: 1, most: 4000, whole: true },
  servers: { least: 1, most: 200, whole: true },
  natHosts: { least: 0, most: 200, whole: true },
  devices: { least: 0, most: 4000, whole: true },
  hours: { least: 0.1, most: 24 * 31, whole: false },
  startUs: { least: 0, most: Date.UTC(2100, 0, 1) * 1000, whole: true },
  activity: { least: 0, most: 100, whole: false },
  lossShare: { least: 0, most: 1, whole: false },
  sensorLossShare: { least: 0, most: 1, whole: false },
  lateShare: { least: 0, most: 1, whole: false },
  clockSpreadS: { least: 0, most: 3600, whole: false },
  clockHourHosts: { least: 0, most: 8400, whole: true },
  names: { least: 20, most: 50_000, whole: true },
};

/**
 * The given options with the defaults for the rest.
 *
 * @throws ScenarioError for an unknown key or a value out of its bounds; `details.key` names it
 */
export function completeSiteOptions(given: Partial<SiteOptions>): SiteOptions {
  for (const key of Object.keys(given)) {
    if (!(key in SITE_DEFAULTS)) refuse(key, 'no such option', `use ${SITE_OPTION_NAMES}`);
  }
  const options = { ...SITE_DEFAULTS, ...given };
  for (const [key, bounds] of Object.entries(BOUNDS)) {
    checkNumber(key, options[key as keyof typeof BOUNDS], bounds);
  }
  if (!isOffsetList(options.clockOffsets)) {
    refuse('clockOffsets', 'not a list of seconds', 'list numbers within a week');
  }
  if (!/^([a-z][a-z0-9-]*\.)+(example|test)$/.test(String(options.domain))) {
    refuse('domain', `not a made-up name: ${options.domain}`, 'end it in .example or .test');
  }
  return options;
}

function checkNumber(key: string, value: unknown, { least, most, whole }: Bounds): void {
  const good = typeof value === 'number' && Number.isFinite(value);
  if (!good || value < least || value > most || (whole && !Number.isSafeInteger(value))) {
    const kind = whole ? 'a whole number' : 'a number';
    refuse(key, `out of bounds: ${String(value)}`, `give ${kind} from ${least} to ${most}`);
  }
}

function isOffsetList(value: unknown): boolean {
  const week = 7 * 86_400;
  return (
    Array.isArray(value) &&
    value.every((one) => typeof one === 'number' && one * one <= week * week)
  );
}

function refuse(key: string, wrong: string, advice: string): never {
  throw new ScenarioError(`simulate.${key}: ${wrong}; ${advice}`, { key });
}
