import type { Random } from '../../engine/core/random.ts';
import type { Cell } from './frame.ts';

const MOST_SINGLES = 0.05;
const PIECES = /\s?(?:\p{L}{1,5}|\p{N}{1,3}|[^\s\p{L}\p{N}]{1,2})/gu;

/** Share of the non-missing cells whose value occurs once. */
export function shareOfSingles(values: readonly Cell[]): number {
  const counts = new Map<Cell, number>();
  let present = 0;
  for (const value of values) {
    if (value === null) continue;
    present += 1;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  if (present === 0) return 0;
  return [...counts.values()].filter((count) => count === 1).length / present;
}

/** True where a column is text rather than categories: over 5 % of its cells are singles. */
export function isText(values: readonly Cell[]): boolean {
  return shareOfSingles(values) > MOST_SINGLES;
}

/**
 * Pieces of a text: runs of at most 5 letters, 3 digits or 2 signs, each with the blank before it.
 *
 * An approximation of the GPT-2 vocabulary of the reference, whose median piece is as long.
 */
export function piecesOf(text: string): readonly string[] {
  return text.match(PIECES) ?? [];
}

/** One piece of each cell, all alike; missing where the text has none. */
export function drawPieces(values: readonly Cell[], random: Random): readonly Cell[] {
  return values.map((value) => {
    if (value === null) return null;
    const pieces = piecesOf(String(value));
    return pieces.length === 0 ? null : random.pick(pieces);
  });
}
