import type { TextPattern } from './text-pattern.ts';

/** From harmless to urgent; a rule without a level counts as the first. */
export const SIGMA_LEVELS = ['informational', 'low', 'medium', 'high', 'critical'] as const;

export type SigmaLevel = (typeof SIGMA_LEVELS)[number];

/** How a number of the event stands to the rule's. */
export const COMPARISONS = ['lt', 'lte', 'gt', 'gte'] as const;

export type Comparison = (typeof COMPARISONS)[number];

/** Where a text must stand in another one. */
export const ANCHORS = ['whole', 'contains', 'startswith', 'endswith'] as const;

export type Anchor = (typeof ANCHORS)[number];

/** One thing that is asked of one field's value. */
export type ValueTest =
  | { readonly kind: 'text'; readonly pattern: TextPattern; readonly cased: boolean }
  | { readonly kind: 'regex'; readonly source: string; readonly flags: string }
  | { readonly kind: 'network'; readonly block: string }
  | { readonly kind: 'number'; readonly comparison: Comparison; readonly bound: number }
  | { readonly kind: 'missing' }
  | { readonly kind: 'present'; readonly wanted: boolean }
  | {
      readonly kind: 'field';
      readonly name: string;
      readonly anchor: Anchor;
      readonly cased: boolean;
    };

/** What a rule asks of one field, or of all texts of the event where `field` is null. */
export interface FieldItem {
  readonly field: string | null;
  /** One that holds is enough. */
  readonly tests: readonly ValueTest[];
}

/** A rule's condition with its selections put in. */
export type Expression =
  | { readonly kind: 'item'; readonly item: FieldItem }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Expression[] };

/** A rule that can be evaluated on Sysmon events. */
export interface SigmaRule {
  /** The file it came from, as the caller named it. */
  readonly path: string;
  readonly id: string | null;
  readonly title: string;
  readonly level: SigmaLevel;
  /** Whom a message about a match must name; null where the rule does not say. */
  readonly author: string | null;
  readonly license: string | null;
  /** Sysmon event ids that the log source stands for; null for all of them. */
  readonly eventIds: readonly number[] | null;
  readonly condition: Expression;
  /** Fields that the condition reads, sorted. */
  readonly fields: readonly string[];
}

/** A rule that is not evaluated, and why. */
export interface SigmaRefusal {
  readonly path: string;
  readonly title: string | null;
  readonly reason: string;
}

/** Rules in the order of their files; every document is in one of the two lists. */
export interface SigmaRules {
  readonly rules: readonly SigmaRule[];
  readonly refusals: readonly SigmaRefusal[];
}
