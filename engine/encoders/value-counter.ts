import type { Sample } from './encoder.ts';

/** Distinct numbers of a sample, ascending, and the span of each subject's. */
export interface CountedValues {
  readonly values: Float64Array;
  readonly rows: Float64Array;
  readonly subjects: Float64Array;
  /** Smallest and largest value of each subject that holds any. */
  readonly lows: readonly number[];
  readonly highs: readonly number[];
}

/**
 * Counts the distinct numbers of a sample; missing cells and NaN are left out.
 *
 * Sorts within subjects, then over all: several times as fast as a map, and the ends of each subject
 * come with it.
 */
export function countValues(sample: Sample<number>): CountedValues {
  const { numbers, starts } = gather(sample);
  const once = new Float64Array(numbers.length);
  const lows: number[] = [];
  const highs: number[] = [];
  let size = 0;
  for (let index = 0; index + 1 < starts.length; index += 1) {
    const own = numbers.subarray(starts[index], starts[index + 1]);
    if (own.length > 1) own.sort();
    size = copyDistinct(own, once, size);
    lows.push(own[0] as number);
    highs.push(own[own.length - 1] as number);
  }
  const pairs = once.subarray(0, size).sort();
  const rows = runLengths(numbers.sort());
  const subjects = runLengths(pairs);
  return { values: rows.values, rows: rows.lengths, subjects: subjects.lengths, lows, highs };
}

/** The numbers that are there, and where each subject's begin; the last start is the end. */
function gather(sample: Sample<number>): { numbers: Float64Array; starts: number[] } {
  const numbers = new Float64Array(sample.length);
  const starts: number[] = [];
  let [size, subject] = [0, Number.NaN];
  for (let row = 0; row < sample.length; row += 1) {
    const value = sample.value(row);
    if (value === null || Number.isNaN(value)) continue;
    const own = sample.subject(row);
    if (own !== subject) starts.push(size);
    subject = own;
    // Adding 0 makes one value of 0 and -0.
    numbers[size] = value + 0;
    size += 1;
  }
  return { numbers: numbers.subarray(0, size), starts: [...starts, size] };
}

/** Copies each value of a sorted list once; gives the new end of the target. */
function copyDistinct(sorted: Float64Array, target: Float64Array, from: number): number {
  let size = from;
  for (let at = 0; at < sorted.length; at += 1) {
    if (at > 0 && sorted[at] === sorted[at - 1]) continue;
    target[size] = sorted[at] as number;
    size += 1;
  }
  return size;
}

function runLengths(sorted: Float64Array): { values: Float64Array; lengths: Float64Array } {
  const values = new Float64Array(sorted.length);
  const lengths = new Float64Array(sorted.length);
  let last = -1;
  for (let at = 0; at < sorted.length; at += 1) {
    if (at === 0 || sorted[at] !== sorted[at - 1]) {
      last += 1;
      values[last] = sorted[at] as number;
    }
    lengths[last] = (lengths[last] as number) + 1;
  }
  return { values: values.slice(0, last + 1), lengths: lengths.slice(0, last + 1) };
}
