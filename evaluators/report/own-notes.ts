/**
 * A note of a chapter without the chapter's own name, which stands before it anyway.
 *
 * `utility: utility.flows-label: bytes: utility: too few` becomes `flows-label: bytes: too few`.
 */
export function withoutName(note: string, chapter: string): string {
  const inside = note.replaceAll(`: ${chapter}: `, ': ');
  const prefix = [': ', '.', ', ']
    .map((end) => chapter + end)
    .find((one) => inside.startsWith(one));
  return prefix === undefined ? inside : withoutName(inside.slice(prefix.length), chapter);
}
