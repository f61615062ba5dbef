import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { Random } from '../../engine/core/random.ts';

export const COLUMN_TYPES = ['numeric', 'datetime', 'categorical'] as const;

/** How a column is binned; datetimes are integer microseconds. */
export type ColumnType = (typeof COLUMN_TYPES)[number];

export const COLUMN_ROLES = ['target', 'context', 'next'] as const;

/** Where a column of a frame comes from: the drawn row, the subject's row, the row after. */
export type ColumnRole = (typeof COLUMN_ROLES)[number];

/** A cell as the bins see it; booleans are 0 and 1. */
export type Cell = number | string | null;

/** A column of a frame. */
export interface FrameColumn {
  readonly name: string;
  readonly role: ColumnRole;
  readonly type: ColumnType;
  readonly values: readonly Cell[];
}

/** Columns of equal length: one row a subject, or one row a row where the table is flat. */
export interface Frame {
  readonly rows: number;
  readonly columns: readonly FrameColumn[];
}

const PREFIXES: Readonly<Record<ColumnRole, string>> = {
  target: 'tgt::',
  context: 'ctx::',
  next: 'nxt::',
};

/** Name with the prefix of its role, unique within a frame. */
export function prefixedName(column: Pick<FrameColumn, 'name' | 'role'>): string {
  return PREFIXES[column.role] + column.name;
}

/** The second frame's rows after the first's. @throws IncomputableMetricError if columns differ */
export function concatFrames(first: Frame, second: Frame): Frame {
  return {
    rows: first.rows + second.rows,
    columns: first.columns.map((column) => ({
      ...column,
      values: [...column.values, ...matchingColumn(second, column).values],
    })),
  };
}

/** The column of the same role and name. @throws IncomputableMetricError if there is none */
export function matchingColumn(
  frame: Frame,
  column: Pick<FrameColumn, 'name' | 'role'>,
): FrameColumn {
  const found = frame.columns.find((one) => one.name === column.name && one.role === column.role);
  if (found === undefined) {
    throw new IncomputableMetricError(
      `frame: column is missing: ${prefixedName(column)}; give both sides the same columns`,
      { column: prefixedName(column) },
    );
  }
  return found;
}

/** Rows drawn column by column: marginals stay, all relations go (the naive floor). */
export function independentColumns(frame: Frame, rows: number, random: Random): Frame {
  const columns = frame.columns.map((column) => {
    const stream = random.split(prefixedName(column));
    const values = Array.from(
      { length: rows },
      () => column.values[stream.integer(frame.rows)] ?? null,
    );
    return { ...column, values };
  });
  return { rows, columns };
}
