import type { ClockOffset, ClockSpan, KindClock, KindOffset } from '../engine/pipeline/ports.ts';
import { offsetAt } from './clock-offset.ts';
import { type ClockTrack, trackClock, trackedAt } from './clock-track.ts';
import {
  addDifference,
  createDifferences,
  type Differences,
  differenceCount,
  modeOf,
} from './stamp-differences.ts';

/** Network events: the only ones whose clock the flows show. */
const REFERENCE_TYPE = 3;

/** DNS queries come from the same provider as network events and are logged sooner. */
const TRACKED_TYPES = [REFERENCE_TYPE, 22];

/** Event types whose clocks differ by less are on one clock and differ in how soon they are logged. */
const SAME_CLOCK = 5_000_000;

/** Before and after all stamps. */
const EVER = 8_000_000_000_000_000;

/** One host's stamps, by event type. */
interface HostStamps {
  readonly differences: Map<number, Differences>;
  readonly tracked: {
    readonly type: number;
    readonly loggedUs: number;
    readonly aheadUs: number;
  }[];
}

/** How an event type's clock reads against the logging clock and the network events' clock. */
interface KindReading {
  readonly aheadUs: number;
  readonly shiftUs: number;
  /** Network events' lead over the logging clock as it wandered; null where it need not be known. */
  readonly track: ClockTrack | null;
}

/**
 * Opens an estimate of how far apart the clocks of a host's event types are.
 *
 * Sysmon stamps network and DNS events by another clock than the rest. Both write the time of
 * logging too, by one clock for all, so a type's lead over that clock (the mode of stamp less
 * logging time) tells the types' clocks apart: offset = offset of type 3 + lead - lead of type 3.
 * The lead of type 3 is followed in time, since the logging clock may be slewed meanwhile.
 *
 * Types without logging times, and those within 5 s of type 3, take the host's offset. On a host
 * without tuple pairs all types are put on the clock of its most frequent type.
 *
 * @see docs/methods/linking.md
 */
export function createKindClock(): KindClock {
  const hosts = new Map<string, HostStamps>();
  return {
    add(host, eventType, timeUs, loggedUs) {
      const stamps: HostStamps = hosts.get(host) ?? { differences: new Map(), tracked: [] };
      hosts.set(host, stamps);
      const differences = stamps.differences.get(eventType) ?? createDifferences();
      stamps.differences.set(eventType, differences);
      if (loggedUs === null) return;
      addDifference(differences, timeUs - loggedUs);
      if (!TRACKED_TYPES.includes(eventType)) return;
      stamps.tracked.push({ type: eventType, loggedUs, aheadUs: timeUs - loggedUs });
    },
    shifts: () => kindsOf(hosts).map(([host, type, stamps]) => kindOffset(host, type, stamps)),
    sensorOffset(offsets) {
      const readings = new Map<string, KindReading>();
      for (const [host, type, stamps] of kindsOf(hosts)) {
        readings.set(`${type} ${host}`, readingOf(type, stamps, supportOf(offsets, host) > 0));
      }
      const byHost = groupOffsets(offsets);
      return (host, eventType, timeUs) =>
        offsetOf(readings.get(`${eventType} ${host}`), byHost.get(host) ?? [], timeUs);
    },
    spans: (offsets) =>
      kindsOf(hosts).flatMap(([host, eventType, stamps]) => {
        const reading = readingOf(eventType, stamps, supportOf(offsets, host) > 0);
        return spansOf({ host, eventType }, reading, groupOffsets(offsets).get(host) ?? []);
      }),
  };
}

/** All event types of all hosts, by host, then type. */
function kindsOf(hosts: ReadonlyMap<string, HostStamps>): [string, number, HostStamps][] {
  return [...hosts.keys()].sort().flatMap((host) => {
    const stamps = hosts.get(host) ?? { differences: new Map(), tracked: [] };
    const types = [...stamps.differences.keys()].sort((a, b) => a - b);
    return types.map((type): [string, number, HostStamps] => [host, type, stamps]);
  });
}

function kindOffset(host: string, eventType: number, stamps: HostStamps): KindOffset {
  const differences = stamps.differences.get(eventType) ?? createDifferences();
  const { shiftUs } = readingOf(eventType, stamps, true);
  return { host, eventType, shiftUs, support: differenceCount(differences) };
}

/** @param isAnchored whether the flows show the clock of the host's network events */
function readingOf(type: number, stamps: HostStamps, isAnchored: boolean): KindReading {
  const referenceType = isAnchored ? REFERENCE_TYPE : mostFrequentType(stamps);
  const aheadUs = modeOf(stamps.differences.get(type));
  const referenceUs = modeOf(stamps.differences.get(referenceType));
  const none: KindReading = { aheadUs: 0, shiftUs: 0, track: null };
  if (aheadUs === null || referenceUs === null) return none;
  const shiftUs = aheadUs - referenceUs;
  if (Math.abs(shiftUs) < SAME_CLOCK) return none;
  if (!isAnchored) return { aheadUs, shiftUs, track: null };
  const sameClock = TRACKED_TYPES.filter((one) => {
    const other = modeOf(stamps.differences.get(one));
    return other !== null && Math.abs(other - referenceUs) < SAME_CLOCK;
  });
  const samples = stamps.tracked.filter((one) => sameClock.includes(one.type));
  return { aheadUs, shiftUs, track: trackClock(samples, referenceUs) };
}

function mostFrequentType(stamps: HostStamps): number {
  let best = REFERENCE_TYPE;
  let most = 0;
  for (const [type, differences] of [...stamps.differences].sort(([a], [b]) => a - b)) {
    if (differenceCount(differences) > most) {
      most = differenceCount(differences);
      best = type;
    }
  }
  return best;
}

function offsetOf(
  reading: KindReading | undefined,
  offsets: readonly ClockOffset[],
  timeUs: number,
): number {
  if (reading === undefined || reading.shiftUs === 0) return offsetAt(offsets, timeUs);
  const { track, aheadUs, shiftUs } = reading;
  const lead = track === null ? shiftUs : aheadUs - trackedAt(track, timeUs - aheadUs);
  return Math.round(offsetAt(offsets, timeUs - lead) + lead);
}

/** Cuts an event type's time wherever its correction bends or jumps. */
function spansOf(
  kind: { readonly host: string; readonly eventType: number },
  reading: KindReading,
  offsets: readonly ClockOffset[],
): ClockSpan[] {
  const bends = (reading.track ?? []).map((knot) => knot.loggedUs + reading.aheadUs);
  const jumps = offsets.slice(1).map((one) => one.fromUs + jumpLead(reading, one.fromUs));
  const edges = [...new Set([...bends, ...jumps].map(Math.round))].sort((a, b) => a - b);
  return [-EVER, ...edges].map((fromUs, at) => {
    const toUs = edges[at] ?? EVER;
    const offsetUs = offsetOf(reading, offsets, fromUs);
    const isOpen = fromUs === -EVER || toUs === EVER;
    const lastUs = isOpen ? offsetUs : offsetOf(reading, offsets, toUs - 1);
    const slope = isOpen ? 0 : (lastUs - offsetUs) / Math.max(1, toUs - 1 - fromUs);
    return { ...kind, fromUs, toUs, offsetUs, slope };
  });
}

/** How far the type's clock is ahead of the network events' at a stamp of theirs. */
function jumpLead({ track, aheadUs, shiftUs }: KindReading, networkUs: number): number {
  if (track === null) return shiftUs;
  const leadAt = trackedAt(track, networkUs - (aheadUs - shiftUs));
  return aheadUs - trackedAt(track, networkUs - leadAt);
}

function groupOffsets(offsets: readonly ClockOffset[]): Map<string, ClockOffset[]> {
  const groups = new Map<string, ClockOffset[]>();
  for (const one of offsets) groups.set(one.host, [...(groups.get(one.host) ?? []), one]);
  return groups;
}

function supportOf(offsets: readonly ClockOffset[], host: string): number {
  return offsets
    .filter((one) => one.host === host)
    .reduce((most, one) => Math.max(most, one.support), 0);
}
