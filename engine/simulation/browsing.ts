import { serviceOf } from './boot.ts';
import { drawBurst } from './burst.ts';
import { PROGRAMS } from './catalogue.ts';
import { bareEnd, connect, hostEnd, serverEnd } from './connection.ts';
import { drawGeometric, drawPareto } from './heavy-tail.ts';
import { resolve } from './lookup.ts';
import type { NameEntry } from './name-space.ts';
import { type Account, isAlive, runProgram } from './process-life.ts';
import type { SiteProcess } from './site.ts';
import { ownName, serverOf } from './site-plan.ts';
import { TRAFFIC } from './traffic-law.ts';
import { type HostState, stateOf, type World } from './world.ts';

/** Connections of one page: a cluster within tenths of a second. */
export const PAGE_BURST = { first: 3.4, branching: 0.45, delayUs: 45_000, most: 60 };

/** Time between two pages of a visit: Pareto, seconds. */
export const THINK_TIME = { leastS: 4, index: 1.5, mostS: 600 };

/** Mean number of pages of a visit. */
export const PAGES_A_VISIT = 5;

const KEPT_OPEN_US = 45_000_000;
const MISTYPED_SHARE = 0.16;
const NEW_TAB_SHARE = 0.3;
const PLAIN_HTTP_SHARE = 0.08;

/** Who browses, with what. */
export interface Surfer {
  readonly state: HostState;
  readonly browser: SiteProcess;
  readonly account: Account;
  /** Whether the web is reached through the site's proxy. */
  readonly proxied: boolean;
}

/** Schedules a visit: pages with heavy-tailed pauses between them. */
export function visit(world: World, surfer: Surfer, atUs: number): void {
  const { random } = surfer.state;
  const pages = Math.min(60, drawGeometric(PAGES_A_VISIT, random));
  let pageUs = atUs;
  for (let page = 0; page < pages; page += 1) {
    world.agenda.schedule(pageUs, (nowUs) => loadPage(world, surfer, nowUs));
    const pause = drawPareto(THINK_TIME.leastS, THINK_TIME.index, random);
    pageUs += Math.floor(Math.min(THINK_TIME.mostS, pause) * 1e6);
  }
}

function loadPage(world: World, surfer: Surfer, nowUs: number): void {
  const { state, browser, account } = surfer;
  if (!isAlive(browser, nowUs)) return;
  const { random } = state;
  const { entries, popularity, missing } = world.plan.names;
  const page = entries[popularity.draw(random)] as NameEntry;
  if (random.next() < MISTYPED_SHARE) {
    const entry = { ...page, fqdn: random.pick(missing) };
    resolve(world, state, { process: browser, entry, atUs: nowUs, exists: false });
  }
  if (random.next() < NEW_TAB_SHARE) {
    runProgram(world, state, {
      program: PROGRAMS.tab,
      parent: browser,
      account,
      atUs: nowUs + 2000,
    });
  }
  for (const [index, offsetUs] of drawBurst(PAGE_BURST, random).entries()) {
    const embedded = entries[random.pick(page.embeds)] as NameEntry;
    const part = index === 0 || random.next() < 0.35 ? page : embedded;
    world.agenda.schedule(nowUs + 5000 + offsetUs, (atUs) =>
      fetchPart(world, surfer, { entry: part, atUs }),
    );
  }
}

interface Part {
  readonly entry: NameEntry;
  readonly atUs: number;
}

/** One connection, unless one to the same name is still open. */
function fetchPart(world: World, surfer: Surfer, { entry, atUs }: Part): void {
  const { state, browser } = surfer;
  const { random } = state;
  if (!isAlive(browser, atUs)) return;
  if ((state.open.get(entry.fqdn) ?? 0) > atUs && random.next() < 0.6) return;
  state.open.set(entry.fqdn, atUs + KEPT_OPEN_US);
  if (surfer.proxied) {
    fetchByProxy(world, surfer, { entry, atUs });
    return;
  }
  const { doneUs, found } = resolve(world, state, { process: browser, entry, atUs });
  if (!found) return;
  const law = random.next() < PLAIN_HTTP_SHARE ? TRAFFIC.http : TRAFFIC.https;
  connect(world, {
    from: hostEnd(browser),
    to: bareEnd(random.pick(entry.addresses)),
    law,
    atUs: doneUs + 300 + random.integer(4000),
    rttUs: entry.rttUs,
    name: entry.fqdn,
  });
}

/** The proxy asks and connects on the host's behalf. */
function fetchByProxy(world: World, { state, browser }: Surfer, { entry, atUs }: Part): void {
  const host = serverOf(world.plan, 'proxy', state.host.index);
  const proxy = stateOf(world, host);
  const { doneUs } = resolve(world, state, { process: browser, entry: ownName(host), atUs });
  const to = serverEnd(world, host, 'webProxy');
  const askedUs = doneUs + 200;
  connect(world, {
    from: hostEnd(browser),
    to,
    law: TRAFFIC.proxy,
    atUs: askedUs,
    rttUs: 700,
    name: entry.fqdn,
  });
  const process = serviceOf(proxy, 'webProxy');
  const answer = resolve(world, proxy, { process, entry, atUs: askedUs + 1500 });
  if (!answer.found) return;
  connect(world, {
    from: hostEnd(process),
    to: bareEnd(proxy.random.pick(entry.addresses)),
    law: TRAFFIC.https,
    atUs: answer.doneUs + 500,
    rttUs: entry.rttUs,
    name: entry.fqdn,
  });
}
