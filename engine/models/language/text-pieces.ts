import { partsOfTemplate, slotMark } from '../../encoders/text/slot-marks.ts';
import { piecesOf as segmentsOf, separatorOf } from '../../encoders/text/split-text.ts';
import { tokensOf } from '../../encoders/text/text-token.ts';

/** A piece of a text with slots. */
export interface Piece {
  readonly text: string;
  /** What takes its place where it may not stay; empty for signs, marks and slots. */
  readonly slot: string;
}

/** A text with slots, cut where templates are cut, too. */
export interface CutText {
  readonly separator: string;
  readonly segments: readonly string[];
}

/** Words and numbers that make a run; shorter ones recur by chance. */
export const RUN = 6;

/** Cuts a text into segments. */
export function cutText(text: string): CutText {
  const separator = separatorOf(text);
  return { separator, segments: segmentsOf(text, separator) };
}

/** Words, numbers, signs and slots of a segment; joined they give it back. */
export function piecesOf(segment: string): Piece[] {
  return partsOfTemplate(segment).flatMap((part) =>
    part.slot ? [{ text: slotMark(part.type), slot: '' }] : tokensOf(part.text),
  );
}

/** The pieces of a whole text, separators among them. */
export function allPieces(text: string): Piece[] {
  const { separator, segments } = cutText(text);
  return segments.flatMap((one, at) => [...(at > 0 ? [signOf(separator)] : []), ...piecesOf(one)]);
}

/** A sign as a piece. */
export function signOf(text: string): Piece {
  return { text, slot: '' };
}

/** What takes a piece's place: a slot of its form. */
export function slotOf({ slot }: Piece): Piece {
  return signOf(slot === 'a' ? '{address}' : slotMark(slot));
}

/** Pieces in a row that hold six words, numbers, slots or groups of signs, blanks left out. */
export interface PieceRun {
  /** In small letters. */
  readonly text: string;
  /** Place of its first piece. */
  readonly start: number;
}

/** The shortest run that ends at a piece; null if there is none, or if it holds nothing of the data. */
export function runAt(pieces: readonly Piece[], end: number): PieceRun | null {
  if (pieces[end]?.text === ' ') return null;
  let [text, count, isTelling] = ['', 0, false];
  for (let start = end; start >= 0 && count < RUN; start -= 1) {
    const piece = pieces[start] as Piece;
    const isMore = start < end && isSign(piece) && isSign(pieces[start + 1] as Piece);
    count += isMore ? 0 : tokensIn(piece);
    text = `${piece.text.toLowerCase()}${text}`;
    isTelling ||= piece.slot !== '';
    if (count >= RUN && isTelling) return { text, start };
  }
  return null;
}

function isSign({ text, slot }: Piece): boolean {
  return slot === '' && text.length === 1 && text !== ' ';
}

/** Words and numbers of a piece, `System32` has two; none in a blank. */
function tokensIn({ text, slot }: Piece): number {
  if (text === ' ') return 0;
  return slot === '' ? 1 : (text.match(/\p{L}+|\p{N}+/gu)?.length ?? 1);
}
