import type { Random } from '../core/random.ts';

const ONSETS = ['b', 'd', 'f', 'g', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'br', 'st', 'tr'];
const VOWELS = ['a', 'e', 'i', 'o', 'u', 'ai', 'ou'];
const CODAS = ['', '', 'n', 'r', 'l', 's', 'x', 'm', 'nd'];

/** Shortest word: four letters, so that it is nobody's by chance. */
const SHORTEST = 4;

/** One pronounceable word of one to four syllables, four letters at least. */
export function freshWord(random: Random): string {
  const count = 1 + random.integer(4);
  let word = '';
  for (let syllable = 0; syllable < count || word.length < SHORTEST; syllable += 1) {
    word += random.pick(ONSETS) + random.pick(VOWELS) + random.pick(CODAS);
  }
  return word;
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
