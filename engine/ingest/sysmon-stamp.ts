const MILLISECONDS = /:\d\d[.,]\d{3}$/;

/**
 * The time of an event whose `UtcTime` was cut to milliseconds, as Sysmon cuts it: a `TimeCreated`
 * within that millisecond tells the rest.
 *
 * @param raw `UtcTime` as it was written
 * @returns integer microseconds UTC, less than a millisecond after `timeUs`
 */
export function refinedTime(raw: string, timeUs: number, loggedUs: number | null): number {
  if (loggedUs === null || loggedUs <= timeUs || loggedUs >= timeUs + 1000) return timeUs;
  return MILLISECONDS.test(raw) ? loggedUs : timeUs;
}
