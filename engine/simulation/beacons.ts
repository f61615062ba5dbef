import { BOOT_US, serviceOf } from './boot.ts';
import { drawBurst } from './burst.ts';
import { CHATTER, INSTALLER, TASKS } from './catalogue.ts';
import { bareEnd, connect, hostEnd, serverEnd } from './connection.ts';
import { greetDomain } from './inner-traffic.ts';
import { resolve } from './lookup.ts';
import { listProcesses } from './process-access.ts';
import { runProgram, SYSTEM } from './process-life.ts';
import { fillTemplate } from './program.ts';
import { recurByClock, recurByDay, withinWindow } from './recurrence.ts';
import { isServer, serverOf } from './site-plan.ts';
import { openKey, registryDetails } from './start-up.ts';
import { TRAFFIC } from './traffic-law.ts';
import { type HostState, logEvent, type World } from './world.ts';

/** Periods in seconds and jitter of each gap as a share of the period. */
export const BEACONS = {
  time: { periodS: 1024, jitter: 0.01 },
  agent: { periodS: 300, jitter: 0.03 },
  policy: { periodS: 6300, jitter: 0.1 },
  update: { periodS: 5400, jitter: 0.3 },
} as const;

/** Tasks that Windows starts an hour: day and night, and besides in working hours. */
const TASKS_BY_CLOCK = 5;
const TASKS_BY_DAY = 10;

/** Bursts of registry values and files that services write, an hour. */
const CHATTER_BURSTS = 6;
const CHATTER_BURST = { first: 2, branching: 0.5, delayUs: 1500, most: 40 };

/** The management agent lists the processes. */
const LIST_PERIOD_US = 3_600_000_000;

/** Schedules what a machine does by itself as long as it runs. */
export function runMachine(world: World, state: HostState): void {
  const { host, random } = state;
  const up = { fromUs: host.bootUs + BOOT_US, untilUs: world.plan.endUs };
  const span = withinWindow(world, up);
  const every = (name: keyof typeof BEACONS, act: (nowUs: number) => void) => {
    const { periodS, jitter } = BEACONS[name];
    recurByClock(world, { ...span, periodUs: periodS * 1e6, jitter, random }, act);
  };
  every('time', (nowUs) => askTime(world, state, nowUs));
  every('agent', (nowUs) => report(world, state, nowUs));
  every('update', (nowUs) => update(world, state, nowUs));
  if (host.role !== 'dc') every('policy', (nowUs) => greetDomain(world, state, nowUs));
  const clock = { ...span, periodUs: 3.6e9 / TASKS_BY_CLOCK, jitter: 0.5, random };
  recurByClock(world, clock, (nowUs) => runTask(world, state, nowUs));
  const lists = { ...span, periodUs: LIST_PERIOD_US, jitter: 0.02, random: state.side };
  recurByClock(world, lists, (nowUs) => listProcesses(world, state, nowUs));
  const bursts = { ...span, periodUs: 3.6e9 / CHATTER_BURSTS, jitter: 0.6, random };
  recurByClock(world, bursts, (nowUs) => chatter(world, state, nowUs));
  const perHour = TASKS_BY_DAY * world.plan.options.activity;
  recurByDay(world, { ...span, perHour, random }, (nowUs) => runTask(world, state, nowUs));
}

/** Workstations ask the domain controller for the time, servers a source outside. */
function askTime(world: World, state: HostState, nowUs: number): void {
  const process = serviceOf(state, 'time');
  const from = hostEnd(process);
  const law = TRAFFIC.time;
  if (!isServer(state.host)) {
    const host = serverOf(world.plan, 'dc');
    const name = host.name.toLowerCase();
    connect(world, {
      from,
      to: serverEnd(world, host, 'time'),
      law,
      atUs: nowUs,
      rttUs: 500,
      name,
    });
    return;
  }
  const { time } = world.plan.names;
  const { doneUs, found } = resolve(world, state, { process, entry: time, atUs: nowUs });
  const to = bareEnd(state.random.pick(time.addresses));
  if (found) connect(world, { from, to, law, atUs: doneUs, rttUs: time.rttUs, name: time.fqdn });
}

/** The management agent's beacon. */
function report(world: World, state: HostState, nowUs: number): void {
  const process = serviceOf(state, 'agent');
  const { telemetry } = world.plan.names;
  const { doneUs, found } = resolve(world, state, { process, entry: telemetry, atUs: nowUs });
  if (!found) return;
  const to = bareEnd(state.random.pick(telemetry.addresses));
  const made = {
    law: TRAFFIC.agent,
    atUs: doneUs + 800,
    rttUs: telemetry.rttUs,
    name: telemetry.fqdn,
  };
  connect(world, { from: hostEnd(process), to, ...made });
}

/** Looks for updates; one time in four there is one to install. */
function update(world: World, state: HostState, nowUs: number): void {
  const { random } = state;
  const process = serviceOf(state, 'update');
  const { updates } = world.plan.names;
  const { doneUs, found } = resolve(world, state, { process, entry: updates, atUs: nowUs });
  if (!found) return;
  const parts = random.next() < 0.25 ? 3 + random.integer(6) : 1;
  for (let part = 0; part < parts; part += 1) {
    const to = bareEnd(random.pick(updates.addresses));
    const atUs = doneUs + 1000 + part * random.integer(900_000);
    const law = parts > 1 ? TRAFFIC.update : TRAFFIC.agent;
    const made = { law: { ...law, port: 443, portName: 'https' }, rttUs: updates.rttUs };
    connect(world, { from: hostEnd(process), to, atUs, name: updates.fqdn, ...made });
  }
  if (parts === 1) return;
  const parent = serviceOf(state, 'services');
  const atUs = doneUs + 8_000_000;
  world.agenda.schedule(atUs, (thenUs) =>
    runProgram(world, state, { program: INSTALLER, parent, account: SYSTEM, atUs: thenUs }),
  );
}

function runTask(world: World, state: HostState, nowUs: number): void {
  const parent = serviceOf(state, state.random.next() < 0.5 ? 'schedule' : 'launcher');
  const program = state.random.pick(TASKS);
  runProgram(world, state, { program, parent, account: SYSTEM, atUs: nowUs });
}

/** One service writes values or files, several within milliseconds. */
function chatter(world: World, state: HostState, nowUs: number): void {
  const { random } = state;
  const process = serviceOf(
    state,
    random.pick(['time', 'schedule', 'update', 'agent', 'defender']),
  );
  const slots = { user: 'SYSTEM', host: state.host.name, random };
  const writesKeys = random.next() < 0.7;
  for (const offsetUs of drawBurst(CHATTER_BURST, random)) {
    const trueUs = nowUs + offsetUs;
    if (writesKeys) {
      const target = fillTemplate(random.pick(CHATTER.keys), slots);
      openKey(world, state, { process, name: target, atUs: trueUs });
      const details = registryDetails(target, random);
      logEvent(world, { kind: 13, process, trueUs, details });
    } else {
      const details = { TargetFilename: fillTemplate(random.pick(CHATTER.files), slots) };
      logEvent(world, { kind: 11, process, trueUs, details });
    }
  }
}
