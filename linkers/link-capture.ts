import type {
  ClockOffset,
  FlowTuple,
  LinkDraft,
  LinkOutcome,
  NameObservation,
} from '../engine/pipeline/ports.ts';
import type { AddressBook } from './address-book.ts';
import { type EventColumns, type FlowColumns, INITIATED } from './capture-columns.ts';
import { offsetAt } from './clock-offset.ts';
import { clocksOfCapture } from './clocks-of-capture.ts';
import { communityId } from './community-id.ts';
import { type LinkPlan, type Match, windowOf } from './link-plan.ts';
import { reportLinks } from './link-report.ts';
import { collectResiduals, windowsOfHosts } from './link-window.ts';
import { gatherByTuple, type LinkableCapture } from './linkable-capture.ts';
import type { LinkerSettings } from './linker-options.ts';
import { matchNames, matchRelaxed } from './match-relaxed.ts';
import { matchTuples } from './match-tuples.ts';
import { spansOfObservations } from './name-spans.ts';
import { buildNameTable, canonicalName, type NameTable } from './name-table.ts';
import { nameVerdicts } from './name-verdict.ts';
import { destinationOf, destinationPortOf, sourceOf, sourcePortOf } from './tuple-columns.ts';

/** The rows of one capture in the linker's form. */
export interface CaptureRows {
  readonly capture: string;
  readonly book: AddressBook;
  readonly events: EventColumns;
  readonly flows: FlowColumns;
  readonly names: readonly NameObservation[];
}

/**
 * Links the events of a capture to its flows.
 *
 * @see docs/methods/linking.md
 */
export function linkCapture(rows: CaptureRows, settings: LinkerSettings): LinkOutcome {
  // Step 1: join on the tuple alone, which needs no clock.
  const capture = gatherByTuple(rows.book, rows.events, rows.flows);
  // Step 2: what the joined pairs say of the hosts' clocks.
  const offsets = clocksOfCapture(capture, settings);
  const sensorTimesUs = placeEvents(rows.events, offsets);
  const residuals = collectResiduals(capture, sensorTimesUs);
  const windowsUs = windowsOfHosts(residuals, settings);
  // Step 3: names, now that all their evidence is on one clock.
  const names = nameHosts(rows, offsets, windowsUs);
  // Step 4: the rules, the surest first; each sees what the ones before left.
  const verdict = nameVerdicts(capture, names, sensorTimesUs);
  const plan: LinkPlan = {
    ...{ capture, settings, sensorTimesUs, windowsUs, verdict },
    eventFates: new Uint8Array(rows.events.tuples.count),
    flowFates: new Uint8Array(rows.flows.tuples.count),
  };
  const matches = matchTuples(plan);
  if (settings.relaxed) matches.push(...matchRelaxed(plan));
  if (settings.fqdnTime) matches.push(...matchNames(plan, hostFinder(capture, names)));
  const links = draftsOf(plan, matches);
  const report = reportLinks(rows.capture, plan, { links, offsets, residuals });
  return { links, names: names.spans, offsets, report };
}

/** Every event's stamp on the sensor's clock. */
function placeEvents(events: EventColumns, offsets: readonly ClockOffset[]): Float64Array {
  const ofHost = events.hosts.map((host) => offsets.filter((one) => one.host === host));
  const placed = new Float64Array(events.tuples.count);
  for (let event = 0; event < placed.length; event += 1) {
    const timeUs = events.timesUs[event] ?? 0;
    placed[event] = timeUs - offsetAt(ofHost[events.hostIds[event] ?? 0] ?? [], timeUs);
  }
  return placed;
}

function nameHosts(
  rows: CaptureRows,
  offsets: readonly ClockOffset[],
  windowsUs: readonly number[],
): NameTable {
  const ofHost = new Map<string, ClockOffset[]>();
  for (const one of offsets) ofHost.set(one.host, [...(ofHost.get(one.host) ?? []), one]);
  const toSensor = (host: string, timeUs: number) =>
    timeUs - offsetAt(ofHost.get(host) ?? [], timeUs);
  const marginUs = windowsUs.reduce((most, one) => Math.max(most, one), 0);
  const observations = [...rows.names, ...ownSightings(rows)];
  return buildNameTable(spansOfObservations(observations, toSensor, marginUs));
}

/** What the events themselves tell of their hosts' addresses. */
function* ownSightings({ book, events }: CaptureRows): Generator<NameObservation> {
  for (let event = 0; event < events.tuples.count; event += 1) {
    const source = sourceOf(events.tuples, event);
    const scope = book.scope(source);
    if (events.initiated[event] !== INITIATED.yes || scope === 'loopback') continue;
    const host = events.hosts[events.hostIds[event] ?? 0] ?? '';
    const timeUs = events.timesUs[event] ?? 0;
    const addresses = [book.text(source)];
    yield { fqdn: host, addresses, timeUs, ttlUs: null, feed: 'sysmon-connection', host };
  }
}

function hostFinder(capture: LinkableCapture, names: NameTable) {
  const ids = new Map(capture.events.hosts.map((host, id) => [canonicalName(host), id]));
  return (address: number, timeUs: number): number => {
    const found = names.namesOf(capture.book.text(address), timeUs).find((name) => ids.has(name));
    return ids.get(found ?? '') ?? -1;
  };
}

/** The matches as link rows, in order of event row, then rank. */
function draftsOf(plan: LinkPlan, matches: readonly Match[]): LinkDraft[] {
  const { capture, sensorTimesUs } = plan;
  const { events, flows } = capture;
  const drafts = matches.map(({ event, flow, method, confidence, rank }) => ({
    eventRowId: events.rowIds[event] ?? 0,
    flowRowId: flows.rowIds[flow] ?? 0,
    communityId: method === 'cid' ? communityId(tupleOf(capture, flow)) : null,
    dtMs: ((sensorTimesUs[event] ?? 0) - (flows.startsUs[flow] ?? 0)) / 1000,
    method,
    confidence,
    rank,
    windowMs: windowOf(plan, event) / 1000,
  }));
  return drafts.sort((a, b) => a.eventRowId - b.eventRowId || a.rank - b.rank);
}

function tupleOf({ book, flows: { tuples } }: LinkableCapture, flow: number): FlowTuple {
  return {
    protocol: String(tuples.protocol[flow] ?? 0),
    sourceAddress: book.text(sourceOf(tuples, flow)),
    sourcePort: sourcePortOf(tuples, flow),
    destinationAddress: book.text(destinationOf(tuples, flow)),
    destinationPort: destinationPortOf(tuples, flow),
  };
}
