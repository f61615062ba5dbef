import type { Canary } from '../../engine/schema/canary.ts';
import { CALLING_THREAD, type TreePool } from '../learners/tree-pool.ts';
import type { Relink } from '../links/relink.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import type { SigmaRules } from '../sigma/sigma-rule.ts';

/** What a judge is given to judge with; all of it comes from the caller. */
export interface Instruments {
  /** The linker in the configuration that linked the original; null without links. */
  readonly relink: Relink | null;
  readonly rules: RuleSet;
  readonly sigma: SigmaRules;
  /** Records that were planted in training; null where none were. */
  readonly canaries: readonly Canary[] | null;
  /** Where the trees of forests grow; it never changes them. */
  readonly trees: TreePool;
}

/** A judge with bare hands. */
export const NO_INSTRUMENTS: Instruments = Object.freeze({
  relink: null,
  rules: { rules: [] },
  sigma: { rules: [], refusals: [] },
  canaries: null,
  trees: CALLING_THREAD,
});
