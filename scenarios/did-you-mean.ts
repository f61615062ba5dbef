/**
 * The candidate that a mistyped word most likely meant.
 *
 * @returns null where none lies within two edits, or one edit of a word under five letters
 */
export function nearestWord(word: string, candidates: readonly string[]): string | null {
  if (word.length > 64) return null;
  const typed = word.toLowerCase();
  let best: string | null = null;
  let bestDistance = word.length < 5 ? 2 : 3;
  for (const candidate of candidates) {
    const distance = editDistance(typed, candidate.toLowerCase());
    if (distance >= bestDistance) continue;
    best = candidate;
    bestDistance = distance;
  }
  return best;
}

/** Least number of inserted, dropped or changed letters between two words (Levenshtein, 1966). */
export function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let at = 1; at <= right.length; at += 1) {
      const changed = (previous[at - 1] ?? 0) + (left[row - 1] === right[at - 1] ? 0 : 1);
      const dropped = (previous[at] ?? 0) + 1;
      const inserted = (current[at - 1] ?? 0) + 1;
      current.push(Math.min(changed, dropped, inserted));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}
