import type { FlowTuple } from '../engine/pipeline/ports.ts';
import { ADDRESS_SCOPES, type AddressBook, type AddressScope } from './address-book.ts';
import { hasPorts, ICMP, ICMP_V6, icmpCounterpart, protocolNumber } from './protocol-number.ts';

/** Stands for a port that the record lacks. */
export const NO_PORT = -1;

/** Stands for a protocol whose name is unknown. */
const UNKNOWN_PROTOCOL = 255;

/** Five-tuples without their direction, a column a part; 26 bytes a row. */
export interface TupleColumns {
  count: number;
  low: Float64Array;
  high: Float64Array;
  lowPort: Int32Array;
  highPort: Int32Array;
  protocol: Uint8Array;
  /** 1 where the source is the high end. */
  swapped: Uint8Array;
}

/** One tuple as numbers, its direction kept. */
export interface CodedTuple {
  readonly source: number;
  readonly sourcePort: number;
  readonly destination: number;
  readonly destinationPort: number;
  readonly protocol: number;
  /** Direction is part of the key (one-way ICMP). */
  readonly ordered?: boolean;
}

/** Opens empty columns with room for `capacity` rows. */
export function createTupleColumns(capacity = 1024): TupleColumns {
  return {
    count: 0,
    low: new Float64Array(capacity),
    high: new Float64Array(capacity),
    lowPort: new Int32Array(capacity),
    highPort: new Int32Array(capacity),
    protocol: new Uint8Array(capacity),
    swapped: new Uint8Array(capacity),
  };
}

/** Adds a tuple, its ends in the order of Community ID (by address code, then by port). */
export function appendTuple(columns: TupleColumns, tuple: CodedTuple): void {
  if (columns.count === columns.low.length) growTuples(columns);
  const row = columns.count;
  columns.count += 1;
  const isSwapped =
    tuple.ordered !== true &&
    (tuple.source > tuple.destination ||
      (tuple.source === tuple.destination && tuple.sourcePort > tuple.destinationPort));
  columns.low[row] = isSwapped ? tuple.destination : tuple.source;
  columns.high[row] = isSwapped ? tuple.source : tuple.destination;
  columns.lowPort[row] = isSwapped ? tuple.destinationPort : tuple.sourcePort;
  columns.highPort[row] = isSwapped ? tuple.sourcePort : tuple.destinationPort;
  columns.protocol[row] = tuple.protocol;
  columns.swapped[row] = isSwapped ? 1 : 0;
}

/**
 * Turns a tuple into numbers such that two tuples are one conversation where their Community ID
 * would be equal.
 */
export function codeTuple(book: AddressBook, tuple: FlowTuple): CodedTuple {
  const source = book.code(tuple.sourceAddress);
  const destination = book.code(tuple.destinationAddress);
  const named = protocolNumber(tuple.protocol) ?? UNKNOWN_PROTOCOL;
  const protocol = named === ICMP && book.isVersion6(source) ? ICMP_V6 : named;
  if (!hasPorts(protocol)) {
    return { source, destination, protocol, sourcePort: NO_PORT, destinationPort: NO_PORT };
  }
  const sourcePort = tuple.sourcePort ?? NO_PORT;
  const destinationPort = tuple.destinationPort ?? NO_PORT;
  if ((protocol !== ICMP && protocol !== ICMP_V6) || sourcePort === NO_PORT) {
    return { source, destination, protocol, sourcePort, destinationPort };
  }
  const answer = icmpCounterpart(protocol, sourcePort);
  return answer === null
    ? { source, destination, protocol, sourcePort, destinationPort, ordered: true }
    : { source, destination, protocol, sourcePort, destinationPort: answer };
}

/** The least ordinary scope of a tuple's ends. */
export function scopeOf(book: AddressBook, columns: TupleColumns, row: number): AddressScope {
  const low = ADDRESS_SCOPES.indexOf(book.scope(columns.low[row] ?? 0));
  const high = ADDRESS_SCOPES.indexOf(book.scope(columns.high[row] ?? 0));
  return ADDRESS_SCOPES[Math.max(low, high)] ?? 'ordinary';
}

export function sourceOf(columns: TupleColumns, row: number): number {
  return (columns.swapped[row] === 1 ? columns.high[row] : columns.low[row]) ?? 0;
}

export function destinationOf(columns: TupleColumns, row: number): number {
  return (columns.swapped[row] === 1 ? columns.low[row] : columns.high[row]) ?? 0;
}

export function sourcePortOf(columns: TupleColumns, row: number): number {
  return (columns.swapped[row] === 1 ? columns.highPort[row] : columns.lowPort[row]) ?? NO_PORT;
}

export function destinationPortOf(columns: TupleColumns, row: number): number {
  return (columns.swapped[row] === 1 ? columns.lowPort[row] : columns.highPort[row]) ?? NO_PORT;
}

function growTuples(columns: TupleColumns): void {
  const capacity = Math.max(1024, columns.low.length * 2);
  columns.low = widened(columns.low, new Float64Array(capacity));
  columns.high = widened(columns.high, new Float64Array(capacity));
  columns.lowPort = widened(columns.lowPort, new Int32Array(capacity));
  columns.highPort = widened(columns.highPort, new Int32Array(capacity));
  columns.protocol = widened(columns.protocol, new Uint8Array(capacity));
  columns.swapped = widened(columns.swapped, new Uint8Array(capacity));
}

/** The wider array, filled with what the old one held. */
export function widened<T extends Float64Array | Int32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
