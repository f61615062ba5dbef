import { firstAtLeast } from './first-at-least.ts';
/** Records laid out for a search: categories first, then numbers, the distinct ones only. */
export interface SearchedRecords {
  readonly rows: number;
  readonly categories: number;
  readonly width: number;
  readonly values: Float32Array; // [rows, width]
}

/** Where the nearest record lies, and its summed distance. */
export interface FoundRecord {
  readonly sum: number;
  readonly at: number;
}

/** Finds the nearest record to a point of the same layout. */
export type RecordSearch = (query: Float32Array) => FoundRecord;

const MOST_PIVOTS = 6;
const QUERIES_PER_PIVOT = 100;
/** Columns between two looks at the bound. */
const STRIDE = 8;

/**
 * Prepares a search for the nearest record, exact up to rounding.
 *
 * The distance is a metric, so that records whose distance to a pivot differs from the query's by
 * more than the least so far need no sum. Records are visited from the query's distance to the first pivot
 * outwards; pivots are far from each other.
 *
 * @param queries about how many will be asked: a few do not pay for many pivots
 * @see Micó, Oncina and Vidal, A new version of the nearest-neighbour approximating and eliminating
 * search algorithm (AESA), 1994
 */
export function prepareSearch(records: SearchedRecords, queries: number): RecordSearch {
  const pivots = farPivots(records, 1 + Math.floor(queries / QUERIES_PER_PIVOT));
  const first = pivots[0]?.distances ?? new Float64Array(0);
  const order = Int32Array.from(first.keys()).sort(
    (one, other) => (first[one] as number) - (first[other] as number) || one - other,
  );
  const sorted = reordered(records, order);
  const byPivot = pivots.map(({ distances }) =>
    Float64Array.from(order, (row) => distances[row] as number),
  );
  return (query) => {
    const toPivots = pivots.map(({ row }) => sumBelow(records, row, { query, least: INFINITE }));
    const found = searchOutwards(sorted, { query, toPivots, byPivot });
    return { sum: found.sum, at: order[found.at] as number };
  };
}

const INFINITE = Number.POSITIVE_INFINITY;

interface Pivot {
  readonly row: number;
  readonly distances: Float64Array; // [rows]
}

/** Each pivot is the record farthest from those before. */
function farPivots(records: SearchedRecords, wanted: number): readonly Pivot[] {
  const { rows, values, width } = records;
  const nearest = new Float64Array(rows).fill(INFINITE);
  const pivots: Pivot[] = [];
  let next = 0;
  while (pivots.length < Math.min(wanted, MOST_PIVOTS, rows)) {
    const query = values.subarray(next * width, (next + 1) * width);
    const distances = Float64Array.from({ length: rows }, (_, row) =>
      sumBelow(records, row, { query, least: INFINITE }),
    );
    pivots.push({ row: next, distances });
    for (let row = 0; row < rows; row += 1) {
      nearest[row] = Math.min(nearest[row] as number, distances[row] as number);
      if ((nearest[row] as number) > (nearest[next] as number)) next = row;
    }
  }
  return pivots;
}

function reordered(records: SearchedRecords, order: Int32Array): SearchedRecords {
  const { width } = records;
  const values = new Float32Array(records.values.length);
  for (const [to, from] of order.entries()) {
    values.set(records.values.subarray(from * width, (from + 1) * width), to * width);
  }
  return { ...records, values };
}

interface Search {
  readonly query: Float32Array;
  readonly toPivots: readonly number[];
  /** Ascending for the first pivot. */
  readonly byPivot: readonly Float64Array[];
}

function searchOutwards(records: SearchedRecords, search: Search): FoundRecord {
  const { query, toPivots, byPivot } = search;
  const [first, own] = [byPivot[0] as Float64Array, toPivots[0] as number];
  const best = { query, least: INFINITE };
  const above = firstAtLeast(first, own);
  const walk: Walk = { above, below: above - 1, row: -1, gap: 0 };
  let found = -1;
  while (advance(walk, first, own) && walk.gap < best.least) {
    if (isFar(search, walk.row, best.least)) continue;
    const sum = sumBelow(records, walk.row, best);
    if (sum < best.least) [best.least, found] = [sum, walk.row];
  }
  return { sum: best.least, at: found };
}

/** The records next to be visited on both sides, and the one that is. */
interface Walk {
  below: number;
  above: number;
  row: number;
  gap: number;
}

/** Visits the nearer side; false where no record is left. */
function advance(walk: Walk, first: Float64Array, own: number): boolean {
  const down = walk.below < 0 ? INFINITE : own - (first[walk.below] as number);
  const up = walk.above >= first.length ? INFINITE : (first[walk.above] as number) - own;
  walk.gap = Math.min(down, up);
  walk.row = down < up ? walk.below : walk.above;
  if (down < up) walk.below -= 1;
  else walk.above += 1;
  return walk.gap < INFINITE;
}

function isFar({ toPivots, byPivot }: Search, row: number, least: number): boolean {
  for (let pivot = 1; pivot < byPivot.length; pivot += 1) {
    const distance = (byPivot[pivot] as Float64Array)[row] as number;
    if (Math.abs((toPivots[pivot] as number) - distance) >= least) return true;
  }
  return false;
}

/** The summed distance of a record; stops soon after it reaches the bound. */
function sumBelow(
  { values, width, categories }: SearchedRecords,
  row: number,
  { query, least }: { readonly query: Float32Array; readonly least: number },
): number {
  const from = row * width;
  let sum = 0;
  for (let column = 0; column < categories; column += 1) {
    if (values[from + column] !== query[column]) sum += 1;
  }
  for (let start = categories; start < width && sum < least; start += STRIDE) {
    const end = Math.min(width, start + STRIDE);
    for (let column = start; column < end; column += 1) {
      const gap = Math.abs((values[from + column] as number) - (query[column] as number));
      sum += Math.min(1, gap);
    }
  }
  return sum;
}
