import type { LinkableEvent, LinkableFlow } from '../engine/pipeline/ports.ts';
import type { AddressBook } from './address-book.ts';
import {
  appendTuple,
  codeTuple,
  createTupleColumns,
  type TupleColumns,
  widened,
} from './tuple-columns.ts';

/** Whether the host opened the connection, as the event says. */
export const INITIATED = { no: 0, yes: 1, unknown: 2 } as const;

/** Network events, a column a part; times on the host's clock. */
export interface EventColumns {
  readonly tuples: TupleColumns;
  rowIds: Float64Array;
  timesUs: Float64Array;
  /** Number of the host in `hosts`. */
  hostIds: Int32Array;
  initiated: Uint8Array;
  readonly hosts: string[];
}

/** Flows, a column a part; about 50 bytes a row. */
export interface FlowColumns {
  readonly tuples: TupleColumns;
  rowIds: Float64Array;
  startsUs: Float64Array;
  endsUs: Float64Array;
  oneWay: Uint8Array;
}

export function createEventColumns(): EventColumns {
  return {
    tuples: createTupleColumns(),
    rowIds: new Float64Array(1024),
    timesUs: new Float64Array(1024),
    hostIds: new Int32Array(1024),
    initiated: new Uint8Array(1024),
    hosts: [],
  };
}

export function createFlowColumns(): FlowColumns {
  return {
    tuples: createTupleColumns(),
    rowIds: new Float64Array(1024),
    startsUs: new Float64Array(1024),
    endsUs: new Float64Array(1024),
    oneWay: new Uint8Array(1024),
  };
}

/** Adds an event; `hostIds` numbers the hosts and is shared by the calls for one capture. */
export function appendEvent(
  columns: EventColumns,
  event: LinkableEvent,
  context: { readonly book: AddressBook; readonly hostIds: Map<string, number> },
): void {
  const row = columns.tuples.count;
  appendTuple(columns.tuples, codeTuple(context.book, event.tuple));
  if (row === columns.rowIds.length) growEvents(columns);
  columns.rowIds[row] = event.rowId;
  columns.timesUs[row] = event.timeUs;
  columns.hostIds[row] = hostId(columns, event.host, context.hostIds);
  columns.initiated[row] =
    event.initiated === null ? INITIATED.unknown : event.initiated ? INITIATED.yes : INITIATED.no;
}

export function appendFlow(columns: FlowColumns, flow: LinkableFlow, book: AddressBook): void {
  const row = columns.tuples.count;
  appendTuple(columns.tuples, codeTuple(book, flow.tuple));
  if (row === columns.rowIds.length) growFlows(columns);
  columns.rowIds[row] = flow.rowId;
  columns.startsUs[row] = flow.startUs;
  columns.endsUs[row] = flow.endUs;
  columns.oneWay[row] = flow.oneWay ? 1 : 0;
}

function hostId(columns: EventColumns, host: string, hostIds: Map<string, number>): number {
  const known = hostIds.get(host);
  if (known !== undefined) return known;
  const next = columns.hosts.push(host) - 1;
  hostIds.set(host, next);
  return next;
}

function growEvents(columns: EventColumns): void {
  const capacity = columns.rowIds.length * 2;
  columns.rowIds = widened(columns.rowIds, new Float64Array(capacity));
  columns.timesUs = widened(columns.timesUs, new Float64Array(capacity));
  columns.hostIds = widened(columns.hostIds, new Int32Array(capacity));
  columns.initiated = widened(columns.initiated, new Uint8Array(capacity));
}

function growFlows(columns: FlowColumns): void {
  const capacity = columns.rowIds.length * 2;
  columns.rowIds = widened(columns.rowIds, new Float64Array(capacity));
  columns.startsUs = widened(columns.startsUs, new Float64Array(capacity));
  columns.endsUs = widened(columns.endsUs, new Float64Array(capacity));
  columns.oneWay = widened(columns.oneWay, new Uint8Array(capacity));
}
