import type { Random } from '../../engine/core/random.ts';
import type { MixedColumn, MixedRecords } from './mixed-records.ts';

/** A condition on one column: at most, at least, equal to a value, or missing. */
export interface Condition {
  readonly column: number;
  readonly test: 'most' | 'least' | 'equal' | 'missing';
  readonly value: number;
}

/** A guess `there is exactly one such record`: all conditions hold. */
export type RecordPredicate = readonly Condition[];

const TRIES_PER_PREDICATE = 20;

/** Guesses from single columns: extremes of numbers, and values that the release holds once. */
export function singleColumnPredicates(released: MixedRecords): readonly RecordPredicate[] {
  return released.columns.flatMap(({ isNumber, raw }, column): RecordPredicate[] => {
    const present = raw.filter((value) => !Number.isNaN(value));
    if (present.length === 0) return [];
    const singles = valuesOnce(present).map(
      (value): RecordPredicate => [{ column, test: 'equal', value }],
    );
    if (!isNumber) return singles;
    const [least, most] = [leastOf(present), mostOf(present)];
    return [
      [{ column, test: 'most', value: least }],
      [{ column, test: 'least', value: most }],
      ...singles,
    ];
  });
}

/**
 * Guesses from several columns of one released record, kept where the release holds one such
 * record: a number at least (at most) its value where it lies above (below) the median.
 */
export function severalColumnsPredicates(
  released: MixedRecords,
  { columns, most, random }: { columns: number; most: number; random: Random },
): readonly RecordPredicate[] {
  const medians = released.columns.map(({ raw }) => medianOf(raw));
  const found = new Map<string, RecordPredicate>();
  const all = [...Array(released.columns.length).keys()];
  for (let draw = 0; draw < most * TRIES_PER_PREDICATE && found.size < most; draw += 1) {
    const row = random.integer(released.rows);
    const chosen = random
      .shuffle([...all])
      .slice(0, columns)
      .sort((one, other) => one - other);
    const predicate = chosen.map((column) =>
      conditionAt(released.columns[column] as MixedColumn, {
        column,
        row,
        median: medians[column] as number,
      }),
    );
    if (matchesOf(released, predicate, 2).length === 1)
      found.set(JSON.stringify(predicate), predicate);
  }
  return [...found.values()];
}

/** Rows that match; the search stops at `most` of them. */
export function matchesOf(
  { columns, rows }: MixedRecords,
  predicate: RecordPredicate,
  most: number,
): readonly number[] {
  const bound = predicate.map(({ column, ...rest }) => ({
    raw: (columns[column] as MixedColumn).raw,
    ...rest,
  }));
  const found: number[] = [];
  for (let row = 0; row < rows && found.length < most; row += 1) {
    let holds = true;
    for (let at = 0; at < bound.length && holds; at += 1) {
      const { raw, test, value } = bound[at] as (typeof bound)[number];
      holds = isMet(raw[row] as number, test, value);
    }
    if (holds) found.push(row);
  }
  return found;
}

function isMet(cell: number, test: Condition['test'], value: number): boolean {
  if (test === 'equal') return cell === value;
  if (test === 'most') return cell <= value;
  return test === 'least' ? cell >= value : Number.isNaN(cell);
}

function conditionAt(
  { raw, isNumber }: MixedColumn,
  { column, row, median }: { column: number; row: number; median: number },
): Condition {
  const value = raw[row] as number;
  if (Number.isNaN(value)) return { column, test: 'missing', value: 0 };
  if (!isNumber) return { column, test: 'equal', value };
  return { column, test: value > median ? 'least' : 'most', value };
}

function medianOf(raw: Float64Array): number {
  const present = raw.filter((value) => !Number.isNaN(value)).sort();
  return present[present.length >> 1] ?? 0;
}

function valuesOnce(present: Float64Array): readonly number[] {
  const counts = new Map<number, number>();
  for (const value of present) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].filter(([, count]) => count === 1).map(([value]) => value);
}

function leastOf(values: Float64Array): number {
  return values.reduce((least, value) => Math.min(least, value));
}

function mostOf(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, value));
}
