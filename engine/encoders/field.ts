import type { CategoryStats } from './category-encoder.ts';
import type { NumericStats } from './numeric-encoder.ts';
import type { TextStats } from './text/text-stats.ts';

/** A number, drawn anew or copied from one of the last two rows of its table. */
export interface NumberField {
  readonly type: 'number';
  readonly column: number;
  /** Variable that says missing, new or copied; -1 where values are exact anyway. */
  readonly copy: number;
  readonly variable: number;
  readonly stats: NumericStats;
  /** Column by which the value is divided before it is coded, -1 for none. */
  readonly divisor: number;
  /** Column whose cell in the row before this one often repeats, as an answer's port does; -1 for none. */
  readonly twin: number;
  readonly isReal: boolean;
}

/** A second time of a row, as its distance from the row's own time (or from the horizon's start). */
export interface MomentField {
  readonly type: 'moment';
  readonly column: number;
  readonly variable: number;
  readonly stats: NumericStats;
}

export interface CategoryField {
  readonly type: 'category';
  readonly column: number;
  readonly variable: number;
  readonly stats: CategoryStats;
  readonly isBoolean: boolean;
}

export interface TextField {
  readonly type: 'text';
  readonly column: number;
  readonly copy: number;
  readonly variable: number;
  readonly stats: TextStats;
  /** The text of the row that decides about this one; null where none does. */
  readonly pairs: TextPairs | null;
}

/** Which codes of a text go with those of an earlier one of the row. */
export interface TextPairs {
  /** Column and variable of the earlier text. */
  readonly column: number;
  readonly variable: number;
  /** By its code: the codes that were seen with it, most frequent first, and in how many rows. */
  readonly seen: readonly {
    readonly code: number;
    readonly with: readonly number[];
    readonly rows: readonly number[];
  }[];
}

/** A name of something: an action on the names that the subject has met. */
export interface IdentityField {
  readonly type: 'identity';
  /** One column, or all columns of a key towards a reference table. */
  readonly columns: readonly number[];
  readonly domain: number;
  readonly variable: number;
  /** Variable that is given once the name is drawn: its class. */
  readonly classVariable: number;
  /** Columns of the row whose address was always of the same family (IPv4, IPv6). */
  readonly family: readonly number[];
}

/** A name of the subject itself: missing, a public one, or its own. */
export interface SlotField {
  readonly type: 'slot';
  readonly column: number;
  readonly domain: number;
  readonly variable: number;
}

/** An identifier that is new in every row. */
export interface GuidField {
  readonly type: 'guid';
  readonly column: number;
  readonly variable: number;
}

/** A row of the same subject that this one names: what it is, and which of those, or a new one. */
export interface RelationField {
  readonly type: 'relation';
  readonly relation: number;
  /** Missing, left for later, or there. */
  readonly variable: number;
  /** The profile of the row that is named; -1 where rows have none. */
  readonly profile: number;
  /** Given: how many rows of that profile may be named. */
  readonly known: number;
  /** Given: how many of it are to be born yet, for each activity that is left and in all. */
  readonly unborn: number;
  readonly pending: number;
  /** A row that appears with this one, or one of that profile by recency. */
  readonly rank: number;
  /** Earlier keys of the row that never name the same row. */
  readonly apart: readonly number[];
}

/** Whether this row happens exactly when its parent row's `column` says (its start, its end). */
export interface MarkField {
  readonly type: 'mark';
  readonly relation: number;
  readonly column: number;
  readonly variable: number;
  /** True where no row names the parent after that time, or before it. */
  readonly closes: boolean;
  readonly opens: boolean;
}

/** A copy of a column of the row that a relation names; drawn where there is none. */
export interface EchoField {
  readonly type: 'echo';
  readonly column: number;
  readonly relation: number;
  readonly source: number;
}

export type Field =
  | NumberField
  | MomentField
  | CategoryField
  | TextField
  | IdentityField
  | SlotField
  | GuidField
  | RelationField
  | MarkField
  | EchoField;

/** Codes of the variable that says where a number or a text comes from. */
export const COPY = { missing: 1, fresh: 2, lag1: 3, lag2: 4, first: 5, twin: 6 } as const;

export const COPY_CARDINALITY = 7;

/** Codes at which a value is drawn: differing from the two before, or none before. */
export const DRAWN_COPIES = [COPY.fresh, COPY.first] as const;

/** Codes of a relation: missing, for later, there. */
export const RELATION = { missing: 1, later: 2, there: 3 } as const;

export const RELATION_CARDINALITY = 4;

/** Codes of which row is named: a new one, recency 1..16, the one used longest ago, older. */
export const RANK = { born: 2, first: 3, ranks: 16, oldest: 19, older: 20 } as const;

export const RANK_CARDINALITY = 21;

/** Codes of a mark. */
export const MARK = { no: 1, yes: 2 } as const;

export const MARK_CARDINALITY = 3;
