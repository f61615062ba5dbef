import type { NameObservation, NameSpan } from '../engine/pipeline/ports.ts';
import { canonicalAddress } from './address-book.ts';
import { canonicalName } from './name-table.ts';

const SECOND = 1_000_000;

/** How long an answer without a time to live is believed: half of what resolvers commonly grant. */
const DEFAULT_TTL = 300 * SECOND;

/** How long before its first and after its last sighting a host is taken to hold an address. */
const SIGHTING_MARGIN = 60 * SECOND;

/** Puts a host's stamp on the sensor's clock. */
export type ToSensor = (host: string, timeUs: number) => number;

/**
 * Turns observations into spans on the sensor's clock.
 *
 * A DNS answer holds for its time to live. A host's own address, as its connections show it, holds
 * from a minute before a run of sightings to a minute after it, and no further than half way to a
 * sighting of another host at the address (DHCP).
 *
 * @param marginUs what host stamps may be off by; answers that a host logged hold from that earlier
 */
export function spansOfObservations(
  observations: readonly NameObservation[],
  toSensor: ToSensor,
  marginUs: number,
): NameSpan[] {
  const spans: NameSpan[] = [];
  const sightings: NameObservation[] = [];
  for (const observation of observations) {
    if (observation.feed === 'sysmon-connection') sightings.push(observation);
    else spans.push(...answerSpans(observation, toSensor, marginUs));
  }
  return [...spans, ...sightingSpans(sightings, toSensor)];
}

function answerSpans(
  observation: NameObservation,
  toSensor: ToSensor,
  marginUs: number,
): NameSpan[] {
  const { host, timeUs } = observation;
  const fromUs = host === null ? timeUs : toSensor(host, timeUs) - marginUs;
  const seenUs = host === null ? timeUs : toSensor(host, timeUs);
  const validToUs = seenUs + (observation.ttlUs ?? DEFAULT_TTL);
  return observation.addresses.map((address) => ({
    fqdn: canonicalName(observation.fqdn),
    address: canonicalAddress(address),
    validFromUs: Math.round(fromUs),
    validToUs: Math.round(validToUs),
  }));
}

interface Sighting {
  readonly fqdn: string;
  readonly timeUs: number;
}

function sightingSpans(observations: readonly NameObservation[], toSensor: ToSensor): NameSpan[] {
  const byAddress = new Map<string, Sighting[]>();
  for (const { fqdn, addresses, host, timeUs } of observations) {
    const sensorUs = Math.round(host === null ? timeUs : toSensor(host, timeUs));
    for (const text of addresses) {
      const address = canonicalAddress(text);
      const list = byAddress.get(address) ?? [];
      list.push({ fqdn: canonicalName(fqdn), timeUs: sensorUs });
      byAddress.set(address, list);
    }
  }
  return [...byAddress].flatMap(([address, sightings]) => runsOf(address, sightings));
}

/** One span for each run of sightings of the same host at an address. */
function runsOf(address: string, sightings: Sighting[]): NameSpan[] {
  sightings.sort((a, b) => a.timeUs - b.timeUs || (a.fqdn < b.fqdn ? -1 : a.fqdn > b.fqdn ? 1 : 0));
  const spans: NameSpan[] = [];
  let previousUs = Number.NEGATIVE_INFINITY;
  for (let first = 0; first < sightings.length; ) {
    const fqdn = sightings[first]?.fqdn ?? '';
    let end = first + 1;
    while (end < sightings.length && sightings[end]?.fqdn === fqdn) end += 1;
    const fromUs = sightings[first]?.timeUs ?? 0;
    const toUs = sightings[end - 1]?.timeUs ?? 0;
    const nextUs = sightings[end]?.timeUs ?? Number.POSITIVE_INFINITY;
    const validFromUs = Math.max(fromUs - SIGHTING_MARGIN, Math.ceil((previousUs + fromUs) / 2));
    const validToUs = Math.min(toUs + SIGHTING_MARGIN, Math.floor((toUs + nextUs) / 2));
    spans.push({ fqdn, address, validFromUs, validToUs });
    previousUs = toUs;
    first = end;
  }
  return spans;
}
