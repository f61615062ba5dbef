import type { Random } from '../core/random.ts';
import type { Value } from '../core/row.ts';
import type { Field } from '../encoders/field.ts';
import type { IdentityShape } from '../encoders/identity-codes.ts';
import type { TextMaker } from '../encoders/text-encoder.ts';
import type { RecencyList } from '../sequences/recency.ts';
import type { DrawnRow } from './drawn-row.ts';
import type { PlannedDomain } from './plan-world.ts';
import type { StubQueue } from './stub-queue.ts';

/** Where a cell is drawn. */
export interface DrawPlace {
  readonly row: DrawnRow;
  readonly lag1: DrawnRow | null;
  readonly lag2: DrawnRow | null;
  readonly random: Random;
  readonly subject: number;
  readonly maker: TextMaker;
  /** By domain: names met, and those still to be met. */
  readonly met: readonly RecencyList[];
  readonly stubs: readonly StubQueue[];
  /** Value and token that the cell must have, by column. */
  readonly forced: ReadonlyMap<number, Forced>;
  readonly draw: (variable: number) => number;
}

export interface Forced {
  readonly value: Value;
  readonly token: number;
}

/** Draws one field of a row: its cells and its codes. */
export type FieldDrawer = (place: DrawPlace) => void;

/** What field drawers work on. */
export interface DrawTask {
  readonly domains: readonly PlannedDomain[];
  readonly shapes: readonly IdentityShape[];
  /** By column of the table: reads the cell of a reference row from a token. */
  readonly cellOf: (domain: number, token: number, part: number) => Value;
  readonly startUs: number;
}

/** The field of that type. */
export type FieldOf<T extends Field['type']> = Extract<Field, { readonly type: T }>;
