import type { Random } from '../core/random.ts';

/** Turns the values of a column into integer codes below `cardinality`, and back. */
export interface Encoder<T> {
  readonly cardinality: number;
  /** `MISSING` for null, else `FIRST` or above; any value gets a code. */
  encode(value: T | null): number;
  /** A value of that code; protected values are kept exactly only if they may leave. */
  decode(code: number, random: Random): T | null;
}

/** Rows of one column with the subject of each; rows of a subject stand together. */
export interface Sample<T> {
  readonly length: number;
  readonly value: (row: number) => T | null;
  readonly subject: (row: number) => number;
}

/** How often a value occurs, and in how many subjects. */
export interface Tally<T> {
  readonly value: T;
  readonly rows: number;
  readonly subjects: number;
}

/** Counts distinct values with their rows and subjects; missing cells are left out. */
export function tallyOf<T extends string | number | boolean>(sample: Sample<T>): Tally<T>[] {
  const index = new Map<T, number>();
  const rows: number[] = [];
  const subjects: number[] = [];
  const last: number[] = [];
  for (let row = 0; row < sample.length; row += 1) {
    const value = sample.value(row);
    if (value === null) continue;
    let at = index.get(value);
    if (at === undefined) {
      at = rows.push(0) - 1;
      subjects.push(0);
      last.push(-1);
      index.set(value, at);
    }
    rows[at] = (rows[at] as number) + 1;
    const subject = sample.subject(row);
    if (last[at] !== subject) subjects[at] = (subjects[at] as number) + 1;
    last[at] = subject;
  }
  return [...index].map(([value, at]) => ({
    value,
    rows: rows[at] as number,
    subjects: subjects[at] as number,
  }));
}

/** Adds up the counts of partitions; a subject's rows lie in one partition only. */
export function mergeLabels<T>(parts: readonly (readonly Tally<T>[])[]): Tally<T>[] {
  const sums = new Map<T, { rows: number; subjects: number }>();
  for (const { value, rows, subjects } of parts.flat()) {
    const sum = sums.get(value) ?? { rows: 0, subjects: 0 };
    sums.set(value, { rows: sum.rows + rows, subjects: sum.subjects + subjects });
  }
  return [...sums].map(([value, sum]) => ({ value, ...sum }));
}
