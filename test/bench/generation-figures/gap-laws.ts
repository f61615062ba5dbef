import { correlationOf } from '../../../evaluators/ceiling/cell-likeness.ts';
import { judgedOrNull } from '../../../evaluators/metric.ts';
import { type ColumnTable, numbersOf, subjectRuns } from './column-table.ts';
import type { ValueSample } from './laws.ts';
import { addSums, emptySums, type SubjectSums } from './subject-sums.ts';

/** Times between neighbours of a subject's rows, in microseconds. */
export function gapsOf(table: ColumnTable): ValueSample {
  const times = timesOf(table);
  const subject: number[] = [];
  const values: number[] = [];
  for (let row = 1; row < table.rows; row += 1) {
    if (table.subject[row] !== table.subject[row - 1]) continue;
    const gap = (times[row] as number) - (times[row - 1] as number);
    if (Number.isNaN(gap)) continue;
    subject.push(table.subject[row] as number);
    values.push(gap);
  }
  return {
    subjects: table.subjects,
    subject: Int32Array.from(subject),
    values: Float64Array.from(values),
  };
}

/** Numbers of gaps and of those that are zero. */
export function zeroGapSums({ subjects, subject, values }: ValueSample): SubjectSums {
  const sums = emptySums(subjects, 2);
  for (const [at, gap] of values.entries())
    addSums(sums, subject[at] as number, [1, gap === 0 ? 1 : 0]);
  return sums;
}

/** Share of the gaps that are zero. */
export function zeroShare([gaps = 0, zeros = 0]: Float64Array): number {
  return zeros / gaps;
}

/**
 * Windows from each subject's first row to its last, empty ones too, on one grid for all; their
 * rows, and the squares of these.
 */
export function windowSums(table: ColumnTable, windowUs: number): SubjectSums {
  const times = timesOf(table);
  const sums = emptySums(table.subjects, 3);
  for (const { position, from, to } of subjectRuns(table)) {
    addSums(sums, position, countWindows(times.subarray(from, to), windowUs));
  }
  return sums;
}

/** Variance over mean of the rows in a window, all subjects' windows together. */
export function fanoFactor([windows = 0, rows = 0, squares = 0]: Float64Array): number {
  const mean = rows / windows;
  return squares / windows / mean - mean;
}

/** Sums for the correlation of ln(1 + gap in ms) with that of the gap `lag` rows later. */
export function logGapSums({ subjects, subject, values }: ValueSample, lag: number): SubjectSums {
  const sums = emptySums(subjects, 6);
  const logs = values.map((gap) => Math.log1p(Math.max(0, gap) / 1000));
  for (let at = 0; at + lag < logs.length; at += 1) {
    if (subject[at] !== subject[at + lag]) continue;
    const [x, y] = [logs[at] as number, logs[at + lag] as number];
    addSums(sums, subject[at] as number, [1, x, y, x * x, y * y, x * y]);
  }
  return sums;
}

/** The correlation of such sums; NaN where a side does not vary. */
export function autocorrelation(sums: Float64Array): number {
  return judgedOrNull(() => correlationOf(sums)) ?? Number.NaN;
}

function timesOf(table: ColumnTable): Float64Array {
  return numbersOf(table, table.timeColumn ?? '');
}

/** @param times ascending, microseconds */
function countWindows(times: Float64Array, windowUs: number): readonly number[] {
  const [first, last] = [times[0] ?? Number.NaN, times[times.length - 1] ?? Number.NaN];
  if (Number.isNaN(first) || Number.isNaN(last)) return [0, 0, 0];
  const windows = Math.floor(last / windowUs) - Math.floor(first / windowUs) + 1;
  let [squares, current, count] = [0, Number.NaN, 0];
  for (const time of times) {
    const window = Math.floor(time / windowUs);
    if (window !== current) {
      squares += count * count;
      [current, count] = [window, 0];
    }
    count += 1;
  }
  return [windows, times.length, squares + count * count];
}
