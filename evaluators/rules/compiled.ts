import type { Row, Value } from '../../engine/core/row.ts';
import type { ValueType } from './rule-functions.ts';

/** Reads a value off a row; missing (null) where it cannot be known. */
export type Read = (row: Row) => Value;

/** A part of a condition, ready to run. */
export interface Compiled {
  readonly type: ValueType;
  readonly read: Read;
  /** The value, where it stands in the text itself. */
  readonly constant?: Value;
}

/** Finds a column by its path, e.g. `['processes', 'start_us']`. @throws ExpressionError if none */
export type ResolveColumn = (path: readonly string[], at: number) => Compiled;
