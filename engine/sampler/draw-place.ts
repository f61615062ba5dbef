import type { Random } from '../core/random.ts';
import type { Value } from '../core/row.ts';
import type { Field } from '../encoders/field.ts';
import type { IdentityShape } from '../encoders/identity-codes.ts';
import type { TextMaker } from '../encoders/text/text-maker.ts';
import type { Frame } from '../models/frame.ts';
import type { SequenceModel } from '../models/sequence-model.ts';
import type { RecencyList } from '../sequences/recency.ts';
import type { CodeArena } from './code-arena.ts';
import type { DrawnRow } from './drawn-row.ts';
import type { PlannedDomain } from './plan-domain.ts';
import type { SeedRow } from './seed-script.ts';
import type { StubQueue } from './stub-queue.ts';

/** What is known of the subject whose cells are drawn. */
export interface DrawSubject {
  readonly random: Random;
  readonly subject: number;
  readonly maker: TextMaker;
  /** By domain: names met, those still to be met, and the subject's own. */
  readonly met: readonly RecencyList[];
  readonly stubs: readonly StubQueue[];
  readonly own: readonly (readonly number[])[];
}

/** Value and token that a cell must have. */
export interface Forced {
  readonly value: Value;
  readonly token: number;
}

/** The code that a variable must have. */
export interface FixedCode {
  readonly variable: number;
  readonly code: number;
}

/** No cell is given from outside. */
export const UNFORCED: ReadonlyMap<number, Forced> = new Map();

/** Where the rows of one table are drawn: one place a table, moved from row to row. */
export class DrawPlace {
  /** Value and token that the cell must have, by column. */
  forced: ReadonlyMap<number, Forced> = UNFORCED;
  lag1: DrawnRow | null = null;
  lag2: DrawnRow | null = null;
  /** A variable whose code was decided outside. */
  fixed: FixedCode | null = null;
  /** The row of a seed that is drawn again, null for a new one. */
  told: SeedRow | null = null;
  readonly frame: Frame;
  readonly #arena: CodeArena;
  readonly #model: SequenceModel;
  readonly #record: number;
  #row: DrawnRow | null = null;
  #subject: DrawSubject | null = null;

  constructor(
    arena: CodeArena,
    model: SequenceModel,
    of: { readonly record: number; readonly views: number },
  ) {
    this.#arena = arena;
    this.#model = model;
    this.#record = of.record;
    this.frame = arena.frame(of.views);
  }

  /** Moves to a row; the frame's first view shows it. */
  move(row: DrawnRow, subject: DrawSubject): void {
    this.#row = row;
    this.#subject = subject;
    this.frame.at[0] = row.at;
  }

  /** Goes elsewhere for another row of the same table, and comes back. */
  aside<T>(visit: () => T): T {
    const { forced, lag1, lag2, fixed, told } = this;
    const [row, subject] = [this.#row, this.#subject];
    const at = this.frame.at.slice();
    const result = visit();
    Object.assign(this, { forced, lag1, lag2, fixed, told });
    this.#row = row;
    this.#subject = subject;
    this.frame.at.set(at);
    return result;
  }

  get row(): DrawnRow {
    return this.#row as DrawnRow;
  }

  get subject(): DrawSubject {
    return this.#subject as DrawSubject;
  }

  get random(): Random {
    return this.subject.random;
  }

  /** Draws a code by the model, unless it is fixed or told; it is not entered. */
  draw(variable: number): number {
    if (this.fixed?.variable === variable) return this.fixed.code;
    const told = this.told?.codes[variable] ?? 0;
    if (told > 0) return told;
    return this.#model.draw(this.#record, variable, this.frame, this.subject.random);
  }

  /** Adds the probability of each code of a variable to `into`. */
  weigh(variable: number, into: Float64Array): void {
    this.#model.weigh(this.#record, variable, this.frame, into);
  }

  /** False for a code that never goes with what the row already is. */
  allows(variable: number, code: number): boolean {
    return this.#model.allows(this.#record, variable, this.frame, code);
  }

  /** Draws a code and enters it. */
  take(variable: number): number {
    const code = this.draw(variable);
    this.#arena.codes[this.row.at + variable] = code;
    return code;
  }

  /** The code of a variable of a row of this table. */
  codeOf(row: DrawnRow, variable: number): number {
    return this.#arena.codes[row.at + variable] as number;
  }

  enter(variable: number, code: number): void {
    this.#arena.codes[this.row.at + variable] = code;
  }

  /** The name that stands in a column, -1 for none. */
  tokenAt(column: number): number {
    return (this.#arena.codes[this.row.tokensAt + column] as number) - 1;
  }

  enterToken(column: number, token: number): void {
    this.#arena.codes[this.row.tokensAt + column] = token + 1;
  }
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
