import type { MixedRecords } from './mixed-records.ts';

/** The nearest record of each query. */
export interface Nearest {
  /** Mean over the columns, in 0..1. */
  readonly distance: Float64Array; // [queries]
  /** Row of the nearest; the first of several alike. */
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
  columns?: readonly number[],
): Nearest {
  const used = columns ?? [...Array(queries.columns.length).keys()];
  const split = {
    categories: used.filter((at) => at >= queries.numbers),
    numbers: used.filter((at) => at < queries.numbers),
  };
  const firstAt = firstRows(among, used);
  const keyOf = keyReader(queries, used);
  const distinct = Int32Array.from(firstAt.values());
  const known = new Map<number, { readonly sum: number; readonly row: number }>();
  const distance = new Float64Array(queries.rows);
  const at = new Int32Array(queries.rows);
  const width = queries.columns.length;
  for (let row = 0; row < queries.rows; row += 1) {
    const key = keyOf(row);
    const same = firstAt.get(key);
    const query = queries.values.subarray(row * width, (row + 1) * width);
    const found =
      same !== undefined
        ? { sum: 0, row: same }
        : (known.get(key) ?? nearestTo(query, { values: among.values, rows: distinct }, split));
    known.set(key, found);
    distance[row] = found.sum / used.length;
    at[row] = found.row;
  }
  return { distance, at };
}

/** The first row of every distinct record; most telemetry recurs. */
function firstRows(records: MixedRecords, columns: readonly number[]): ReadonlyMap<number, number> {
  const first = new Map<number, number>();
  const keyOf = keyReader(records, columns);
  for (let row = 0; row < records.rows; row += 1) {
    const key = keyOf(row);
    if (!first.has(key)) first.set(key, row);
  }
  return first;
}

/** Reads a record's hash of 53 bits: texts as keys would cost more than the search. */
function keyReader(
  { values, columns: { length } }: MixedRecords,
  columns: readonly number[],
): (row: number) => number {
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  return (row) => {
    let [high, low] = [0, 0];
    for (const column of columns) {
      const cell = bits[row * length + column] as number;
      high = Math.imul(high ^ cell, 0x9e3779b1) ^ (high >>> 15);
      low = Math.imul(low ^ (cell >>> 3) ^ (cell << 7), 0x85ebca6b) ^ (low >>> 13);
    }
    return (high >>> 11) * 0x100000000 + (low >>> 0);
  };
}

interface UsedColumns {
  /** They part records at once, so that most sums stop early. */
  readonly categories: readonly number[];
  readonly numbers: readonly number[];
}

/** One query; changed in place, as a new object for each record would cost more than the sum. */
interface Search extends UsedColumns {
  readonly query: Float32Array;
  least: number;
}

function nearestTo(
  query: Float32Array,
  { values, rows }: { readonly values: Float32Array; readonly rows: Int32Array },
  used: UsedColumns,
): { readonly sum: number; readonly row: number } {
  const search: Search = { ...used, query, least: Number.POSITIVE_INFINITY };
  let found = -1;
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] as number;
    const sum = sumBelow(values, row * query.length, search);
    if (sum < search.least) {
      search.least = sum;
      found = row;
    }
  }
  return { sum: search.least, row: found };
}

/** The summed distance to the record that starts there; stops once it reaches the least so far. */
function sumBelow(values: Float32Array, from: number, search: Search): number {
  const { query, categories, numbers, least } = search;
  let sum = 0;
  for (let one = 0; one < categories.length && sum < least; one += 1) {
    const column = categories[one] as number;
    if (values[from + column] !== query[column]) sum += 1;
  }
  for (let one = 0; one < numbers.length && sum < least; one += 1) {
    const column = numbers[one] as number;
    const gap = Math.abs((values[from + column] as number) - (query[column] as number));
    sum += Math.min(1, gap);
  }
  return sum;
}
