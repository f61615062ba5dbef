import type { Chapter, Json, ScoreCard } from '../../findings.ts';

/** A chapter's card, undefined where either is missing. */
export function cardOf(
  chapters: readonly Chapter[],
  chapter: string,
  id: string,
): ScoreCard | undefined {
  return chapters.find((one) => one.id === chapter)?.scores.find((card) => card.id === id);
}

/** A value that a chapter promises at a dotted place, as such or inside a shorter place. */
export function contractAt(chapters: readonly Chapter[], place: string): Json | undefined {
  const [room = '', name = ''] = place.split('.');
  for (const { contract } of chapters) {
    const found = contract[place] ?? member(contract[room], name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A member of an object, undefined for what is none. */
export function member(holder: Json | undefined, name: string): Json | undefined {
  if (typeof holder !== 'object' || holder === null || Array.isArray(holder)) return undefined;
  return (holder as Readonly<Record<string, Json>>)[name];
}

/** A number as it is, or a score's value. */
export function numberOf(value: Json | undefined): number | null {
  const figure = typeof value === 'number' ? value : member(value, 'value');
  return typeof figure === 'number' ? figure : null;
}

/** The first note whose place, before the colon, holds the word. */
export function noteOn(notes: readonly string[], word: string): string | undefined {
  return notes.find((note) => note.split(':')[0]?.includes(word));
}
