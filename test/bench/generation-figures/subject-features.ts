import type { FeatureMatrix } from '../../../evaluators/learners/feature-matrix.ts';
import { type ColumnTable, numbersOf, type TableColumn } from './column-table.ts';

/** Rows of some subjects as [from, to). */
export interface SubjectRun {
  readonly position: number;
  readonly from: number;
  readonly to: number;
}

/** What a subject's rows become: a number each. */
interface Feature {
  readonly name: string;
  of(from: number, to: number): number;
}

/** Values of a column that both sides describe by their share; the original's commonest. */
export type CommonValues = ReadonlyMap<string, readonly number[]>;

const FRESH_KINDS = new Set(['address', 'guid', 'fqdn', 'user', 'key', 'text']);

/** The commonest values of each column that is no identity and no plain number. */
export function commonValues(table: ColumnTable, most: number): CommonValues {
  return new Map(
    [...table.columns].flatMap(([name, { kind, form, values }]) => {
      if (FRESH_KINDS.has(kind) || (form === 'numbers' && kind !== 'port')) return [];
      const counts = new Map<number, number>();
      for (const value of values) {
        if (isPresent(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      const common = [...counts].sort(([a, one], [b, other]) => other - one || a - b);
      return [[name, common.slice(0, most).map(([value]) => value)]];
    }),
  );
}

/**
 * Subjects by aggregates of their rows: numbers of rows, of distinct values; shares of missing,
 * zero and repeated values and of common ones; mean and spread of numbers and of gaps.
 */
export function subjectFeatures(
  table: ColumnTable,
  runs: readonly SubjectRun[],
  common: CommonValues,
): FeatureMatrix {
  const features = [
    { name: 'rows', of: (from: number, to: number) => Math.log(to - from) },
    ...timeFeatures(table),
    ...[...table.columns].flatMap(([name, column]) =>
      columnFeatures(name, column, common.get(name) ?? []),
    ),
  ];
  const columns = features.map(({ of }) => Float64Array.from(runs, ({ from, to }) => of(from, to)));
  return { rows: runs.length, names: features.map(({ name }) => name), columns };
}

function timeFeatures(table: ColumnTable): readonly Feature[] {
  if (table.timeColumn === null) return [];
  const times = numbersOf(table, table.timeColumn);
  const logGap = (row: number) =>
    Math.log1p(Math.max(0, (times[row] as number) - (times[row - 1] as number)));
  const isZero = (row: number) => (times[row] === times[row - 1] ? 1 : 0);
  return [
    {
      name: 'span',
      of: (from, to) => Math.log1p((times[to - 1] as number) - (times[from] as number)),
    },
    { name: 'gap mean', of: (from, to) => meanOver(from + 1, to, logGap) },
    { name: 'gap sd', of: (from, to) => spreadOver(from + 1, to, logGap) },
    { name: 'zero gaps', of: (from, to) => meanOver(from + 1, to, isZero) },
    {
      name: 'gap like the last',
      of: (from, to) => meanOver(from + 2, to, (row) => Math.abs(logGap(row) - logGap(row - 1))),
    },
  ];
}

function columnFeatures(
  name: string,
  { kind, form, values }: TableColumn,
  common: readonly number[],
): readonly Feature[] {
  if (kind === 'key' || kind === 'guid' || kind === 'time') return [];
  const value = (row: number) => values[row] as number;
  const repeats = (lag: number): Feature => ({
    name: `${name} = lag ${lag}`,
    of: (from, to) =>
      meanOver(from + lag, to, (row) => (Object.is(value(row), value(row - lag)) ? 1 : 0)),
  });
  return [
    {
      name: `${name} missing`,
      of: (from, to) => meanOver(from, to, (row) => +!isPresent(value(row))),
    },
    { name: `${name} distinct`, of: (from, to) => Math.log1p(distinctOver(from, to, value)) },
    repeats(1),
    repeats(2),
    ...common.map((one, rank) => ({
      name: `${name} common ${rank + 1}`,
      of: (from: number, to: number) => meanOver(from, to, (row) => +(value(row) === one)),
    })),
    ...(form === 'numbers' && kind !== 'port' ? numberFeatures(name, value) : []),
  ];
}

function numberFeatures(name: string, value: (row: number) => number): readonly Feature[] {
  const log = (row: number) => Math.sign(value(row)) * Math.log1p(Math.abs(value(row)));
  return [
    { name: `${name} mean`, of: (from, to) => meanOver(from, to, log) },
    { name: `${name} sd`, of: (from, to) => spreadOver(from, to, log) },
    { name: `${name} zero`, of: (from, to) => meanOver(from, to, (row) => +(value(row) === 0)) },
  ];
}

function isPresent(value: number): boolean {
  return value !== -1 && !Number.isNaN(value);
}

/** Mean of the rows' numbers, missing ones left out; NaN of none. */
function meanOver(from: number, to: number, of: (row: number) => number): number {
  let [sum, count] = [0, 0];
  for (let row = from; row < to; row += 1) {
    const value = of(row);
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? Number.NaN : sum / count;
}

function spreadOver(from: number, to: number, of: (row: number) => number): number {
  const mean = meanOver(from, to, of);
  return Math.sqrt(meanOver(from, to, (row) => (of(row) - mean) ** 2));
}

function distinctOver(from: number, to: number, of: (row: number) => number): number {
  const values = new Set<number>();
  for (let row = from; row < to; row += 1) values.add(of(row));
  return values.size;
}
