import { type KnownSetStats, openKnownSet, writeKnownSet } from '../../encoders/text/known-set.ts';
import { partsOfTemplate, slotMark } from '../../encoders/text/slot-marks.ts';
import { tokensOf } from '../../encoders/text/text-token.ts';
import type { HeldText } from './learn-byte-pairs.ts';

/** A piece of a text with slots. */
interface Piece {
  readonly text: string;
  /** What takes its place where it may not stay; empty for signs, marks and slots. */
  readonly slot: string;
}

/** Pieces that make a run; shorter ones recur by chance. */
const RUN = 6;
/** Pieces below five letters are met by chance. */
const LEAST_PIECE = 5;
const STRAY = /[\uE000\uE001\uFFFD]/;

/** Words, numbers, slots and groups of signs; joined they give the text back. */
function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let signs = '';
  const flush = () => {
    if (signs !== '') pieces.push({ text: signs, slot: '' });
    signs = '';
  };
  for (const part of partsOfTemplate(text)) {
    const tokens = part.slot ? [{ text: slotMark(part.type), slot: '' }] : tokensOf(part.text);
    for (const one of tokens) {
      const isSign = one.slot === '' && one.text.length === 1;
      if (isSign) signs += one.text;
      else {
        flush();
        pieces.push(one);
      }
    }
  }
  flush();
  return pieces;
}

function runAt(pieces: readonly Piece[], end: number): string {
  const run = pieces.slice(end - RUN + 1, end + 1).map((one) => one.text);
  return run.join('\n').toLowerCase();
}

/** Writes the runs of six pieces that some subjects hold, but fewer than k. */
export function writeRareRuns(
  texts: readonly HeldText[],
  { k, salt }: { readonly k: number; readonly salt: number },
): KnownSetStats {
  const holders = new Map<string, Set<number>>();
  for (const { text, holders: list } of texts) {
    const pieces = piecesOf(text);
    for (let end = RUN - 1; end < pieces.length; end += 1) {
      const run = runAt(pieces, end);
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

/** A text that may leave: slots stand where it would be rare. Null for bytes that spell no text. */
export type LanguageGuard = (text: string) => string | null;

/**
 * Opens the guard.
 *
 * A rare piece becomes a slot; so does the last word or number of a rare run, until there is none:
 * what is slots and signs alone holds nothing of the data.
 */
export function openGuard({ rareRuns, rare, words }: GuardStats): LanguageGuard {
  const [runs, known] = [openKnownSet(rareRuns), openKnownSet(rare)];
  const common = new Set(words);
  const isRare = ({ text, slot }: Piece) =>
    slot !== '' && text.length >= LEAST_PIECE && !common.has(text) && known.has(text.toLowerCase());
  const isRareRun = (pieces: readonly Piece[], end: number) =>
    end >= RUN - 1 && runs.has(runAt(pieces, end));
  return (text) => {
    const pieces = piecesOf(text).map((one) => (isRare(one) ? slotOf(one) : one));
    if (pieces.some((one) => one.slot !== '' && STRAY.test(one.text))) return null;
    for (let end = 0; end < pieces.length; end += 1) {
      while (isRareRun(pieces, end) && soften(pieces, end));
    }
    return pieces.map((one) => one.text).join('');
  };
}

/** Puts a slot in the place of the run's last word or number; false if it has none. */
function soften(pieces: Piece[], end: number): boolean {
  for (let at = end; at > end - RUN; at -= 1) {
    const one = pieces[at];
    if (one === undefined || one.slot === '') continue;
    pieces[at] = slotOf(one);
    return true;
  }
  return false;
}

function slotOf({ slot }: Piece): Piece {
  return { text: slot === 'a' ? '{address}' : slotMark(slot), slot: '' };
}
