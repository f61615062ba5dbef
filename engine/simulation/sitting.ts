import { BOOT_US, serviceOf } from './boot.ts';
import { type Surfer, visit } from './browsing.ts';
import { PROGRAMS, TOOLS } from './catalogue.ts';
import { bareEnd, connect } from './connection.ts';
import { drawGeometric } from './heavy-tail.ts';
import { fetchMail, greetDomain, openShare, queryDatabase, sayHello } from './inner-traffic.ts';
import { type Account, endProcess, isAlive, runProgram, startProcess } from './process-life.ts';
import { recurByClock, recurByDay, type Span, withinWindow } from './recurrence.ts';
import type { Persona, SiteProcess, Sitting } from './site.ts';
import { TRAFFIC } from './traffic-law.ts';
import type { HostState, World } from './world.ts';

/** What a person does an hour in the busiest hour. */
interface Habits {
  readonly visits: number;
  readonly documents: number;
  readonly shares: number;
  readonly shells: number;
  readonly ledgers: number;
}

/** Times an hour, by what a person works as. */
export const HABITS: Readonly<Record<Persona, Habits>> = {
  clerk: { visits: 3.2, documents: 4, shares: 4, shells: 0.1, ledgers: 3 },
  seller: { visits: 3.7, documents: 3, shares: 2, shells: 0.05, ledgers: 2 },
  developer: { visits: 2.7, documents: 1, shares: 3, shells: 3, ledgers: 1 },
  administrator: { visits: 2.5, documents: 1, shares: 4, shells: 3.5, ledgers: 0.5 },
};

/** Share of the people whose browser goes through the proxy. */
const PROXIED_SHARE = 0.3;

const MAIL_PERIOD_US = 240_000_000;

interface Desk {
  readonly state: HostState;
  readonly account: Account;
  readonly explorer: SiteProcess;
  readonly span: Span;
}

/** Schedules a person's day at a host, from logon to logoff. */
export function sitDown(world: World, state: HostState, sitting: Sitting): void {
  const fromUs = Math.max(sitting.fromUs, state.host.bootUs + BOOT_US);
  const begin = () => logOn(world, state, { fromUs, untilUs: sitting.untilUs });
  if (fromUs < world.plan.startUs) begin();
  else world.agenda.schedule(fromUs, begin);
}

function logOn(world: World, state: HostState, span: Span): void {
  const { host, random } = state;
  state.logonCount += 1;
  const account = {
    user: `${world.plan.workgroup}\\${host.user ?? 'nobody'}`,
    integrity: 'Medium',
    logonId: 0x10000 + random.integer(0xffff) * 16 + state.logonCount,
    session: state.logonCount,
  };
  const { fromUs } = span;
  const run = (
    program: (typeof PROGRAMS)[keyof typeof PROGRAMS],
    parent: SiteProcess,
    afterUs: number,
  ) => startProcess(world, state, { program, parent, account, atUs: fromUs + afterUs });
  const userinit = run(PROGRAMS.userinit, serviceOf(state, 'winlogon'), 0);
  const explorer = run(PROGRAMS.explorer, userinit, 400_000);
  const mail = run(PROGRAMS.mail, explorer, 9_000_000);
  const browser = run(PROGRAMS.browser, explorer, 21_000_000);
  endProcess(world, state, { process: userinit, atUs: fromUs + 25_000_000 });
  for (const process of [browser, mail, explorer]) {
    endProcess(world, state, { process, atUs: span.untilUs + random.integer(2_000_000) });
  }
  world.agenda.schedule(fromUs, (nowUs) => greetDomain(world, state, nowUs));
  const begun = withinWindow(world, { fromUs: fromUs + 22_000_000, untilUs: span.untilUs });
  const desk = { state, account, explorer, span: begun };
  work(world, desk);
  surf(world, desk, browser);
  const checks = { ...begun, periodUs: MAIL_PERIOD_US, jitter: 0.1, random };
  recurByClock(world, checks, (nowUs) => {
    if (isAlive(mail, nowUs)) fetchMail(world, state, { process: mail, nowUs });
  });
}

function surf(world: World, { state, account, span }: Desk, browser: SiteProcess): void {
  const { random, host } = state;
  const surfer: Surfer = { state, browser, account, proxied: random.next() < PROXIED_SHARE };
  const perHour = HABITS[host.persona].visits * world.plan.options.activity;
  recurByDay(world, { ...span, perHour, random }, (nowUs) => visit(world, surfer, nowUs));
  recurByDay(world, { ...span, perHour: 2, random }, (nowUs) => {
    if (isAlive(browser, nowUs)) sayHello(world, browser, nowUs);
  });
}

function work(world: World, desk: Desk): void {
  const { state, span, explorer, account } = desk;
  const { random } = state;
  const habits = HABITS[state.host.persona];
  const { activity } = world.plan.options;
  const often = (perHour: number, act: (nowUs: number) => void) =>
    recurByDay(world, { ...span, perHour: perHour * activity, random }, (nowUs) => {
      if (isAlive(explorer, nowUs)) act(nowUs);
    });
  often(habits.documents, (nowUs) => {
    const program = random.pick([PROGRAMS.writer, PROGRAMS.sheet, PROGRAMS.notepad]);
    const process = runProgram(world, state, { program, parent: explorer, account, atUs: nowUs });
    if (program === PROGRAMS.sheet) openShare(world, state, nowUs + 40_000);
    process.lastUs = Math.max(process.lastUs, nowUs);
  });
  often(habits.shares, (nowUs) => openShare(world, state, nowUs));
  often(habits.shells, (nowUs) => typeCommands(world, desk, nowUs));
  often(habits.ledgers, (nowUs) => openLedger(world, desk, nowUs));
}

/** The accounts program, and its questions to the database. */
function openLedger(world: World, { state, account, explorer }: Desk, nowUs: number): void {
  const start = { program: PROGRAMS.ledger, parent: explorer, account, atUs: nowUs };
  const process = runProgram(world, state, start);
  let atUs = nowUs + 900_000;
  for (let question = drawGeometric(3, state.random); question > 0; question -= 1) {
    world.agenda.schedule(atUs, (thenUs) => {
      if (isAlive(process, thenUs)) queryDatabase(world, state, { process, nowUs: thenUs });
    });
    atUs += 3_000_000 + state.random.integer(90_000_000);
  }
}

/** A shell, and tools typed into it one after the other. */
function typeCommands(world: World, { state, account, explorer }: Desk, nowUs: number): void {
  const { random } = state;
  const program = random.pick([PROGRAMS.shell, PROGRAMS.powershell]);
  const shell = runProgram(world, state, { program, parent: explorer, account, atUs: nowUs });
  let atUs = nowUs;
  for (let command = drawGeometric(3, random); command > 0; command -= 1) {
    atUs += 2_000_000 + random.integer(25_000_000);
    world.agenda.schedule(atUs, (thenUs) => {
      if (!isAlive(shell, thenUs)) return;
      if (random.next() < 0.15) ping(world, state, thenUs);
      runProgram(world, state, {
        program: random.pick(TOOLS),
        parent: shell,
        account,
        atUs: thenUs,
      });
    });
  }
}

/** Echo requests leave a flow; Sysmon does not see them. */
function ping(world: World, state: HostState, nowUs: number): void {
  const from = { address: state.host.address, host: state.host, process: null };
  const to = bareEnd(state.random.pick(world.plan.hosts).address);
  if (to.address === from.address) return;
  connect(world, { from, to, law: TRAFFIC.echo, atUs: nowUs, rttUs: 600, name: null });
}
