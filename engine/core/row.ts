/** A cell: integers stay within 2^53, times are integer microseconds UTC, missing is `null`. */
export type Value = string | number | boolean | null;

/** One row, its cells in the order of the table's columns. */
export type Row = readonly Value[];

/** Streams the rows of one table in batches, in a fixed order that the provider documents. */
export type RowSource = (table: string) => AsyncIterable<readonly Row[]>;

/** A missing cell stands for SQL NULL and for an empty CSV field. */
export function isMissing(value: Value | undefined): value is null | undefined {
  return value === null || value === undefined;
}
