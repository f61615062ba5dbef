import type { EventRecord } from '../ingest/records.ts';
import { createdText, fullText, milliText } from './stamp-text.ts';

/** `UtcTime` of an event's data. */
export function utcTimeOf({ time_us: timeUs, logged_us: loggedUs }: EventRecord): string {
  return isToldByMilliseconds(timeUs, loggedUs ?? timeUs) ? milliText(timeUs) : fullText(timeUs);
}

/** `TimeCreated` of an event; one that does not know when it was logged says when it happened. */
export function timeCreatedOf({ time_us: timeUs, logged_us: loggedUs }: EventRecord): string {
  return createdText(loggedUs ?? timeUs);
}

/**
 * True where `UtcTime` may be cut to milliseconds, as Sysmon cuts it, and the microseconds still come
 * back: a reader takes the rest from a `TimeCreated` within that millisecond.
 */
function isToldByMilliseconds(timeUs: number, loggedUs: number): boolean {
  if (timeUs === loggedUs) return true;
  return timeUs % 1000 === 0 && (loggedUs < timeUs || loggedUs >= timeUs + 1000);
}
