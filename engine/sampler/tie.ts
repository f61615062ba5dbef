import { columnIndex, type EndpointTuple, type TableSchema } from '../schema/table-schema.ts';
import type { ActivityKind } from '../sequences/activities.ts';
import { FIRST } from '../sequences/codes.ts';

/** Positions of a five-tuple's columns: source address and port, destination's, protocol. */
export type TupleColumns = readonly [number, number, number, number, number];

const SWAPPED = [2, 3, 0, 1, 4] as const;

/** The tuple's columns in a table. */
export function tupleColumns(table: TableSchema, tuple: EndpointTuple): TupleColumns {
  return [
    columnIndex(table, tuple.sourceAddress),
    columnIndex(table, tuple.sourcePort),
    columnIndex(table, tuple.destinationAddress),
    columnIndex(table, tuple.destinationPort),
    columnIndex(table, tuple.protocol),
  ];
}

/** Code of how a row's tuple repeats another's: the direction, and which parts agree. */
export function tieCode(own: readonly unknown[], other: readonly unknown[]): number {
  const forward = mask(own, other, false);
  const backward = mask(own, other, true);
  return bits(backward) > bits(forward) ? FIRST + 32 + backward : FIRST + forward;
}

function mask(own: readonly unknown[], other: readonly unknown[], isSwapped: boolean): number {
  let found = 0;
  for (let part = 0; part < 5; part += 1) {
    const from = isSwapped ? (SWAPPED[part] as number) : part;
    if (own[part] === other[from]) found |= 1 << part;
  }
  return found;
}

function bits(value: number): number {
  let count = 0;
  for (let left = value; left > 0; left >>= 1) count += left & 1;
  return count;
}

/** For each part of the own tuple: the part of the other that it repeats, -1 for none. */
export function tiedParts(code: number): readonly number[] {
  if (code < FIRST) return [-1, -1, -1, -1, -1];
  const isSwapped = code - FIRST >= 32;
  const agreeing = (code - FIRST) % 32;
  return [0, 1, 2, 3, 4].map((part) => {
    if ((agreeing & (1 << part)) === 0) return -1;
    return isSwapped ? (SWAPPED[part] as number) : part;
  });
}

/** The first link of a slot to an earlier slot of its activity. */
export function tieEdge(kind: ActivityKind, slot: number) {
  for (const one of kind.links) {
    if (one.from === slot && one.to < slot) return { link: one.link, other: one.to };
    if (one.to === slot && one.from < slot) return { link: one.link, other: one.from };
  }
  return null;
}
