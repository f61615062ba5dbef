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

/** Pieces that make a run; shorter ones recur by chance. */
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

/** Where a run of six ends: words, numbers, slots and groups of signs, blanks left out. */
export interface PieceRun {
  /** In small letters. */
  readonly text: string;
  /** Place of its first piece. */
  readonly start: number;
}

/** The run that ends at a piece; null if there is none, or if nothing of the data stands in it. */
export function runAt(pieces: readonly Piece[], end: number): PieceRun | null {
  let [text, count, start] = ['', 0, end];
  let [wasSign, isTelling] = [false, false];
  for (let at = end; at >= 0; at -= 1) {
    const piece = pieces[at] as Piece;
    const isSign = piece.slot === '' && piece.text.length === 1;
    if (piece.text !== ' ' && !(isSign && wasSign)) count += 1;
    if (count > RUN) break;
    [text, start, wasSign] = [`${piece.text.toLowerCase()}${text}`, at, isSign];
    isTelling ||= piece.slot !== '';
  }
  return count > RUN && isTelling && pieces[end]?.text !== ' ' ? { text, start } : null;
}
