import { columnOf } from './column-shapes.ts';
import type { Comparison, OwnedValues } from './comparison.ts';
import type { FlatSample, FlatTable } from './flat-sample.ts';
import { orderedComparison } from './ordered-values.ts';

/** Most often, only the greatest of the values are this far above the middle one. */
const HEAVY_TAIL = 100;

export const SEQUENCE_STATISTICS = ['mean', 'median', 'sd'] as const;

export type SequenceStatistic = (typeof SEQUENCE_STATISTICS)[number];

/**
 * One comparison a number column: 1 - KS of the differences x[r + k] - x[r] within a sequence, all
 * sequences pooled; of ln(1 + x) where the original's column has a heavy tail.
 *
 * @param tables those whose rows have an order
 * @see SDMetrics, InterRowMSAS
 */
export function rowDifferences(
  original: FlatSample,
  tables: readonly string[],
  k: number,
): readonly Comparison[] {
  return numbersOf(original, tables).map(({ table, column, logarithmic }) =>
    orderedComparison({ name: `${table}.${column}`, group: table }, (side) => {
      const { values, subject } = columnOf(side, table, column);
      return differences(logarithmic ? values.map(Math.log1p) : values, subject, k);
    }),
  );
}

/**
 * Three comparisons a number column: 1 - KS of mean, median and standard deviation by sequence.
 *
 * @see SDMetrics, StatisticMSAS
 */
export function sequenceStatistics(
  original: FlatSample,
  tables: readonly string[],
): readonly Comparison[] {
  return numbersOf(original, tables).flatMap(({ table, column }) =>
    SEQUENCE_STATISTICS.map((statistic) =>
      orderedComparison({ name: `${table}.${column} ${statistic}`, group: table }, (side) => {
        const { values, subject } = columnOf(side, table, column);
        return bySequence(values, subject, statistic);
      }),
    ),
  );
}

/** One comparison a table: 1 - KS of the rows per sequence, of those that have any. */
export function sequenceLengths(tables: readonly string[]): readonly Comparison[] {
  return tables.map((table) =>
    orderedComparison({ name: table, group: table }, (side) => {
      const runs = runsOf(side.tables.get(table));
      const values = Float64Array.from(runs, ({ start, end }) => end - start);
      return { values, subject: Int32Array.from(runs, ({ subject }) => subject) };
    }),
  );
}

interface NumberColumn {
  readonly table: string;
  readonly column: string;
  readonly logarithmic: boolean;
}

function numbersOf(original: FlatSample, tables: readonly string[]): readonly NumberColumn[] {
  return tables.flatMap((table) =>
    (original.tables.get(table)?.columns ?? [])
      .filter(({ continuous }) => continuous)
      .map(({ name, values }) => ({ table, column: name, logarithmic: hasHeavyTail(values) })),
  );
}

/** True for numbers from 0 up of which the greatest is over 100 times the median (at least 1). */
export function hasHeavyTail(values: Float64Array): boolean {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const middle = Math.max(1, sorted[sorted.length >> 1] ?? 0);
  return (sorted[0] ?? -1) >= 0 && (sorted.at(-1) ?? 0) > HEAVY_TAIL * middle;
}

function differences(values: Float64Array, subject: Int32Array, k: number): OwnedValues {
  const apart = new Float64Array(values.length).fill(Number.NaN);
  for (let row = k; row < values.length; row += 1) {
    if (subject[row] !== subject[row - k]) continue;
    apart[row] = (values[row] as number) - (values[row - k] as number);
  }
  return { values: apart, subject };
}

interface Run {
  readonly subject: number;
  readonly start: number;
  readonly end: number;
}

/** The rows of each subject that has any. */
function runsOf(table: Pick<FlatTable, 'subject'> | undefined): readonly Run[] {
  const subject = table?.subject ?? new Int32Array(0);
  const runs: Run[] = [];
  let start = 0;
  for (let row = 1; row <= subject.length; row += 1) {
    if (row < subject.length && subject[row] === subject[start]) continue;
    runs.push({ subject: subject[start] as number, start, end: row });
    start = row;
  }
  return subject.length === 0 ? [] : runs;
}

function bySequence(
  values: Float64Array,
  subject: Int32Array,
  statistic: SequenceStatistic,
): OwnedValues {
  const runs = runsOf({ subject });
  const summaries = runs.map(({ start, end }) =>
    summaryOf(
      values.subarray(start, end).filter((value) => !Number.isNaN(value)),
      statistic,
    ),
  );
  return {
    values: Float64Array.from(summaries),
    subject: Int32Array.from(runs, (run) => run.subject),
  };
}

/** NaN where there is too little to summarise: no value, or one alone for the sd. */
function summaryOf(values: Float64Array, statistic: SequenceStatistic): number {
  const count = values.length;
  if (count === 0) return Number.NaN;
  if (statistic === 'median') {
    const sorted = values.sort();
    return ((sorted[(count - 1) >> 1] as number) + (sorted[count >> 1] as number)) / 2;
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (statistic === 'mean') return mean;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return count < 2 ? Number.NaN : Math.sqrt(squares / (count - 1));
}
