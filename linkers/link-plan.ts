import type { LinkMethod } from '../engine/pipeline/ports.ts';
import type { LinkableCapture } from './linkable-capture.ts';
import type { LinkerSettings } from './linker-options.ts';

/** What the table of names says of an event's claim to be its host's. */
export type NameVerdict = 'confirmed' | 'unknown' | 'contradicted';

/** All that the rules need to know of a capture once its clocks and names are. */
export interface LinkPlan {
  readonly capture: LinkableCapture;
  readonly settings: LinkerSettings;
  /** Stamps on the sensor's clock, by event row. */
  readonly sensorTimesUs: Float64Array;
  /** Half-width of the time window, by host. */
  readonly windowsUs: readonly number[];
  verdict(event: number): NameVerdict;
  /** What became of each row so far; the rules write here. */
  readonly eventFates: Uint8Array;
  readonly flowFates: Uint8Array;
}

/** A link between rows of the columns. */
export interface Match {
  readonly event: number;
  readonly flow: number;
  readonly method: LinkMethod;
  readonly confidence: number;
  /** 1 for the row from initiator to service, 2 for the way back, and so on. */
  readonly rank: number;
}

/** What can become of a row, from nothing tried to linked; a higher fate replaces a lower one. */
export const FATE = {
  none: 0,
  outsideWindow: 1,
  contradicted: 2,
  ambiguous: 3,
  taken: 4,
  linked: 5,
} as const;

export type Fate = (typeof FATE)[keyof typeof FATE];

/** Notes what became of a row, unless something better did before. */
export function raiseFate(fates: Uint8Array, row: number, fate: Fate): void {
  if ((fates[row] ?? 0) < fate) fates[row] = fate;
}

/** Half-width of the window around an event, by its host. */
export function windowOf({ capture, windowsUs }: LinkPlan, event: number): number {
  return windowsUs[capture.events.hostIds[event] ?? 0] ?? 0;
}
