import type { Random } from '../core/random.ts';
import { bareEnd, connect, type End, hostEnd, serverEnd } from './connection.ts';
import type { FlowShape } from './flow-shape.ts';
import { drawLognormal } from './heavy-tail.ts';
import type { NameEntry } from './name-space.ts';
import type { SiteFlow, SiteProcess } from './site.ts';
import { serverOf, UPSTREAM_RESOLVER } from './site-plan.ts';
import { TRAFFIC } from './traffic-law.ts';
import { type HostState, isObserved, logEvent, stateOf, type World } from './world.ts';

/** What a resolver says: Sysmon's QueryStatus and DNS's response code. */
const STATUS = {
  found: { status: '0', code: 0 },
  missing: { status: '9003', code: 3 },
  failed: { status: '9002', code: 2 },
  timeout: { status: '1460', code: null },
} as const;

type Outcome = keyof typeof STATUS;

/** Share of answered names that fail for no reason of theirs, and of those that time out. */
const FAILED_SHARE = 0.006;
const TIMEOUT_SHARE = 0.004;

/** Share of lookups answered by the host's own cache that Sysmon still reports. */
const CACHED_REPORT_SHARE = 0.15;

const LOCAL_ROUND_US = { median: 450, sigma: 0.4 };
const UPSTREAM_ROUND_US = { median: 24_000, sigma: 0.9 };

/** A name that a process asks for. */
export interface Lookup {
  readonly process: SiteProcess;
  readonly entry: NameEntry;
  readonly atUs: number;
  /** False for a name that nobody has. */
  readonly exists?: boolean;
}

/** When the answer was there, and whether it held addresses. */
export interface Resolution {
  readonly doneUs: number;
  readonly found: boolean;
}

/**
 * Resolves a name as Windows does: own cache, then the DNS client service asks the site's resolver.
 *
 * A question on the wire leaves a flow, connection events of the client service and, now and then,
 * of the server, a line of the sensor's dns.log, and the asking process's kind 22 when it is done.
 */
export function resolve(world: World, state: HostState, lookup: Lookup): Resolution {
  const { process, entry, atUs } = lookup;
  const client = state.services.get('dnscache');
  const expiry = state.cache.get(entry.fqdn) ?? 0;
  if (client === undefined || expiry > atUs) {
    if (state.random.next() < CACHED_REPORT_SHARE)
      logQuery(world, lookup, { outcome: 'found', atUs });
    return { doneUs: atUs, found: true };
  }
  const asked = askResolver(world, {
    from: hostEnd(client),
    entry,
    atUs,
    ...pickFate(lookup, state),
  });
  if (asked.outcome === 'found') state.cache.set(entry.fqdn, asked.doneUs + asked.ttlS * 1e6);
  process.lastUs = Math.max(process.lastUs, asked.doneUs);
  logQuery(world, lookup, { outcome: asked.outcome, atUs: asked.doneUs });
  return { doneUs: asked.doneUs, found: asked.outcome === 'found' };
}

/** A question of a machine without event log. */
export function resolveFromDevice(
  world: World,
  address: string,
  lookup: Omit<Lookup, 'process'>,
): Resolution {
  const outcome = lookup.exists === false ? 'missing' : 'found';
  const { entry, atUs } = lookup;
  const asked = askResolver(world, {
    from: bareEnd(address),
    entry,
    atUs,
    outcome,
    random: world.random,
  });
  return { doneUs: asked.doneUs, found: outcome === 'found' };
}

interface Question {
  readonly from: End;
  readonly entry: NameEntry;
  readonly atUs: number;
  readonly outcome: Outcome;
  readonly random: Random;
}

interface Asked {
  readonly outcome: Outcome;
  readonly doneUs: number;
  readonly ttlS: number;
}

function pickFate(lookup: Lookup, state: HostState): { outcome: Outcome; random: Random } {
  const { random } = state;
  const point = random.next();
  if (lookup.exists === false) return { outcome: 'missing', random };
  if (point < TIMEOUT_SHARE) return { outcome: 'timeout', random };
  return { outcome: point < TIMEOUT_SHARE + FAILED_SHARE ? 'failed' : 'found', random };
}

function askResolver(world: World, question: Question): Asked {
  const { from, entry, atUs, outcome, random } = question;
  const resolver = serverOf(world.plan, 'dc');
  const own = entry.fqdn.endsWith(world.plan.options.domain);
  const memory = stateOf(world, resolver);
  const known = memory.cache.get(`zone ${entry.fqdn}`) ?? 0;
  const fresh = known <= atUs && !own;
  let roundUs = Math.floor(drawLognormal(LOCAL_ROUND_US, random));
  if (fresh) roundUs += Math.floor(drawLognormal(UPSTREAM_ROUND_US, random));
  if (outcome === 'timeout') roundUs = 5_000_000;
  if (fresh) forward(world, { ...question, atUs: atUs + 200 });
  const expiryUs = fresh ? atUs + entry.ttlS * 1e6 : known;
  if (outcome === 'found' && !own) memory.cache.set(`zone ${entry.fqdn}`, expiryUs);
  const ttlS = own ? entry.ttlS : Math.max(1, Math.round((expiryUs - atUs) / 1e6));
  const to = serverEnd(world, resolver, 'dns');
  const asked = { from, to, entry, atUs, outcome, random, roundUs, ttlS, own };
  ask(world, asked);
  return { outcome, doneUs: atUs + roundUs, ttlS };
}

/** The resolver's own question to the one outside. */
function forward(world: World, question: Question): void {
  const process = stateOf(world, serverOf(world.plan, 'dc')).services.get('dns');
  if (process === undefined) return;
  const roundUs = Math.floor(drawLognormal(UPSTREAM_ROUND_US, question.random));
  const ttlS = question.entry.ttlS;
  const to = bareEnd(UPSTREAM_RESOLVER);
  ask(world, { ...question, from: hostEnd(process), to, roundUs, ttlS, own: false });
}

interface Exchange extends Question {
  readonly to: End;
  readonly roundUs: number;
  readonly ttlS: number;
  readonly own: boolean;
}

/** One exchange of datagrams, and what the sensor reads in it. */
function ask(world: World, exchange: Exchange): void {
  const { from, to, entry, atUs, outcome, random, roundUs } = exchange;
  const shape = questionShape(exchange);
  const law = TRAFFIC.dns;
  const { flow } = connect(world, { from, to, law, atUs, rttUs: roundUs, name: entry.fqdn, shape });
  if (flow === null || !isObserved(world, flow.startUs)) return;
  const answers = outcome === 'found' ? answersOf(entry) : [];
  world.answers.push({
    timeUs: flow.startUs,
    flow,
    query: entry.fqdn,
    transaction: random.integer(65_536),
    rttUs: answeredIn(flow, outcome),
    responseCode: STATUS[outcome].code,
    authoritative: exchange.own,
    answers,
    ttlS: answers.map(() => exchange.ttlS),
  });
}

function answeredIn(flow: SiteFlow, outcome: Outcome): number | null {
  return outcome === 'timeout' ? null : flow.durationUs;
}

/** Bytes follow from the names and the answers in the message. */
function questionShape({ entry, outcome, roundUs }: Exchange): FlowShape {
  const asked = 12 + entry.fqdn.length + 2 + 4;
  const alias = entry.alias === null ? 0 : 12 + entry.alias.length + 2;
  const answered = outcome === 'found' ? alias + 16 * entry.addresses.length : 75;
  const silent = outcome === 'timeout';
  const tries = silent ? 3 : 1;
  return {
    state: silent ? 'S0' : 'SF',
    history: silent ? 'D' : 'Dd',
    durationUs: silent ? 3_000_000 : roundUs,
    origBytes: asked * tries,
    respBytes: silent ? 0 : asked + answered,
    origPackets: tries,
    origIpBytes: (asked + 28) * tries,
    respPackets: silent ? 0 : 1,
    respIpBytes: silent ? 0 : asked + answered + 28,
    established: !silent,
  };
}

function answersOf(entry: NameEntry): string[] {
  return entry.alias === null ? [...entry.addresses] : [entry.alias, ...entry.addresses];
}

function logQuery(
  world: World,
  { process, entry }: Lookup,
  { outcome, atUs }: { readonly outcome: Outcome; readonly atUs: number },
): void {
  const alias = entry.alias === null ? '' : `type:  5 ${entry.alias};`;
  const addresses = entry.addresses.map((one) => `::ffff:${one};`).join('');
  logEvent(world, {
    kind: 22,
    process,
    trueUs: atUs,
    details: {
      QueryName: entry.fqdn,
      QueryStatus: STATUS[outcome].status,
      QueryResults: outcome === 'found' ? `${alias}${addresses}` : '-',
    },
  });
}
