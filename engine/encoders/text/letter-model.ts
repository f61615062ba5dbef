import type { Random } from '../../core/random.ts';
import { hashText } from './known-set.ts';
import { TextCounter } from './text-corpus.ts';

/** Letters that follow a context, each with a weight in base 36 behind it, by context. */
export type LetterStats = Readonly<Record<string, string>>;

/** A word of letters with the subjects that hold it. */
export interface HeldWord {
  readonly word: string;
  /** True if the word itself may leave, so that enough subjects share all its parts. */
  readonly isCommon: boolean;
  readonly holders: readonly number[];
}

/** Makes words letter by letter. */
export interface LetterModel {
  /** True where no letter may leave. */
  readonly isEmpty: boolean;
  /** A word of that many letters, or one more or less. */
  readonly draw: (length: number, random: Random) => string;
}

const ORDER = 5;
const START = '^';
const END = '$';
const TRIES = 4;
const MOST_CONTEXTS = 9000;
const MOST_RARE = 4000;
const MOST_COMMON = 3000;
const MOST_LETTERS = 24;
const TOP = 35;
const FALLBACK = 'etaoinsrhldcumfpgwybvk';

/**
 * Counts which letter follows which up to five letters, in words that are counted once each.
 *
 * A letter counts after a context only if at least k subjects hold words in which it stands there.
 *
 * @see Katz, Estimation of probabilities from sparse data, IEEE TASSP 35 (1987): backing off
 */
export function learnLetters(words: readonly HeldWord[], k: number, salt: number): LetterStats {
  const byHash = (a: HeldWord, b: HeldWord) =>
    hashText(a.word, salt) - hashText(b.word, salt) || (a.word < b.word ? -1 : 1);
  const common = words.filter((one) => one.isCommon).slice(0, MOST_COMMON);
  const rare = words
    .filter((one) => !one.isCommon)
    .sort(byHash)
    .slice(0, MOST_RARE);
  const shared = sharedRuns(common, rare, k);
  const counts = new Map<string, Map<string, number>>();
  const sums = new Map<string, number>();
  for (const { word } of [...common, ...rare]) {
    eachRun(word, (context, letter) => {
      if (!shared.has(context + letter)) return;
      const after = counts.get(context) ?? new Map<string, number>();
      after.set(letter, (after.get(letter) ?? 0) + 1);
      counts.set(context, after);
      sums.set(context, (sums.get(context) ?? 0) + 1);
    });
  }
  const kept = [...sums]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, MOST_CONTEXTS);
  const sorted = kept.map(([context]) => context).sort();
  return Object.fromEntries(sorted.map((one) => [one, written(counts.get(one) ?? new Map())]));
}

/** Contexts with their letter that at least k subjects share. */
function sharedRuns(
  common: readonly HeldWord[],
  rare: readonly HeldWord[],
  k: number,
): Set<string> {
  const shared = new Set<string>();
  for (const { word } of common) eachRun(word, (context, letter) => shared.add(context + letter));
  const pairs = rare.flatMap(({ word, holders }) => holders.map((one) => ({ word, one })));
  pairs.sort((a, b) => a.one - b.one);
  const counter = new TextCounter();
  for (const { word, one } of pairs) {
    eachRun(word, (context, letter) => {
      if (!shared.has(context + letter)) counter.add(context + letter, one);
    });
  }
  for (const { text, subjects } of counter.ranked()) {
    if (subjects < k) break;
    shared.add(text);
  }
  return shared;
}

function eachRun(word: string, visit: (context: string, letter: string) => void): void {
  const framed = `${START}${word.slice(0, MOST_LETTERS).toLowerCase()}${END}`;
  for (let at = 1; at < framed.length; at += 1) {
    const letter = framed[at] as string;
    for (let order = 0; order <= ORDER && order <= at; order += 1) {
      visit(framed.slice(at - order, at), letter);
    }
  }
}

/** The largest weight is 35, the others in proportion, none below 1. */
function written(after: ReadonlyMap<string, number>): string {
  const most = Math.max(...after.values());
  const scale = Math.min(1, TOP / most);
  return [...after]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([letter, count]) => letter + Math.max(1, Math.round(count * scale)).toString(36))
    .join('');
}

/** Opens the model. */
export function openLetters(stats: LetterStats): LetterModel {
  const next = new Map<string, string | Letters>(Object.entries(stats));
  // Most contexts are never met, so that each is read when it is.
  const lettersOf = (context: string) => {
    const known = next.get(context);
    if (typeof known !== 'string') return known;
    const letters = read(known);
    next.set(context, letters);
    return letters;
  };
  const letterAfter = (text: string, random: Random) => {
    for (let order = Math.min(ORDER, text.length); order >= 0; order -= 1) {
      const after = lettersOf(order === 0 ? '' : text.slice(-order));
      if (after !== undefined) return pickLetter(after, random);
    }
    return random.pick([...FALLBACK]);
  };
  const drawWhole = (most: number, random: Random) => {
    let text = START;
    while (text.length <= most) {
      const letter = letterAfter(text, random);
      if (letter === END) break;
      text += letter;
    }
    return text.slice(1);
  };
  return {
    isEmpty: next.size === 0,
    draw: (length, random) => {
      for (let tries = 0; tries < TRIES; tries += 1) {
        const word = drawWhole(length + 2, random);
        if (Math.abs(word.length - length) < 2) return word.slice(0, length + 1);
      }
      let text = START;
      while (text.length <= length) text += letterAfter(text, random).replace(END, 'e');
      return text.slice(1);
    },
  };
}

interface Letters {
  readonly letters: readonly string[];
  readonly weights: readonly number[];
  readonly total: number;
}

function read(text: string): Letters {
  const pairs = [...text];
  const letters = pairs.filter((_, at) => at % 2 === 0);
  const weights = pairs.filter((_, at) => at % 2 === 1).map((one) => Number.parseInt(one, 36));
  return { letters, weights, total: weights.reduce((sum, one) => sum + one, 0) };
}

function pickLetter({ letters, weights, total }: Letters, random: Random): string {
  let left = random.integer(total);
  for (let at = 0; at < weights.length; at += 1) {
    left -= weights[at] as number;
    if (left < 0) return letters[at] ?? 'e';
  }
  return letters[0] ?? 'e';
}
