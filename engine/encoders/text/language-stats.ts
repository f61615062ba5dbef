import type { KnownSetStats } from './known-set.ts';

/** A network that writes the texts of some templates anew, token by token, as plain JSON. */
export interface LanguageStats {
  /** Marks and slots that are one token each, and pairs of tokens that became one. */
  readonly marks: readonly string[];
  readonly merges: readonly number[];
  /** Tokens that are drawn, by their place after the end of a text. */
  readonly tokens: readonly number[];
  /** Positions of the templates that it writes, ascending. */
  readonly templates: readonly number[];
  /** Codes of the deciding text that it tells apart, ascending. */
  readonly deciders: readonly number[];
  /** By name: float32 in base64, row-major. */
  readonly weights: Readonly<Record<string, string>>;
  /** Runs of tokens that too few subjects hold; they may not come out. */
  readonly rareRuns: KnownSetStats;
}
