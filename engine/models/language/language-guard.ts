import {
  type KnownSet,
  type KnownSetStats,
  openKnownSet,
  writeKnownSet,
} from '../../encoders/text/known-set.ts';
import type { HeldText } from './learn-byte-pairs.ts';

/** Pieces of a text that make a run; shorter ones recur by chance. */
const RUN = 6;
const PIECES = /\uE000[^\uE001]*\uE001|\p{L}+|\p{N}+|[^\s\p{L}\p{N}\uE000]+/gu;

/** Every six words, numbers, slots or groups of signs in a row. */
export function runsOf(text: string): string[] {
  const pieces = text.match(PIECES) ?? [];
  const runs = pieces.slice(RUN - 1).map((_, at) => pieces.slice(at, at + RUN).join(' '));
  return runs.map((one) => one.toLowerCase());
}

/** Writes the runs that some subjects hold, but fewer than k. */
export function writeRareRuns(
  texts: readonly HeldText[],
  { k, salt }: { readonly k: number; readonly salt: number },
): KnownSetStats {
  const holders = new Map<string, Set<number>>();
  for (const { text, holders: list } of texts) {
    for (const run of runsOf(text)) {
      const known = holders.get(run) ?? new Set();
      holders.set(run, known);
      for (const one of list) if (known.size < k) known.add(one);
    }
  }
  const rare = [...holders].flatMap(([run, list]) => (list.size < k ? [run] : []));
  return writeKnownSet(new Set(rare), salt);
}

/** What a written text is held against. */
export interface GuardStats {
  readonly rareRuns: KnownSetStats;
  /** Pieces that too few subjects hold. */
  readonly rare: KnownSetStats;
  /** Pieces that may leave. */
  readonly words: readonly string[];
}

/** True for a text that may leave: it holds no rare run and no rare piece. */
export type LanguageGuard = (text: string) => boolean;

/** Pieces below five letters are met by chance. */
const LEAST_PIECE = 5;
const SLOTS = /\uE000[^\uE001]*\uE001/g;
const WORDS = /[\p{L}\p{N}]+/gu;

/** Opens the guard; it may also refuse what it does not know, and never lets a rare one pass. */
export function openGuard({ rareRuns, rare, words }: GuardStats): LanguageGuard {
  const [runs, pieces] = [openKnownSet(rareRuns), openKnownSet(rare)];
  const common = new Set(words);
  return (text) => {
    const literal = text.replace(SLOTS, ' ');
    if (/[\uE000\uE001\uFFFD]/.test(literal)) return false;
    return !runsOf(text).some((one) => runs.has(one)) && !holdsRare(literal, common, pieces);
  };
}

function holdsRare(text: string, common: ReadonlySet<string>, rare: KnownSet): boolean {
  for (const [piece] of text.matchAll(WORDS)) {
    if (piece.length < LEAST_PIECE || common.has(piece)) continue;
    if (rare.has(piece.toLowerCase())) return true;
  }
  return false;
}
