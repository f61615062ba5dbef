import type { TupleColumns } from './tuple-columns.ts';

/** The distinct tuples of some rows, numbered from 0 in order of appearance. */
export interface TupleIndex {
  readonly size: number;
  /** Number of each row's tuple. */
  readonly keys: Int32Array;
  /** Number of the tuple in a row of other columns, -1 where it is not among these. */
  find(others: TupleColumns, row: number): number;
}

/**
 * Indexes rows by their tuple, in an open-addressing table at most half full.
 *
 * Cost: O(n) to build, O(1) to find; 8 to 16 bytes a row.
 */
export function indexTuples(columns: TupleColumns): TupleIndex {
  const slots = new Int32Array(tableSize(columns.count)).fill(-1);
  const keys = new Int32Array(columns.count);
  const firstRows = new Int32Array(columns.count);
  let size = 0;
  const locate = (others: TupleColumns, row: number): number => {
    const mask = slots.length - 1;
    let slot = hashTuple(others, row) & mask;
    for (let key = slots[slot] ?? -1; key >= 0; key = slots[slot] ?? -1) {
      if (isSameTuple(columns, firstRows[key] ?? 0, { others, row })) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  };
  for (let row = 0; row < columns.count; row += 1) {
    const slot = locate(columns, row);
    if (slots[slot] === -1) {
      slots[slot] = size;
      firstRows[size] = row;
      size += 1;
    }
    keys[row] = slots[slot] ?? -1;
  }
  return { size, keys, find: (others, row) => slots[locate(others, row)] ?? -1 };
}

/** Numbers of the other rows' tuples in the index, -1 where it has none. */
export function findTuples(index: TupleIndex, others: TupleColumns): Int32Array {
  const keys = new Int32Array(others.count);
  for (let row = 0; row < others.count; row += 1) keys[row] = index.find(others, row);
  return keys;
}

function tableSize(rows: number): number {
  let size = 16;
  while (size < rows * 2) size *= 2;
  return size;
}

/** Mixes the words of a tuple; multipliers and shifts as in MurmurHash3. */
function hashTuple(columns: TupleColumns, row: number): number {
  const low = columns.low[row] ?? 0;
  const high = columns.high[row] ?? 0;
  let mixed = Math.imul(low | 0, 0xcc9e2d51) ^ ((low / 0x100000000) | 0);
  mixed = Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
  mixed = Math.imul(mixed ^ (high | 0) ^ ((high / 0x100000000) << 7), 0xcc9e2d51);
  mixed = Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0x6546b64;
  mixed ^= Math.imul((columns.lowPort[row] ?? 0) + 0x10001, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0xc2b2ae35);
  mixed ^= Math.imul(
    (columns.highPort[row] ?? 0) + (columns.protocol[row] ?? 0) * 0x10001,
    0x9e3779b1,
  );
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0x85ebca6b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function isSameTuple(
  columns: TupleColumns,
  row: number,
  than: { readonly others: TupleColumns; readonly row: number },
): boolean {
  const { others } = than;
  return (
    columns.low[row] === others.low[than.row] &&
    columns.high[row] === others.high[than.row] &&
    columns.lowPort[row] === others.lowPort[than.row] &&
    columns.highPort[row] === others.highPort[than.row] &&
    columns.protocol[row] === others.protocol[than.row]
  );
}
