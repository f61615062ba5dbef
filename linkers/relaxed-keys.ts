import { INITIATED } from './capture-columns.ts';
import { groupByKey } from './key-groups.ts';
import {
  byEvent,
  byFlow,
  type KeyJoin,
  type LinkableCapture,
  ownAddress,
  ownAddresses,
} from './linkable-capture.ts';
import { hasPorts, TCP, UDP } from './protocol-number.ts';
import {
  appendTuple,
  type CodedTuple,
  createTupleColumns,
  destinationOf,
  destinationPortOf,
  NO_PORT,
  sourceOf,
  sourcePortOf,
  type TupleColumns,
} from './tuple-columns.ts';
import { findTuples, indexTuples } from './tuple-index.ts';

/** A key that stands in for the five-tuple where the sensor cannot see all of it. */
export interface RelaxedKey {
  /** Key of an event, null where it is not to be linked so. */
  ofEvent(event: number): CodedTuple | null;
  /** Key of a flow that runs from initiator to service, null where it is not to be linked so. */
  ofFlow(flow: number): CodedTuple | null;
}

/** Gathers the rows that have a relaxed key. Cost: as `gatherByTuple`. */
export function joinByKey(capture: LinkableCapture, key: RelaxedKey): KeyJoin {
  const events = keyColumns(capture.events.tuples.count, key.ofEvent);
  const flows = keyColumns(capture.flows.tuples.count, key.ofFlow);
  const index = indexTuples(events.columns);
  const eventKeys = spread(index.keys, events.rows, capture.events.tuples.count);
  const found = findTuples(index, flows.columns);
  const flowKeys = spread(found, flows.rows, capture.flows.tuples.count);
  return {
    keyCount: index.size,
    eventsByKey: groupByKey(eventKeys, index.size, byEvent(capture.events)),
    flowsByKey: groupByKey(flowKeys, index.size, byFlow(capture.flows)),
  };
}

/** Protocol, initiator, service and its port: what is left where the initiator's port is lost. */
export function lostPortKey({ events, flows }: LinkableCapture): RelaxedKey {
  return {
    ofEvent: (event) => {
      const { tuples } = events;
      return {
        source: sourceOf(tuples, event),
        sourcePort: NO_PORT,
        destination: destinationOf(tuples, event),
        destinationPort: destinationPortOf(tuples, event),
        protocol: tuples.protocol[event] ?? 0,
        ordered: true,
      };
    },
    ofFlow: (flow) => {
      const protocol = flows.tuples.protocol[flow] ?? 0;
      const from = sourcePortOf(flows.tuples, flow);
      const to = destinationPortOf(flows.tuples, flow);
      if ((protocol !== TCP && protocol !== UDP) || from > 0 === to > 0) return null;
      if (flows.oneWay[flow] === 1 && from > 0) return null;
      const [source, destination] = [
        sourceOf(flows.tuples, flow),
        destinationOf(flows.tuples, flow),
      ];
      return {
        source: to > 0 ? source : destination,
        sourcePort: NO_PORT,
        destination: to > 0 ? destination : source,
        destinationPort: Math.max(from, to),
        protocol,
        ordered: true,
      };
    },
  };
}

/**
 * Protocol, service and its port: what is left where the initiator's address is translated.
 *
 * Only for hosts none of whose own addresses the sensor saw.
 *
 * @param keepsPort whether the translation is taken to leave the initiator's port as it was
 */
export function translatedKey(capture: LinkableCapture, keepsPort: boolean): RelaxedKey {
  const { events, flows } = capture;
  const { hidden, own } = hiddenHosts(capture);
  const keyOf = (tuples: TupleColumns, row: number): CodedTuple | null => {
    const protocol = tuples.protocol[row] ?? 0;
    if (!hasPorts(protocol)) return null;
    return {
      source: 0,
      sourcePort: keepsPort ? sourcePortOf(tuples, row) : NO_PORT,
      destination: destinationOf(tuples, row),
      destinationPort: destinationPortOf(tuples, row),
      protocol,
      ordered: true,
    };
  };
  return {
    ofEvent: (event) => {
      const isHidden = hidden.has(events.hostIds[event] ?? -1);
      return isHidden && events.initiated[event] !== INITIATED.no
        ? keyOf(events.tuples, event)
        : null;
    },
    ofFlow: (flow) => (own.has(sourceOf(flows.tuples, flow)) ? null : keyOf(flows.tuples, flow)),
  };
}

/** Hosts that open connections from addresses no flow shows, and all hosts' own addresses. */
function hiddenHosts(capture: LinkableCapture): { hidden: Set<number>; own: Set<number> } {
  const { events, flows } = capture;
  const own = ownAddresses(events);
  const seen = new Set<number>();
  for (let flow = 0; flow < flows.tuples.count; flow += 1) {
    const [low = 0, high = 0] = [flows.tuples.low[flow], flows.tuples.high[flow]];
    if (own.has(low)) seen.add(low);
    if (own.has(high)) seen.add(high);
  }
  const hidden = new Set<number>();
  const shown = new Set<number>();
  for (let event = 0; event < events.tuples.count; event += 1) {
    const address = ownAddress(events, event);
    if (address !== null) (seen.has(address) ? shown : hidden).add(events.hostIds[event] ?? -1);
  }
  return { hidden: new Set([...hidden].filter((host) => !shown.has(host))), own };
}

function keyColumns(
  count: number,
  keyOf: (row: number) => CodedTuple | null,
): { columns: TupleColumns; rows: number[] } {
  const columns = createTupleColumns();
  const rows: number[] = [];
  for (let row = 0; row < count; row += 1) {
    const key = keyOf(row);
    if (key === null) continue;
    appendTuple(columns, key);
    rows.push(row);
  }
  return { columns, rows };
}

/** Keys of some rows laid out over all of them, -1 elsewhere. */
function spread(keys: Int32Array, rows: readonly number[], count: number): Int32Array {
  const all = new Int32Array(count).fill(-1);
  rows.forEach((row, at) => {
    all[row] = keys[at] ?? -1;
  });
  return all;
}
