import type { NameVerdict } from './link-plan.ts';
import type { LinkableCapture } from './linkable-capture.ts';
import { canonicalName, type NameTable } from './name-table.ts';

/** Whose an end of an event's tuple is. */
type Holder = 'own' | 'other' | 'unknown';

/**
 * Holds the ends of an event's tuple against the table of names at the event's time.
 *
 * Confirmed where an end is known to be the event's host; contradicted where both ends are known
 * to be others: other watched hosts, or no host at all (multicast). Either end may be the host's
 * own, since Sysmon writes UDP that others opened either way round.
 */
export function nameVerdicts(
  capture: LinkableCapture,
  names: NameTable,
  sensorTimesUs: Float64Array,
): (event: number) => NameVerdict {
  const { book, events } = capture;
  const hosts = events.hosts.map(canonicalName);
  const watched = new Set(hosts);
  const holderOf = (code: number, host: string, timeUs: number): Holder => {
    const known = names.namesOf(book.text(code), timeUs);
    if (known.includes(host)) return 'own';
    const isOther = known.some((name) => watched.has(name)) || book.scope(code) === 'multicast';
    return isOther ? 'other' : 'unknown';
  };
  return (event) => {
    const host = hosts[events.hostIds[event] ?? 0] ?? '';
    const timeUs = sensorTimesUs[event] ?? 0;
    const low = holderOf(events.tuples.low[event] ?? 0, host, timeUs);
    const high = holderOf(events.tuples.high[event] ?? 0, host, timeUs);
    if (low === 'own' || high === 'own') return 'confirmed';
    return low === 'other' && high === 'other' ? 'contradicted' : 'unknown';
  };
}
