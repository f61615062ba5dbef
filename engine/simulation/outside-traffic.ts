import type { Random } from '../core/random.ts';
import { serviceOf } from './boot.ts';
import { bareEnd, connect, hostEnd, serverEnd } from './connection.ts';
import type { FlowShape } from './flow-shape.ts';
import { resolve, resolveFromDevice } from './lookup.ts';
import { recurByClock, recurByDay, withinWindow } from './recurrence.ts';
import type { SiteDevice } from './site.ts';
import { BRANCH_ADDRESS, serverOf } from './site-plan.ts';
import { TRAFFIC } from './traffic-law.ts';
import { type HostState, stateOf, type World } from './world.ts';

/** What a device does by the clock: seconds between two times. */
const DEVICE_PERIOD_S = { printer: 240, phone: 60, camera: 120 } as const;

/** Printer jobs an hour in the busiest hour, each printer. */
const JOBS = 3;

/** Mails an hour in the busiest hour, in and out, each server's person. */
const MAILS = 1.6;

/** Strangers' attempts an hour. */
const STRANGERS = 25;

const PROBED_PORTS = [22, 23, 80, 443, 445, 1433, 3389, 5900, 8080, 8443];

/** Schedules what comes from machines without event log. */
export function runOutside(world: World): void {
  const span = withinWindow(world, { fromUs: 0, untilUs: world.plan.endUs });
  const { random } = world;
  for (const device of world.plan.devices) {
    const periodUs = DEVICE_PERIOD_S[device.kind] * 1e6;
    recurByClock(world, { ...span, periodUs, jitter: 0.02, random }, (nowUs) =>
      beat(world, device, nowUs),
    );
    if (device.kind === 'printer') {
      const perHour = JOBS * world.plan.options.activity;
      recurByDay(world, { ...span, perHour, random }, (nowUs) => print(world, device, nowUs));
    }
  }
  const people = world.plan.hosts.filter((host) => host.user !== null).length;
  const perHour = MAILS * people * world.plan.options.activity;
  recurByDay(world, { ...span, perHour, random }, (nowUs) => exchangeMail(world, nowUs));
  const periodUs = 3.6e9 / STRANGERS;
  recurByClock(world, { ...span, periodUs, jitter: 0.6, random }, (nowUs) => probe(world, nowUs));
}

function beat(world: World, device: SiteDevice, nowUs: number): void {
  const from = bareEnd(device.address);
  const { names, options } = world.plan;
  if (device.kind === 'printer') {
    const file = stateOf(world, serverOf(world.plan, 'file'));
    const spooler = hostEnd(serviceOf(file, 'spooler'));
    connect(world, {
      from: spooler,
      to: from,
      law: TRAFFIC.monitor,
      atUs: nowUs,
      rttUs: 900,
      name: null,
    });
    if (world.random.next() < 0.1)
      resolveFromDevice(world, device.address, wpad(options.domain, nowUs));
    return;
  }
  const entry = device.kind === 'phone' ? names.voice : names.telemetry;
  const law = device.kind === 'phone' ? TRAFFIC.signalling : TRAFFIC.agent;
  const asks = world.random.next() < 0.15;
  const atUs = asks
    ? resolveFromDevice(world, device.address, { entry, atUs: nowUs }).doneUs
    : nowUs;
  const to = bareEnd(world.random.pick(entry.addresses));
  connect(world, { from, to, law, atUs: atUs + 500, rttUs: entry.rttUs, name: entry.fqdn });
}

function wpad(domain: string, atUs: number) {
  const entry = {
    fqdn: `wpad.${domain}`,
    alias: null,
    addresses: [],
    ttlS: 60,
    rttUs: 1,
    embeds: [],
  };
  return { entry, atUs, exists: false };
}

/** The print server sends a job. */
function print(world: World, device: SiteDevice, nowUs: number): void {
  const file = stateOf(world, serverOf(world.plan, 'file'));
  const from = hostEnd(serviceOf(file, 'spooler'));
  const to = bareEnd(device.address);
  connect(world, { from, to, law: TRAFFIC.print, atUs: nowUs, rttUs: 900, name: null });
}

/** Mail comes in as often as it goes out. */
function exchangeMail(world: World, nowUs: number): void {
  const host = serverOf(world.plan, 'mail');
  const state: HostState = stateOf(world, host);
  const { exchangers } = world.plan.names;
  const entry = world.random.pick(exchangers);
  const address = world.random.pick(entry.addresses);
  const law = TRAFFIC.smtp;
  if (world.random.next() < 0.5) {
    const to = serverEnd(world, host, 'relay');
    const name = host.name.toLowerCase();
    connect(world, { from: bareEnd(address), to, law, atUs: nowUs, rttUs: entry.rttUs, name });
    return;
  }
  const process = serviceOf(state, 'relay');
  const { doneUs, found } = resolve(world, state, { process, entry, atUs: nowUs });
  if (!found) return;
  const from = hostEnd(process);
  connect(world, {
    from,
    to: bareEnd(address),
    law,
    atUs: doneUs + 600,
    rttUs: entry.rttUs,
    name: entry.fqdn,
  });
}

/** Somebody outside tries a port of the site's public address; mostly nobody answers. */
function probe(world: World, nowUs: number): void {
  const { random } = world;
  const from = bareEnd(`198.51.100.${1 + random.integer(40)}`);
  const to = bareEnd(BRANCH_ADDRESS);
  const port = random.pick(PROBED_PORTS);
  const made = { law: TRAFFIC.https, port, atUs: nowUs, rttUs: 80_000, name: null };
  connect(world, { from, to, ...made, shape: unanswered(random) });
}

function unanswered(random: Random): FlowShape {
  const refused = random.next() < 0.3;
  return {
    state: refused ? 'REJ' : 'S0',
    history: refused ? 'Sr' : 'S',
    durationUs: refused ? 80_000 : null,
    origBytes: refused ? 0 : null,
    respBytes: refused ? 0 : null,
    origPackets: 1,
    origIpBytes: 44,
    respPackets: refused ? 1 : 0,
    respIpBytes: refused ? 40 : 0,
    established: false,
  };
}
