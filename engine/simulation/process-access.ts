import { type AccessReason, CALL_SITES, callTrace, GRANTED_ACCESS } from './call-trace.ts';
import type { SiteProcess } from './site.ts';
import { type HostState, logEvent, type World } from './world.ts';

/** Shares of started processes that the console server, and the virus scanner, open. */
const CONSOLE_SHARE = 0.8;
const SCANNED_SHARE = 0.4;

/** Processes that the agent looks at when it lists them. */
const LISTED = 6;

/** One process opens another; both live at least until then. */
export interface Access {
  readonly reason: AccessReason;
  readonly source: SiteProcess;
  readonly target: SiteProcess;
  readonly atUs: number;
}

/** Logs kind 10. */
export function logAccess(world: World, state: HostState, access: Access): void {
  const { reason, source, target, atUs } = access;
  const { side } = state;
  target.lastUs = Math.max(target.lastUs, atUs);
  logEvent(world, {
    kind: 10,
    process: source,
    trueUs: atUs,
    random: side,
    details: {
      SourceThreadId: String(4 * (1 + side.integer(3000))),
      TargetProcessGUID: target.guid,
      TargetProcessId: String(target.pid),
      TargetImage: target.image,
      GrantedAccess: side.pick(GRANTED_ACCESS[reason]),
      CallTrace: callTrace(reason, source.image, side.integer(CALL_SITES)),
      TargetUser: target.user,
    },
  });
}

/** A new process is opened by its parent, by the console server and by the virus scanner. */
export function witnessStart(world: World, state: HostState, target: SiteProcess): void {
  const { side, services } = state;
  const { parent, startUs } = target;
  const open = (reason: AccessReason, source: SiteProcess | null | undefined, delayUs: number) => {
    if (source === null || source === undefined) return;
    logAccess(world, state, { reason, source, target, atUs: startUs + delayUs });
  };
  open('create', parent, 80 + side.integer(300));
  if (side.next() < CONSOLE_SHARE) open('console', services.get('csrss'), 400 + side.integer(500));
  if (side.next() < SCANNED_SHARE) open('query', services.get('defender'), 950 + side.integer(500));
}

/** The management agent opens some of the host's processes, one right after the other. */
export function listProcesses(world: World, state: HostState, nowUs: number): void {
  const source = state.services.get('agent');
  if (source === undefined) return;
  const known = [...state.living].filter((one) => one !== source && one.startUs <= nowUs);
  let atUs = nowUs;
  for (const target of state.side.shuffle(known).slice(0, LISTED)) {
    atUs += 60 + state.side.integer(400);
    logAccess(world, state, { reason: 'query', source, target, atUs });
  }
}
