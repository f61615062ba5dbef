import type { FeatureMatrix } from '../../../evaluators/learners/feature-matrix.ts';
import { type ColumnTable, numbersOf, type TableColumn } from './column-table.ts';
import type { CommonValues } from './subject-features.ts';

/** A feature of a row that has one before it in its subject. */
interface Feature {
  readonly name: string;
  of(row: number): number;
}

/** Kinds whose values say who it was, or are new by design: only their repeats are looked at. */
const IDENTITIES = new Set(['address', 'guid', 'fqdn', 'user']);
const LEFT_OUT = new Set(['key', 'time', 'guid']);

/**
 * Rows with the row before: numbers, ports, the rank of common values, on both rows; whether a cell
 * is as in the row before, and the time between them. Nothing says when, or who.
 *
 * @param rows rows that are not the first of their subject
 */
export function rowFeatures(
  table: ColumnTable,
  rows: Int32Array,
  common: CommonValues,
): FeatureMatrix {
  const features = [
    ...gapFeatures(table),
    ...[...table.columns].flatMap(([name, column]) =>
      columnFeatures(name, column, common.get(name) ?? []),
    ),
  ];
  return {
    rows: rows.length,
    names: features.map(({ name }) => name),
    columns: features.map(({ of }) => Float64Array.from(rows, of)),
  };
}

function gapFeatures({ timeColumn, ...table }: ColumnTable): readonly Feature[] {
  if (timeColumn === null) return [];
  const times = numbersOf({ timeColumn, ...table }, timeColumn);
  return [{ name: 'gap', of: (row) => (times[row] as number) - (times[row - 1] as number) }];
}

function columnFeatures(
  name: string,
  { kind, form, values }: TableColumn,
  common: readonly number[],
): readonly Feature[] {
  if (LEFT_OUT.has(kind)) return [];
  const repeats: Feature = {
    name: `${name} as before`,
    of: (row) => +Object.is(values[row], values[row - 1]),
  };
  if (IDENTITIES.has(kind)) return [repeats];
  const ranks = new Map(common.map((value, rank) => [value, rank]));
  const value = (row: number) => values[row] as number;
  const read = (row: number) =>
    form === 'numbers' ? value(row) : value(row) < 0 ? -1 : (ranks.get(value(row)) ?? ranks.size);
  return [repeats, { name, of: read }, { name: `${name} before`, of: (row) => read(row - 1) }];
}
