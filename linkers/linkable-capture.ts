import type { AddressBook } from './address-book.ts';
import { type EventColumns, type FlowColumns, INITIATED } from './capture-columns.ts';
import { groupByKey, type KeyGroups } from './key-groups.ts';
import { TCP } from './protocol-number.ts';
import { destinationOf, sourceOf, sourcePortOf } from './tuple-columns.ts';
import { findTuples, indexTuples } from './tuple-index.ts';

/** Events and flows gathered by a key that both have. */
export interface KeyJoin {
  readonly keyCount: number;
  /** Events of a key, by stamp, then row id. */
  readonly eventsByKey: KeyGroups;
  /** Flows of a key, by start, then row id. */
  readonly flowsByKey: KeyGroups;
}

/** One capture with its events and flows gathered by tuple. */
export interface LinkableCapture extends KeyJoin {
  readonly book: AddressBook;
  readonly events: EventColumns;
  readonly flows: FlowColumns;
  /** Number of each event's tuple. */
  readonly eventKeys: Int32Array;
  /** Number of each flow's tuple, -1 where no event has it. */
  readonly flowKeys: Int32Array;
}

/**
 * Joins events and flows on their tuple: indexes the events, the smaller side, and probes the flows.
 *
 * Cost: O(events + flows) and the sorting of rows that share a tuple.
 */
export function gatherByTuple(
  book: AddressBook,
  events: EventColumns,
  flows: FlowColumns,
): LinkableCapture {
  const index = indexTuples(events.tuples);
  const flowKeys = findTuples(index, flows.tuples);
  return {
    book,
    events,
    flows,
    eventKeys: index.keys,
    flowKeys,
    keyCount: index.size,
    eventsByKey: groupByKey(index.keys, index.size, byEvent(events)),
    flowsByKey: groupByKey(flowKeys, index.size, byFlow(flows)),
  };
}

/** Order of event rows: by stamp, then row id. */
export function byEvent(events: EventColumns): (one: number, other: number) => number {
  return (one, other) =>
    (events.timesUs[one] ?? 0) - (events.timesUs[other] ?? 0) ||
    (events.rowIds[one] ?? 0) - (events.rowIds[other] ?? 0);
}

/** Order of flow rows: by start, then row id. */
export function byFlow(flows: FlowColumns): (one: number, other: number) => number {
  return (one, other) =>
    (flows.startsUs[one] ?? 0) - (flows.startsUs[other] ?? 0) ||
    (flows.rowIds[one] ?? 0) - (flows.rowIds[other] ?? 0);
}

/**
 * The address that the event's own host had: its source where the host opened the connection, its
 * destination where another did. Null where that is not said: of UDP that the host did not open,
 * Sysmon writes the host's end as source or as destination.
 */
export function ownAddress({ tuples, initiated }: EventColumns, event: number): number | null {
  if (initiated[event] !== INITIATED.no) return sourceOf(tuples, event);
  return tuples.protocol[event] === TCP ? destinationOf(tuples, event) : null;
}

/** All addresses that events show to be their hosts' own. */
export function ownAddresses(events: EventColumns): Set<number> {
  const own = new Set<number>();
  for (let event = 0; event < events.tuples.count; event += 1) {
    const address = ownAddress(events, event);
    if (address !== null) own.add(address);
  }
  return own;
}

/** Whether a flow row runs from the event's source to its destination. */
export function isForward(
  { events, flows }: LinkableCapture,
  event: number,
  flow: number,
): boolean {
  return (
    sourceOf(events.tuples, event) === sourceOf(flows.tuples, flow) &&
    sourcePortOf(events.tuples, event) === sourcePortOf(flows.tuples, flow)
  );
}
