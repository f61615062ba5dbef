import { correlationLikeness, PAIR_SUMS } from '../ceiling/cell-likeness.ts';
import type { CellLaw } from '../ceiling/score-cells.ts';
import type { SubjectCells } from '../ceiling/subject-cells.ts';
import type { PacedRows, PacedSides, PacedTable } from './paced-rows.ts';

/** Distances over which correlations are judged: rows, or seconds for counts. */
export const LAGS = [1, 5, 20] as const;

const SECOND_US = 1_000_000;
const SUMS = PAIR_SUMS.length;

/**
 * Correlations at distances 1, 5 and 20 of ln(1 + number) of each numeric column, of ln(1 + gap) in
 * milliseconds, and of rows a second (zeros between a subject's first and last row included).
 *
 * Pairs lie within subjects and are pooled over them. The floor shuffles the column, or has even
 * pace.
 */
export function* autocorrelationLaws({ rows, series }: PacedTable): Generator<CellLaw> {
  const gaps = onSides(rows, logGaps);
  for (const lag of LAGS) {
    for (const one of series) {
      const pooled = (side: keyof PacedSides<unknown>) => pooledPairs(rows[side], one[side], lag);
      yield law(`${one.name}, lag ${lag}`, pooled);
    }
    yield law(`ln gap, lag ${lag}`, (side) => pooledPairs(rows[side], gaps[side], lag));
    yield law(`rows a second, lag ${lag} s`, (side) => pooledCounts(rows[side], lag));
  }
}

function law(name: string, cellsOf: (side: keyof PacedSides<unknown>) => SubjectCells): CellLaw {
  return {
    name,
    size: SUMS,
    original: cellsOf('original'),
    synthetic: cellsOf('synthetic'),
    naive: cellsOf('naive'),
    likeness: correlationLikeness,
  };
}

/** ln(1 + ms) from the row before in the same subject; NaN for a subject's first row. */
function logGaps({ subject, timesUs }: PacedRows): Float64Array {
  const gaps = new Float64Array(timesUs.length).fill(Number.NaN);
  for (let row = 1; row < gaps.length; row += 1) {
    if (subject[row] !== subject[row - 1]) continue;
    gaps[row] = Math.log1p(
      Math.max(0, (timesUs[row] as number) - (timesUs[row - 1] as number)) / 1000,
    );
  }
  return gaps;
}

/** Sums over pairs of a subject's rows that lie `lag` rows apart. */
function pooledPairs(
  { subjects, subject }: PacedRows,
  values: Float64Array,
  lag: number,
): SubjectCells {
  const sums = emptySums(subjects);
  const pair = new Float64Array(SUMS);
  for (let row = 0; row + lag < values.length; row += 1) {
    const position = subject[row] as number;
    const [x, y] = [values[row] as number, values[row + lag] as number];
    if (position !== subject[row + lag] || Number.isNaN(x) || Number.isNaN(y)) continue;
    pair[0] = 1;
    pair[1] = x;
    pair[2] = y;
    pair[3] = x * x;
    pair[4] = y * y;
    pair[5] = x * y;
    addPair(sums.weights, position * SUMS, pair);
  }
  return sums;
}

/** Sums over pairs of seconds that lie `lag` apart, from a subject's first second to its last. */
function pooledCounts({ subjects, subject, timesUs }: PacedRows, lag: number): SubjectCells {
  const sums = emptySums(subjects);
  for (let from = 0; from < subject.length; ) {
    let to = from;
    while (to < subject.length && subject[to] === subject[from]) to += 1;
    const counts = secondCounts(timesUs.subarray(from, to));
    const pairs = counts === null ? null : countPairs(counts, lag);
    if (pairs !== null) addPair(sums.weights, (subject[from] as number) * SUMS, pairs);
    from = to;
  }
  return sums;
}

/** Adds sums in the order of `PAIR_SUMS`. */
function addPair(weights: Float64Array, at: number, pair: Float64Array): void {
  for (let cell = 0; cell < SUMS; cell += 1) {
    weights[at + cell] = (weights[at + cell] as number) + (pair[cell] as number);
  }
}

/** Rows by second, seconds without any left out; null where a time is missing. */
function secondCounts(timesUs: Float64Array): ReadonlyMap<number, number> | null {
  const counts = new Map<number, number>();
  for (const time of timesUs) {
    if (Number.isNaN(time)) return null;
    const second = Math.floor(time / SECOND_US);
    counts.set(second, (counts.get(second) ?? 0) + 1);
  }
  return counts;
}

/** Zero counts add nothing to a sum, so that only the seconds with rows are visited. */
function countPairs(counts: ReadonlyMap<number, number>, lag: number): Float64Array | null {
  const seconds = [...counts.keys()];
  const [first, last] = [seconds[0] ?? 0, seconds[seconds.length - 1] ?? 0];
  const n = last - first + 1 - lag;
  if (n < 1) return null;
  let [x, y, xx, yy, xy] = [0, 0, 0, 0, 0];
  for (const [second, count] of counts) {
    if (second <= last - lag) {
      x += count;
      xx += count * count;
    }
    if (second >= first + lag) {
      y += count;
      yy += count * count;
    }
    xy += count * (counts.get(second + lag) ?? 0);
  }
  return Float64Array.of(n, x, y, xx, yy, xy);
}

function emptySums(subjects: number): SubjectCells {
  return {
    subjects,
    starts: Int32Array.from({ length: subjects + 1 }, (_, position) => position * SUMS),
    cells: Int32Array.from({ length: subjects * SUMS }, (_, at) => at % SUMS),
    weights: new Float64Array(subjects * SUMS),
  };
}

function onSides<T, U>(sides: PacedSides<T>, of: (side: T) => U): PacedSides<U> {
  return {
    original: of(sides.original),
    synthetic: of(sides.synthetic),
    naive: of(sides.naive),
  };
}
