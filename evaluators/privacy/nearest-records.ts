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
  const width = queries.columns.length;
  const used = columns ?? [...Array(width).keys()];
  const split = {
    categories: used.filter((at) => at >= queries.numbers),
    numbers: used.filter((at) => at < queries.numbers),
  };
  const distance = new Float64Array(queries.rows);
  const at = new Int32Array(queries.rows);
  for (let row = 0; row < queries.rows; row += 1) {
    const found = nearestTo(queries.values.subarray(row * width, (row + 1) * width), among, split);
    distance[row] = found.sum / used.length;
    at[row] = found.row;
  }
  return { distance, at };
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
  { values, rows }: MixedRecords,
  used: UsedColumns,
): { readonly sum: number; readonly row: number } {
  const search: Search = { ...used, query, least: Number.POSITIVE_INFINITY };
  let found = -1;
  for (let row = 0; row < rows && search.least > 0; row += 1) {
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
