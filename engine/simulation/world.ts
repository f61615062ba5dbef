import { defined } from '../core/invariant.ts';
import type { Random } from '../core/random.ts';
import { type Agenda, createAgenda } from './agenda.ts';
import { drawExponential, drawLognormal } from './heavy-tail.ts';
import type {
  SiteAnswer,
  SiteEvent,
  SiteEventKind,
  SiteFlow,
  SiteHost,
  SiteLink,
  SiteProcess,
} from './site.ts';
import type { SitePlan } from './site-plan.ts';

/** What a host remembers while the site runs. */
export interface HostState {
  readonly host: SiteHost;
  readonly random: Random;
  /** Stream of what others see of processes: it moves nothing on the network. */
  readonly side: Random;
  /** Processes that have started and not ended. */
  readonly living: Set<SiteProcess>;
  /** Long-lived processes by what they are for. */
  readonly services: Map<string, SiteProcess>;
  /** True time until which a name's answer is cached. */
  readonly cache: Map<string, number>;
  /** True time until which a connection to a name is kept open. */
  readonly open: Map<string, number>;
  readonly freePids: number[];
  nextPid: number;
  nextPort: number;
  processCount: number;
  logonCount: number;
  /** Collector time of the last record of a process: its records arrive in order. */
  readonly lastArrival: Map<SiteProcess, number>;
}

/** A site in motion. */
export interface World {
  readonly plan: SitePlan;
  readonly agenda: Agenda;
  readonly states: readonly HostState[];
  /** Names of the site's own hosts by address, as a lookup backwards gives them. */
  readonly hostnames: ReadonlyMap<string, string>;
  /** Stream of what belongs to no host: devices, strangers, the translator. */
  readonly random: Random;
  readonly processes: SiteProcess[];
  readonly events: SiteEvent[];
  readonly flows: SiteFlow[];
  readonly answers: SiteAnswer[];
  readonly links: SiteLink[];
}

/** Delay of a late connection event, microseconds: mean and spread of the captures' second mode. */
export const LATE_US = { mean: 8_600_000, sigma: 1_200_000, least: 4_000_000, most: 12_000_000 };

/** Time from a record's stamp to the collector, microseconds. */
const ARRIVAL_LAW = { median: 5000, sigma: 1.5 };

/** A site at rest before its window. */
export function createWorld(plan: SitePlan, random: Random): World {
  return {
    plan,
    agenda: createAgenda(),
    states: plan.hosts.map((host) => createState(host, random.split('host', host.index))),
    hostnames: new Map(plan.hosts.map((host) => [host.address, host.name])),
    random: random.split('outside'),
    processes: [],
    events: [],
    flows: [],
    answers: [],
    links: [],
  };
}

/** The state of a host. */
export function stateOf(world: World, host: SiteHost): HostState {
  return defined(world.states[host.index], 'every host has a state');
}

/** Whether a moment lies in the observed window. */
export function isObserved(world: World, timeUs: number): boolean {
  return timeUs >= world.plan.startUs && timeUs < world.plan.endUs;
}

/** A record to be logged. */
export interface EventDraft {
  readonly kind: SiteEventKind;
  readonly process: SiteProcess;
  readonly trueUs: number;
  readonly details?: Readonly<Record<string, string>>;
  /** Stream of the record's own fate; the host's unless another is named. */
  readonly random?: Random;
}

/**
 * Logs a record unless it lies outside the window or gets lost.
 *
 * @returns the event, or null where the log has none
 */
export function logEvent(world: World, draft: EventDraft): SiteEvent | null {
  const { kind, process, trueUs } = draft;
  const state = stateOf(world, process.host);
  const random = draft.random ?? state.random;
  const delayUs = kind === 3 ? drawReportingDelay(world, random) : 0;
  process.lastUs = Math.max(process.lastUs, trueUs + delayUs);
  if (!isObserved(world, trueUs)) return null;
  const kept = kind === 1 || kind === 5 || random.next() >= world.plan.options.lossShare;
  if (!kept) return null;
  const event = {
    kind,
    process,
    trueUs,
    stampUs: Math.floor((trueUs + delayUs + process.host.clockOffsetUs) / 1000) * 1000,
    arrivalUs: arrivalOf(state, { process, random, stampedUs: trueUs + delayUs }),
    details: draft.details ?? {},
  };
  world.events.push(event);
  return event;
}

function createState(host: SiteHost, random: Random): HostState {
  return {
    host,
    random,
    side: random.split('side'),
    living: new Set(),
    services: new Map(),
    cache: new Map(),
    open: new Map(),
    freePids: [],
    nextPid: 68,
    nextPort: 49_152 + random.integer(12_000),
    processCount: 0,
    logonCount: 0,
    lastArrival: new Map(),
  };
}

/** Either a moment or about 9 s: connection events are flushed late. */
function drawReportingDelay(world: World, random: Random): number {
  const soon = Math.floor(drawExponential(15_000, random));
  if (random.next() >= world.plan.options.lateShare) return soon;
  const late = Math.floor(LATE_US.mean + LATE_US.sigma * random.normal());
  return Math.min(LATE_US.most, Math.max(LATE_US.least, late));
}

interface Stamped {
  readonly process: SiteProcess;
  readonly random: Random;
  readonly stampedUs: number;
}

function arrivalOf(state: HostState, { process, random, stampedUs }: Stamped): number {
  const drawn = Math.floor(stampedUs + drawLognormal(ARRIVAL_LAW, random));
  const arrival = Math.max(drawn, state.lastArrival.get(process) ?? 0);
  state.lastArrival.set(process, arrival);
  return arrival;
}
