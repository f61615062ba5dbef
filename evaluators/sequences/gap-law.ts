import type { Row } from '../../engine/core/row.ts';
import { columnIndex, type TableSchema } from '../../engine/schema/table-schema.ts';
import { countLag, emptyLagCounts, type LagCounts } from './lag-bins.ts';

const US_PER_HOUR = 3_600_000_000;
const HOURS = 24;

/** Pace of a table's rows: times between neighbours, and hours of the day (UTC). */
export interface PaceCounts {
  readonly gaps: LagCounts;
  readonly hours: Float64Array; // [24]
}

/** Counts of no row. */
export function emptyPace(): PaceCounts {
  return { gaps: emptyLagCounts(), hours: new Float64Array(HOURS) };
}

/** Adds the rows of one subject, in their order; a table without time adds nothing. */
export function countPace(pace: PaceCounts, table: TableSchema, rows: readonly Row[]): void {
  if (table.timeColumn === null) return;
  const at = columnIndex(table, table.timeColumn);
  let before: number | null = null;
  for (const row of rows) {
    const time = row[at];
    if (typeof time !== 'number') continue;
    if (before !== null) countLag(pace.gaps, (time - before) / 1000);
    const hour = ((Math.floor(time / US_PER_HOUR) % HOURS) + HOURS) % HOURS;
    pace.hours[hour] = (pace.hours[hour] as number) + 1;
    before = time;
  }
}

/** Sums cell by cell. */
export function addCounts(one: Float64Array, other: Float64Array): Float64Array {
  return one.map((count, at) => count + (other[at] ?? 0));
}
