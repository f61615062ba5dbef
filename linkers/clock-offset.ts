import type { ClockOffset } from '../engine/pipeline/ports.ts';
import { densestWindow, medianOf, type Window } from './densest-window.ts';

const SECOND = 1_000_000;
const HOUR = 3600 * SECOND;

/** Widths at which a mode is looked for, from the finest; see `anchorResidual`. */
const WIDTHS = [SECOND / 4, SECOND, 4 * SECOND, 16 * SECOND];

/** Fewer values than this are no mode. */
const LEAST_MODE = 3;

/** A mode holds at least this share of all residuals. */
const LEAST_SHARE = 0.1;

/** Pairs of a clock hour that make an estimate of its own. */
const LEAST_SUPPORT = 10;

/** Changes below this are noise: the estimate before them stands. */
const LEAST_STEP = SECOND / 4;

/** Unique tuple pairs of one host: stamp, and stamp less the flow's start, microseconds. */
export interface ClockSamples {
  readonly timesUs: readonly number[];
  readonly residualsUs: readonly number[];
}

/** How finely the flows' starts are known, microseconds. */
export interface ClockResolution {
  readonly flowUs: number;
}

/**
 * Estimates what to take off each host's stamps: one row, and one more wherever it changes.
 *
 * An hour of the host's clock keeps the estimate before it as long as that one explains half as
 * many of its pairs as the hour's own mode does, so that a second mode never makes the clock jump.
 * Hours with fewer than ten pairs carry the estimate before them on.
 *
 * @param samples by host; a host without any gets offset 0 and support 0
 * @returns by host, then by `fromUs`; the first row of a host holds for all earlier stamps too
 */
export function estimateClockOffsets(
  samples: ReadonlyMap<string, ClockSamples>,
  resolution: ClockResolution = { flowUs: 1 },
): ClockOffset[] {
  return [...samples.keys()].sort().flatMap((host) => {
    const { timesUs, residualsUs } = samples.get(host) ?? { timesUs: [], residualsUs: [] };
    return hostOffsets(host, { timesUs, residualsUs }, resolution);
  });
}

/**
 * The residual at which event and flow were simultaneous: a mode, found from coarse to fine.
 *
 * The fullest whole hour first; within it the finest width at which at least three pairs and a
 * tenth of them agree. A sharp mode beats a broad one of more mass: what delays a report or a
 * sensor's first packet scatters, simultaneity does not. Of modes about equally full the earlier
 * wins, since a report comes after the fact.
 *
 * @param residualsUs not empty, any order
 */
export function anchorResidual(
  residualsUs: readonly number[],
  resolution: ClockResolution = { flowUs: 1 },
): number {
  const sorted = Float64Array.from(residualsUs).sort();
  const hour = densestWindow(sorted, HOUR, { first: 0, end: sorted.length });
  const widths = WIDTHS.filter((one) => one >= Math.min(resolution.flowUs, SECOND));
  const least = Math.max(LEAST_MODE, LEAST_SHARE * (hour.end - hour.first));
  for (const width of widths) {
    const mode = densestWindow(sorted, width, hour);
    if (massOf(mode) >= least) return refined(sorted, mode, widths);
  }
  return refined(sorted, densestWindow(sorted, WIDTHS.at(-1) ?? HOUR, hour), widths);
}

/** The offset that holds at a stamp of the host's clock, 0 where the host has none. */
export function offsetAt(offsets: readonly ClockOffset[], timeUs: number): number {
  let found = offsets[0]?.offsetUs ?? 0;
  for (const one of offsets) if (one.fromUs <= timeUs) found = one.offsetUs;
  return found;
}

/** The median of the densest part of a window, at the finest width that still holds two values. */
function refined(sorted: Float64Array, window: Window, widths: readonly number[]): number {
  let best = window;
  for (const width of widths.toReversed()) {
    const narrower = densestWindow(sorted, width, best);
    if (massOf(narrower) < 2) break;
    best = narrower;
  }
  const spread = (sorted[best.end - 1] ?? 0) - (sorted[best.first] ?? 0);
  const isScattered = spread > SECOND && massOf(best) === 2;
  // NOTE: plus 0 turns the negative zero of a rounded -0.3 into the zero that equals others.
  return Math.round(isScattered ? (sorted[best.first] ?? 0) : medianOf(sorted, best)) + 0;
}

function hostOffsets(
  host: string,
  samples: ClockSamples,
  resolution: ClockResolution,
): ClockOffset[] {
  if (samples.timesUs.length === 0) return [{ host, fromUs: 0, offsetUs: 0, support: 0 }];
  const offsets: ClockOffset[] = [];
  let running = anchorResidual(samples.residualsUs, resolution);
  let carried = 0;
  for (const [fromUs, residualsUs] of byHour(samples)) {
    const own =
      residualsUs.length < LEAST_SUPPORT ? running : hourOffset(residualsUs, running, resolution);
    const last = offsets.at(-1);
    if (last === undefined || Math.abs(own - running) > LEAST_STEP) {
      offsets.push({ host, fromUs, offsetUs: own, support: residualsUs.length });
      running = own;
      carried = residualsUs.length;
    } else {
      carried += residualsUs.length;
      offsets[offsets.length - 1] = { ...last, support: carried };
    }
  }
  return offsets;
}

function hourOffset(
  residualsUs: readonly number[],
  running: number,
  resolution: ClockResolution,
): number {
  const near = residualsUs.filter((one) => Math.abs(one - running) <= SECOND);
  const own = anchorResidual(residualsUs, resolution);
  const atOwn = residualsUs.filter((one) => Math.abs(one - own) <= SECOND);
  if (near.length * 2 < atOwn.length || near.length === 0) return own;
  return anchorResidual(near, resolution);
}

function byHour({ timesUs, residualsUs }: ClockSamples): [number, number[]][] {
  const hours = new Map<number, number[]>();
  timesUs.forEach((timeUs, at) => {
    const hour = Math.floor(timeUs / HOUR) * HOUR;
    const list = hours.get(hour);
    if (list === undefined) hours.set(hour, [residualsUs[at] ?? 0]);
    else list.push(residualsUs[at] ?? 0);
  });
  return [...hours].sort(([one], [other]) => one - other);
}

function massOf({ first, end }: Window): number {
  return end - first;
}
