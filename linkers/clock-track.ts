const SECOND = 1_000_000;

/** Stretch of logging time that gives one knot. */
const STRETCH = 10 * SECOND;

/** Leads further than this from the mode are left-overs of earlier boots. */
const GREATEST_WANDER = 300 * SECOND;

/** A lead over the logging clock at a time of that clock. */
export interface ClockKnot {
  readonly loggedUs: number;
  readonly aheadUs: number;
}

/** Knots by logging time; between them the lead is linear, outside it stays. */
export type ClockTrack = readonly ClockKnot[];

/**
 * Follows a clock's lead over the logging clock: the greatest of every ten seconds.
 *
 * Logging comes after the fact, by up to seconds; what was logged at once shows the greatest lead.
 *
 * @param modeUs the usual lead; the track where there is nothing to follow
 */
export function trackClock(samples: readonly ClockKnot[], modeUs: number): ClockTrack {
  const best = new Map<number, ClockKnot>();
  for (const { loggedUs, aheadUs } of samples) {
    if (Math.abs(aheadUs - modeUs) > GREATEST_WANDER) continue;
    const stretch = Math.floor(loggedUs / STRETCH);
    const known = best.get(stretch);
    const isBetter =
      known === undefined ||
      aheadUs > known.aheadUs ||
      (aheadUs === known.aheadUs && loggedUs < known.loggedUs);
    if (isBetter) best.set(stretch, { loggedUs, aheadUs });
  }
  if (best.size === 0) return [{ loggedUs: 0, aheadUs: modeUs }];
  return [...best.values()].sort((one, other) => one.loggedUs - other.loggedUs);
}

/** The lead at a time of the logging clock. */
export function trackedAt(track: ClockTrack, loggedUs: number): number {
  let low = 0;
  let high = track.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((track[middle]?.loggedUs ?? 0) <= loggedUs) low = middle + 1;
    else high = middle;
  }
  const after = track[low] ?? track.at(-1);
  const before = track[low - 1] ?? after;
  if (before === undefined || after === undefined) return 0;
  const stretchUs = after.loggedUs - before.loggedUs;
  const share = stretchUs === 0 ? 0 : (loggedUs - before.loggedUs) / stretchUs;
  return before.aheadUs + share * (after.aheadUs - before.aheadUs);
}
