import type { Expression } from './expression.ts';

/** A rule that rows should keep. */
export interface Rule {
  /** Letters, digits, `_` and `-`; its place in report.json. */
  readonly name: string;
  /** What people read. */
  readonly title: string;
  /** Who says so, e.g. a standard; null if nobody is named. */
  readonly source: string | null;
  /** The table it speaks about; null for every table that has all it names. */
  readonly table: string | null;
  /** Rows of which this is not true are not spoken about; null for all rows. */
  readonly when: Expression | null;
  readonly holds: Expression;
  /** Where it stands, e.g. `network.yaml:12`. */
  readonly place: string;
}

/** Rules with different names, in the order of their files. */
export interface RuleSet {
  readonly rules: readonly Rule[];
}

/** How many rows a rule spoke about, and how many broke it. */
export interface RuleCount {
  readonly rows: number;
  readonly broken: number;
}

/** Counts by the rule's name. */
export type RuleCounts = Readonly<Record<string, RuleCount>>;
