import type { KnownSetStats } from './known-set.ts';
import type { LanguageStats } from './language-stats.ts';
import type { LetterStats } from './letter-model.ts';
import type { ChainStats } from './segment-chain.ts';
import type { SlotLaw } from './slot-law.ts';
import type { RepeatShare } from './slot-repeats.ts';
import type { NameSets } from './text-names.ts';

/** A template with the laws of its slots, in order. */
export interface TemplateStats extends RepeatShare {
  /** Text that stays, with framed slots, see `slotMark`. */
  readonly key: string;
  readonly slots: readonly SlotLaw[];
  /** Distinct texts from which all subjects draw; 0 for no end of them. */
  readonly pool: number;
}

/** What a path or text column keeps of its data. */
export interface TextStats {
  readonly type: 'text';
  /** Values that may leave, with `{user}` for accounts and `{sid}` for their numbers. */
  readonly values: readonly string[];
  readonly templates: readonly TemplateStats[];
  /** Pieces that may leave, in order. */
  readonly words: readonly string[];
  /** Laws of slots by type, wherever they stand. */
  readonly laws: Readonly<Record<string, SlotLaw>>;
  readonly chain: ChainStats;
  readonly letters: LetterStats;
  /** Pieces and whole texts that may not come out. */
  readonly rare: KnownSetStats;
  readonly names: NameSets;
  readonly salt: number;
  /** Writes the texts of some templates anew; absent where templates alone are filled. */
  readonly language?: LanguageStats;
}
