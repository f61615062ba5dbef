import type { Random } from '../../engine/core/random.ts';
import { type Comparison, oncePerSide } from './comparison.ts';
import type { FlatSample, FlatTable } from './flat-sample.ts';
import { type JoinedRows, type JoinPath, joinRows } from './join-path.ts';
import { isTrend, type PairedRows, pairAt, pairedColumn, pairTrend } from './pair-trend.ts';

/** Most joined rows that are compared. */
export const MOST_PAIRED_ROWS = 50_000;

/** The trends among some rows, and how many pairs of columns there were. */
export interface FoundTrends {
  readonly pairs: number;
  /** Those of related columns only. */
  readonly trends: readonly Comparison[];
}

/**
 * Trends between the columns of a path's two ends.
 *
 * @param random which rows are taken where there are more than 50,000
 * @see SyntheRela, k-hop trends; SDMetrics, Intertable Trends (one hop)
 */
export function pathTrends(original: FlatSample, path: JoinPath, random: Random): FoundTrends {
  const read = oncePerSide((side) => {
    const joined = thinned(joinRows(side, path), random);
    return pairColumns(joined, side.tables.get(path.left), side.tables.get(path.right));
  });
  const { left, right } = read(original);
  const positions = left.flatMap((_, one) => right.map((__, other) => [one, other] as const));
  return trendsAt(original, { read, positions, group: path.name });
}

/** Trends between the columns of each table. */
export function tableTrends(original: FlatSample, table: string, random: Random): FoundTrends {
  const read = oncePerSide((side) => {
    const subject = side.tables.get(table)?.subject ?? new Int32Array(0);
    const rows = Int32Array.from(subject.keys());
    const joined = thinned({ left: rows, right: rows, subject }, random);
    const { left } = pairColumns(joined, side.tables.get(table), undefined);
    return { left, right: left, subject: joined.subject };
  });
  const columns = [...read(original).left.keys()];
  const positions = columns.flatMap((one) =>
    columns.slice(one + 1).map((other) => [one, other] as const),
  );
  return trendsAt(original, { read, positions, group: table });
}

interface Readable {
  readonly read: (side: FlatSample) => PairedRows;
  readonly positions: readonly (readonly [number, number])[];
  readonly group: string;
}

function trendsAt(original: FlatSample, { read, positions, group }: Readable): FoundTrends {
  const rows = read(original);
  const related = positions.filter((at) => isTrend(pairAt(rows, at)));
  const trends = related.map((at) => {
    const { left, right } = pairAt(rows, at);
    return pairTrend({ name: `${group}: ${left.name}, ${right.name}`, group }, at, read);
  });
  return { pairs: positions.length, trends };
}

function pairColumns(
  { left, right, subject }: JoinedRows,
  first: FlatTable | undefined,
  second: FlatTable | undefined,
): PairedRows {
  return {
    left: (first?.columns ?? []).map((column) => pairedColumn(column, left)),
    right: (second?.columns ?? []).map((column) => pairedColumn(column, right)),
    subject,
  };
}

function thinned(rows: JoinedRows, random: Random): JoinedRows {
  const count = rows.subject.length;
  if (count <= MOST_PAIRED_ROWS) return rows;
  const kept = random
    .split('rows')
    .shuffle([...Array(count).keys()])
    .slice(0, MOST_PAIRED_ROWS);
  const take = (list: Int32Array) => Int32Array.from(kept, (at) => list[at] as number);
  return { left: take(rows.left), right: take(rows.right), subject: take(rows.subject) };
}
