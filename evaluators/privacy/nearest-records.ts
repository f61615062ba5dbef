import type { MixedRecords } from './mixed-records.ts';
import { prepareSearch, type SearchedRecords } from './record-search.ts';

/** The nearest record of each query. */
export interface Nearest {
  /** Mean over the columns, in 0..1. */
  readonly distance: Float64Array; // [queries]
  /** Row of the nearest: the first of equal records; of several alike the same one on every run. */
  readonly at: Int32Array; // [queries]
}

/**
 * The nearest records by Gower's distance: mean over columns of the difference of ranks, or of 0
 * and 1 where categories are equal and not.
 *
 * @param columns which columns count; all if not given
 * @see Gower, A general coefficient of similarity and some of its properties, 1971
 */
export function nearestRecords(
  queries: MixedRecords,
  among: MixedRecords,
  columns: readonly number[] = [...queries.columns.keys()],
): Nearest {
  const used = {
    categories: columns.filter((at) => at >= queries.numbers),
    numbers: columns.filter((at) => at < queries.numbers),
  };
  const asked = layOut(queries, used);
  const known = layOut(among, used);
  const firstAt = firstRows(known);
  const rows = Int32Array.from(firstAt.values());
  const search = prepareSearch(picked(known, rows), queries.rows);
  const keyOf = keyReader(asked);
  const found = new Map<number, { readonly sum: number; readonly row: number }>();
  for (const [key, row] of firstAt) found.set(key, { sum: 0, row });
  const distance = new Float64Array(queries.rows);
  const at = new Int32Array(queries.rows);
  for (let query = 0; query < queries.rows; query += 1) {
    const key = keyOf(query);
    let nearest = found.get(key);
    if (nearest === undefined) {
      const { sum, at: place } = search(pointAt(asked, query));
      nearest = { sum, row: rows[place] as number };
      found.set(key, nearest);
    }
    distance[query] = nearest.sum / columns.length;
    at[query] = nearest.row;
  }
  return { distance, at };
}

/** By row, the first row that equals it in all columns. */
export function firstEquals(records: MixedRecords): Int32Array {
  const categories = [...records.columns.keys()].filter((at) => at >= records.numbers);
  const numbers = [...records.columns.keys()].filter((at) => at < records.numbers);
  const laid = layOut(records, { categories, numbers });
  const first = firstRows(laid);
  const keyOf = keyReader(laid);
  return Int32Array.from({ length: laid.rows }, (_, row) => first.get(keyOf(row)) as number);
}

function layOut(
  { rows, values, columns: { length } }: MixedRecords,
  used: { readonly categories: readonly number[]; readonly numbers: readonly number[] },
): SearchedRecords {
  const from = [...used.categories, ...used.numbers];
  const width = from.length;
  const laid = new Float32Array(rows * width);
  for (let row = 0; row < rows; row += 1) {
    for (let at = 0; at < width; at += 1) {
      laid[row * width + at] = values[row * length + (from[at] as number)] as number;
    }
  }
  return { rows, width, categories: used.categories.length, values: laid };
}

function picked(records: SearchedRecords, rows: Int32Array): SearchedRecords {
  const values = new Float32Array(rows.length * records.width);
  for (const [to, row] of rows.entries()) values.set(pointAt(records, row), to * records.width);
  return { ...records, rows: rows.length, values };
}

function pointAt({ values, width }: SearchedRecords, row: number): Float32Array {
  return values.subarray(row * width, (row + 1) * width);
}

/** The first row of every distinct record, by its key; most telemetry recurs. */
function firstRows(records: SearchedRecords): ReadonlyMap<number, number> {
  const first = new Map<number, number>();
  const keyOf = keyReader(records);
  for (let row = 0; row < records.rows; row += 1) {
    const key = keyOf(row);
    if (!first.has(key)) first.set(key, row);
  }
  return first;
}

/** Reads a record's hash of 53 bits: texts as keys would cost more than the search. */
function keyReader({ values, width }: SearchedRecords): (row: number) => number {
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  return (row) => {
    let [high, low] = [0, 0];
    for (let at = row * width; at < (row + 1) * width; at += 1) {
      const cell = bits[at] as number;
      high = Math.imul(high ^ cell, 0x9e3779b1) ^ (high >>> 15);
      low = Math.imul(low ^ (cell >>> 3) ^ (cell << 7), 0x85ebca6b) ^ (low >>> 13);
    }
    return (high >>> 11) * 0x100000000 + (low >>> 0);
  };
}
