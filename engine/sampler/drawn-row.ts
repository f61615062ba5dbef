import type { Value } from '../core/row.ts';

/** A row while its subject is drawn: keys are filled in when all rows are there. */
export interface DrawnRow {
  readonly table: string;
  readonly cells: Value[];
  /** Place of its codes in the arena. */
  readonly at: number;
  /** Place of its tokens, one a column: number of the name in its domain plus 1, 0 for none. */
  readonly tokensAt: number;
  /** Microseconds UTC, NaN where the table has no time. */
  time: number;
  readonly owner: DrawnRow | null;
  /** By relation; undefined where it is left for later. */
  readonly parents: (DrawnRow | null | undefined)[];
  /** Position among all rows of the subject: a row of its own table that it names stands before. */
  order: number;
  /** Latest time of the rows that name this one; minus infinity without. */
  lastUse: number;
  key: number;
  isDropped: boolean;
}
