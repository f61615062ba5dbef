import type { Random } from '../core/random.ts';

const ONSETS = ['b', 'd', 'f', 'g', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'br', 'st', 'tr'];
const VOWELS = ['a', 'e', 'i', 'o', 'u', 'ai', 'ou'];
const CODAS = ['', 'n', 'r', 'l', 's', 'x', 'm', 'nd'];

/** One pronounceable word of two or three syllables. */
export function freshWord(random: Random): string {
  const count = 2 + random.integer(2);
  const syllables = Array.from(
    { length: count },
    () => random.pick(ONSETS) + random.pick(VOWELS) + random.pick(CODAS),
  );
  return syllables.join('');
}

/** Distinct made words, none of which `isTaken` knows. */
export function freshVocabulary(
  size: number,
  random: Random,
  isTaken: (word: string) => boolean,
): string[] {
  const words = new Set<string>();
  for (let tries = 0; words.size < size && tries < 20 * size; tries += 1) {
    const word = freshWord(random);
    if (!isTaken(word)) words.add(word);
  }
  return [...words];
}
