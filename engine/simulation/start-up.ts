import type { Random } from '../core/random.ts';
import { drawLognormal } from './heavy-tail.ts';
import { fillTemplate, type PipeUse, type Program, type Slots } from './program.ts';
import type { SiteEventKind, SiteProcess } from './site.ts';
import { fileDigests } from './sysmon-fields.ts';
import { type HostState, logEvent, type World } from './world.ts';

/** Share of a program's pipes that one run of it uses, and of the values whose key is new. */
const PIPE_SHARE = 0.8;
const NEW_KEY_SHARE = 0.6;

/** Files that do not stay. */
const TEMPORARY = /\.(tmp|lock|ps1)$/;

/** What starts, and what its templates are filled from. */
export interface StartUp {
  readonly process: SiteProcess;
  readonly program: Program;
  readonly slots: Slots;
}

/**
 * Logs image loads, then files, registry values and pipes, in the first tenths of a second.
 *
 * @returns time of the last of them, microseconds
 */
export function logStartUp(world: World, state: HostState, start: StartUp): number {
  const { random } = state;
  const { process, program, slots } = start;
  let atUs = process.startUs + 1500;
  const log = (kind: SiteEventKind, details: Record<string, string>) => {
    atUs += Math.floor(drawLognormal({ median: 150, sigma: 2 }, random));
    logEvent(world, { kind, process, trueUs: atUs, details });
  };
  for (const library of program.libraries) {
    if (random.next() < 0.6) log(7, { ImageLoaded: library });
  }
  for (const file of program.files) {
    if (random.next() >= 0.6) continue;
    const name = fillTemplate(file, slots);
    log(11, { TargetFilename: name });
    deleteLater(world, state, { process, name, atUs });
  }
  for (const key of program.keys) {
    if (random.next() >= 0.7) continue;
    const name = fillTemplate(key, slots);
    openKey(world, state, { process, name, atUs });
    log(13, registryDetails(name, random));
  }
  for (const pipe of program.pipes) usePipe(world, state, { ...start, pipe, atUs });
  return atUs;
}

/** Something of a process that has a name. */
export interface Touched {
  readonly process: SiteProcess;
  readonly name: string;
  readonly atUs: number;
}

/** Kind 12: the key of a value is made before the value is set, where it was not there. */
export function openKey(world: World, { side }: HostState, { process, name, atUs }: Touched): void {
  if (side.next() >= NEW_KEY_SHARE) return;
  const details = { EventType: 'CreateKey', TargetObject: name.slice(0, name.lastIndexOf('\\')) };
  logEvent(world, { kind: 12, process, trueUs: atUs, random: side, details });
}

/** Fields of kind 13: a small number is set, or longer binary data. */
export function registryDetails(target: string, random: Random): Record<string, string> {
  const value = `DWORD (0x${random.integer(256).toString(16).padStart(8, '0')})`;
  return {
    EventType: 'SetValue',
    TargetObject: target,
    Details: random.next() < 0.8 ? value : 'Binary Data',
  };
}

/** Kind 23: half of the temporary files go as they came. */
function deleteLater(world: World, { side }: HostState, { process, name, atUs }: Touched): void {
  if (!TEMPORARY.test(name) || side.next() >= 0.5) return;
  const details = {
    TargetFilename: name,
    Hashes: fileDigests(name),
    IsExecutable: 'false',
    Archived: 'true',
  };
  const trueUs = atUs + Math.floor(drawLognormal({ median: 8000, sigma: 1 }, side));
  logEvent(world, { kind: 23, process, trueUs, random: side, details });
}

interface Piped extends StartUp {
  readonly pipe: PipeUse;
  readonly atUs: number;
}

/** Kinds 17 and 18. */
function usePipe(world: World, { side }: HostState, { process, slots, pipe, atUs }: Piped): void {
  if (side.next() >= PIPE_SHARE) return;
  const details = {
    EventType: pipe.kind === 17 ? 'CreatePipe' : 'ConnectPipe',
    PipeName: fillTemplate(pipe.name, { ...slots, random: side }),
  };
  const trueUs = atUs + 100 + side.integer(900);
  logEvent(world, { kind: pipe.kind, process, trueUs, random: side, details });
}
