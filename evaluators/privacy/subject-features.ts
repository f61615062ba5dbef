import type { Row, Value } from '../../engine/core/row.ts';
import { columnIndex, type TableSchema } from '../../engine/schema/table-schema.ts';
import type { Cell, Frame } from '../columns/frame.ts';
import {
  identityColumns,
  type JudgedColumn,
  judgedColumns,
  ownAddresses,
} from '../columns/judged-columns.ts';
import type { SubjectSample } from '../relations/subject-sample.ts';
import { ownedTablesOf, type SubjectRows, subjectTableOf } from '../relations/subject-walk.ts';

const MOST_LABELS = 4;
const ROWS_FOR_LABELS = 20_000;

/** What a subject's rows add up to, one number for each feature. */
export interface SubjectFeatures {
  readonly names: readonly string[];
  frame(sample: SubjectSample): Frame;
}

interface Feature {
  readonly name: string;
  read(rows: readonly Row[], own: ReadonlySet<Value>): number | null;
}

/**
 * Fits features on real subjects, by sequence table: number of rows, time spanned, distinct
 * identities; of each number the mean, median and 90 % quantile of ln(1 + |x|); of each category
 * the shares of its 4 most frequent values.
 *
 * Counts and spans enter as ln(1 + x), too. A subject without rows in a table has no quantiles.
 */
export function fitSubjectFeatures(original: SubjectSample): SubjectFeatures {
  const tables = ownedTablesOf(original.schema)
    .filter(({ role }) => role === 'sequence')
    .map((table) => ({ table, features: tableFeatures(original, table) }));
  const root = subjectTableOf(original.schema);
  const names = tables.flatMap(({ features }) => features.map(({ name }) => name));
  const read = (subject: SubjectRows): readonly (number | null)[] => {
    const own = ownAddresses(root, subject.row);
    return tables.flatMap(({ table, features }) => {
      const rows = subject.tables.get(table.name) ?? [];
      return features.map((feature) => feature.read(rows, own));
    });
  };
  return {
    names,
    frame: ({ subjects }) => {
      const vectors = subjects.map(read);
      const columns = names.map((name, at) => ({
        name,
        role: 'target' as const,
        type: 'numeric' as const,
        values: vectors.map((vector) => vector[at] ?? null),
      }));
      return { rows: subjects.length, columns };
    },
  };
}

function tableFeatures(original: SubjectSample, table: TableSchema): readonly Feature[] {
  const judged = judgedColumns(table).filter(({ kind }) => kind !== 'time');
  const numbers = judged.filter(({ type }) => type === 'numeric');
  const categories = judged.filter(({ type }) => type === 'categorical');
  const name = (what: string) => `${table.name} ${what}`;
  return [
    { name: name('rows'), read: (rows) => Math.log1p(rows.length) },
    ...spanOf(table),
    ...identityColumns(table).map(
      (column): Feature => ({
        name: name(`distinct ${column.name}`),
        read: (rows) => Math.log1p(new Set(rows.map((row) => column.read(row))).size),
      }),
    ),
    ...numbers.flatMap((column) => numberFeatures(table, column)),
    ...categories.flatMap((column) => labelFeatures(original, table, column)),
  ];
}

function spanOf(table: TableSchema): readonly Feature[] {
  if (table.timeColumn === null) return [];
  const time = columnIndex(table, table.timeColumn);
  const read = (rows: readonly Row[]) =>
    rows.length === 0 ? null : Math.log1p(Number(rows.at(-1)?.[time]) - Number(rows[0]?.[time]));
  return [{ name: `${table.name} span`, read }];
}

function numberFeatures(table: TableSchema, column: JudgedColumn): readonly Feature[] {
  const logs = (rows: readonly Row[], own: ReadonlySet<Value>) =>
    rows
      .map((row) => column.read(row, own))
      .filter((cell) => cell !== null)
      .map((cell) => Math.log1p(Math.abs(Number(cell))))
      .sort((one, other) => one - other);
  const feature = (what: string, of: (sorted: readonly number[]) => number): Feature => ({
    name: `${table.name} ${what} ${column.name}`,
    read: (rows, own) => {
      const sorted = logs(rows, own);
      return sorted.length === 0 ? null : of(sorted);
    },
  });
  const quantile = (share: number) => (sorted: readonly number[]) =>
    sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return [
    feature('mean', (sorted) => sorted.reduce((sum, one) => sum + one, 0) / sorted.length),
    feature('median', quantile(0.5)),
    feature('high', quantile(0.9)),
  ];
}

/** Features bear a label's rank, never the label. */
function labelFeatures(
  original: SubjectSample,
  table: TableSchema,
  column: JudgedColumn,
): readonly Feature[] {
  return commonLabels(original, table, column).map((label, rank) => ({
    name: `${table.name} share ${rank + 1} ${column.name}`,
    read: (rows, own) => {
      if (rows.length === 0) return null;
      return rows.filter((row) => column.read(row, own) === label).length / rows.length;
    },
  }));
}

function commonLabels(
  original: SubjectSample,
  table: TableSchema,
  column: JudgedColumn,
): readonly Cell[] {
  const counts = new Map<Cell, number>();
  const root = subjectTableOf(original.schema);
  let read = 0;
  for (const { row: subject, tables } of original.subjects) {
    if (read > ROWS_FOR_LABELS) break;
    const own = ownAddresses(root, subject);
    for (const row of tables.get(table.name) ?? []) {
      const cell = column.read(row, own);
      counts.set(cell, (counts.get(cell) ?? 0) + 1);
      read += 1;
    }
  }
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, MOST_LABELS)
    .map(([label]) => label);
}
