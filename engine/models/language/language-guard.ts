import type { Random } from '../../core/random.ts';
import { type KnownSetStats, openKnownSet, writeKnownSet } from '../../encoders/text/known-set.ts';
import { openChain } from '../../encoders/text/segment-chain.ts';
import { slotMark } from '../../encoders/text/slot-marks.ts';
import type { TextStats } from '../../encoders/text/text-stats.ts';
import type { HeldText } from './learn-byte-pairs.ts';
import {
  allPieces,
  cutText,
  type Piece,
  type PieceRun,
  piecesOf,
  RUN,
  runAt,
  signOf,
  slotOf,
} from './text-pieces.ts';

/** Pieces below five letters are met by chance. */
const LEAST_PIECE = 5;
/** Other segments that are tried in the place of one that would be rare. */
const OTHERS = 4;
const STRAY = /[\uE000\uE001\uFFFD]/;

/** Writes the runs of six pieces that some subjects hold, but fewer than k. */
export function writeRareRuns(
  texts: readonly HeldText[],
  { k, salt }: { readonly k: number; readonly salt: number },
): KnownSetStats {
  const holders = new Map<string, Set<number>>();
  for (const { text, holders: list } of texts) {
    for (const run of runsOf(allPieces(text))) {
      const known = holders.get(run) ?? new Set();
      holders.set(run, known);
      for (const one of list) if (known.size < k) known.add(one);
    }
  }
  const rare = [...holders].flatMap(([run, list]) => (list.size < k ? [run] : []));
  return writeKnownSet(new Set(rare), salt);
}

function runsOf(pieces: readonly Piece[]): string[] {
  return pieces.flatMap((_, end) => runAt(pieces, end)?.text ?? []);
}

/** What a written text is held against. */
export type GuardStats = Pick<TextStats, 'rare' | 'words' | 'chain'> & {
  readonly rareRuns: KnownSetStats;
};

/** Keeps what is rare from leaving. */
export interface LanguageGuard {
  /** The text as it may leave; null for bytes that spell none. */
  readonly settle: (text: string, random: Random) => string | null;
  /** False for a text whose slots, now filled, close a rare run. */
  readonly allows: (text: string) => boolean;
}

/**
 * Opens the guard.
 *
 * A rare piece becomes a slot. A segment that would end a rare run gives way to one that follows its
 * neighbour among at least k subjects; if none will do, the last words of the run become slots until
 * it is rare no more: slots and signs alone hold nothing of the data. The guard may take what it does
 * not know for rare, and never lets a rare run pass.
 */
export function openGuard(stats: GuardStats): LanguageGuard {
  const runs = openKnownSet(stats.rareRuns);
  const chain = openChain(stats.chain);
  const bare = bareReader(stats);
  const rareAt: RareRun = (pieces, end) => {
    const run = runAt(pieces, end);
    return run !== null && runs.has(run.text) ? run : null;
  };
  const isFree = (before: readonly Piece[], own: readonly Piece[]) => {
    const all = [...before.slice(-4 * RUN), ...own];
    return own.every((_, at) => rareAt(all, all.length - own.length + at) === null);
  };
  const settle = (before: readonly Piece[], own: readonly Piece[], draw: () => string | null) => {
    for (let tries = 0, made = own; tries <= OTHERS; tries += 1) {
      if (isFree(before, made)) return made;
      made = piecesOf(draw() ?? '');
      if (made.length === 0) return own;
    }
    return own;
  };
  const settleText = (text: string, random: Random) => {
    const { separator, segments } = cutText(text);
    const pieces: Piece[] = [];
    let last: string | null = null;
    for (const [at, segment] of segments.entries()) {
      if (at > 0) pieces.push(signOf(separator));
      const draw = () => chain.draw(last, 1, random)[0]?.template ?? null;
      const own = settle(pieces, bare(segment), draw);
      pieces.push(...own);
      last = looseOf(own);
    }
    return softened(pieces, rareAt);
  };
  const allows = (text: string) => {
    const pieces = allPieces(text);
    return pieces.every((_, end) => rareAt(pieces, end) === null);
  };
  return { settle: settleText, allows };
}

/** The pieces of a segment, with slots in the place of rare ones. */
function bareReader({ rare, words }: GuardStats): (segment: string) => readonly Piece[] {
  const [common, known] = [new Set(words), openKnownSet(rare)];
  return (segment) =>
    piecesOf(segment).map((piece) => {
      const { text, slot } = piece;
      const isCommon = slot === '' || text.length < LEAST_PIECE || common.has(text);
      return isCommon || !known.has(text.toLowerCase()) ? piece : slotOf(piece);
    });
}

/** A segment as the chain knows it: words stay, other pieces are slots. */
function looseOf(pieces: readonly Piece[]): string {
  return pieces
    .map(({ text, slot }) => (slot === '' || /^[wm]/.test(slot) ? text : slotMark(slot)))
    .join('');
}

/** The rare run that ends at a piece, null if there is none. */
type RareRun = (pieces: readonly Piece[], end: number) => PieceRun | null;

function softened(pieces: Piece[], rareAt: RareRun): string | null {
  if (pieces.some(({ text, slot }) => slot !== '' && STRAY.test(text))) return null;
  for (let end = 0; end < pieces.length; end += 1) {
    for (let run = rareAt(pieces, end); run !== null; run = rareAt(pieces, end)) {
      soften(pieces, run.start, end);
    }
  }
  return pieces.map((one) => one.text).join('');
}

/** Puts a slot in the place of the last word or number of a run. */
function soften(pieces: Piece[], start: number, end: number): void {
  const places = pieces.slice(start, end + 1).map((one) => one.slot !== '');
  const at = start + places.lastIndexOf(true);
  pieces[at] = slotOf(pieces[at] as Piece);
}
