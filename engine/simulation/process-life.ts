import { invariant } from '../core/invariant.ts';
import { drawLognormal } from './heavy-tail.ts';
import { witnessStart } from './process-access.ts';
import { fillTemplate, type Program } from './program.ts';
import type { SiteProcess } from './site.ts';
import { logStartUp } from './start-up.ts';
import { type HostState, isObserved, logEvent, type World } from './world.ts';

/** Who a process runs as. */
export interface Account {
  readonly user: string;
  readonly integrity: string;
  readonly logonId: number;
  readonly session: number;
}

export const SYSTEM: Account = account('NT AUTHORITY\\SYSTEM', 0x3e7);
export const NETWORK_SERVICE: Account = account('NT AUTHORITY\\NETWORK SERVICE', 0x3e4);
export const LOCAL_SERVICE: Account = account('NT AUTHORITY\\LOCAL SERVICE', 0x3e5);

/** What starts a process. */
export interface Start {
  readonly program: Program;
  readonly parent: SiteProcess | null;
  readonly account: Account;
  readonly atUs: number;
}

/** Whether a process lives at a moment. */
export function isAlive(process: SiteProcess | undefined, atUs: number): process is SiteProcess {
  return process !== undefined && process.endUs === null && process.startUs <= atUs;
}

/** Starts a process and logs kind 1, and kind 10 of those who open it. The parent must live; it does so at least until then. */
export function startProcess(world: World, state: HostState, start: Start): SiteProcess {
  const { program, parent, account: who, atUs } = start;
  invariant(parent === null || isAlive(parent, atUs), `a dead parent started ${program.image}`);
  state.processCount += 1;
  const slots = { user: shortName(who.user), host: state.host.name, random: state.random };
  const process: SiteProcess = {
    host: state.host,
    parent,
    image: program.image,
    commandLine: fillTemplate(state.random.pick(program.commandLines), slots),
    directory: who.session === 0 ? 'C:\\Windows\\system32\\' : `C:\\Users\\${slots.user}\\`,
    user: who.user,
    integrity: who.integrity,
    logonId: who.logonId,
    session: who.session,
    pid: program.image === 'System' ? 4 : takePid(state),
    guid: processGuid(state, atUs),
    startUs: atUs,
    endUs: null,
    lastUs: atUs,
  };
  if (parent !== null) parent.lastUs = Math.max(parent.lastUs, atUs);
  world.processes.push(process);
  state.living.add(process);
  if (parent === null) return process;
  logEvent(world, { kind: 1, process, trueUs: atUs });
  witnessStart(world, state, process);
  return process;
}

/** Ends a process at that time, or just after the last thing it did; logs kind 5. */
export function endProcess(world: World, state: HostState, ending: Ending): void {
  const { process, atUs } = ending;
  world.agenda.schedule(atUs, (nowUs) => {
    if (process.endUs !== null) return;
    if (process.lastUs >= nowUs) {
      const laterUs = process.lastUs + 1000 + state.random.integer(40_000);
      endProcess(world, state, { process, atUs: laterUs });
      return;
    }
    logEvent(world, { kind: 5, process, trueUs: nowUs });
    process.endUs = nowUs;
    state.lastArrival.delete(process);
    state.living.delete(process);
    if (isObserved(world, nowUs)) state.freePids.push(process.pid);
  });
}

export interface Ending {
  readonly process: SiteProcess;
  readonly atUs: number;
}

/** Starts a program, logs what it does when it starts, and ends it after its drawn life. */
export function runProgram(world: World, state: HostState, start: Start): SiteProcess {
  const process = startProcess(world, state, start);
  const slots = { user: shortName(process.user), host: state.host.name, random: state.random };
  const lastUs = logStartUp(world, state, { process, program: start.program, slots });
  if (start.program.life !== null) {
    const life = Math.floor(drawLognormal(start.program.life, state.random) * 1e6);
    endProcess(world, state, { process, atUs: Math.max(lastUs + 1000, process.startUs + life) });
  }
  return process;
}

/** A freed number more often than a new one, as Windows hands them out; multiples of 4. */
function takePid(state: HostState): number {
  if (state.freePids.length > 0 && state.random.next() < 0.6) {
    return state.freePids.splice(state.random.integer(state.freePids.length), 1)[0] as number;
  }
  state.nextPid += 4 * (1 + state.random.integer(12));
  return state.nextPid;
}

/** Machine, start second and running number, laid out as Sysmon lays them out. */
function processGuid(state: HostState, atUs: number): string {
  const seconds = hex(Math.floor((atUs + state.host.clockOffsetUs) / 1e6), 8);
  const count = hex(state.processCount, 8);
  const little = `${count.slice(6)}${count.slice(4, 6)}-${count.slice(2, 4)}${count.slice(0, 2)}`;
  return `{${state.host.machineId}-${seconds.slice(4)}-${seconds.slice(0, 4)}-${little}00000500}`;
}

function shortName(user: string): string {
  return user.slice(user.indexOf('\\') + 1);
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

function account(user: string, logonId: number): Account {
  return { user, integrity: 'System', logonId, session: 0 };
}
