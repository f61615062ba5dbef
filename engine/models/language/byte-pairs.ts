import { textOfBytes, wideBytes } from './wide-bytes.ts';

/** Tokens of a column's texts as plain JSON: bytes, then whole marks, then merged pairs. */
export interface BytePairStats {
  /** Texts that are one token each and never part of what bytes spell: marks and slots. */
  readonly marks: readonly string[];
  /** Pairs in the order of merging, left and right token in turn. */
  readonly merges: readonly number[];
}

/** Cuts texts into tokens, and back. */
export interface BytePairs {
  /** Number of tokens. */
  readonly size: number;
  /** Any string; `decode` gives it back. */
  readonly encode: (text: string) => readonly number[];
  readonly decode: (tokens: readonly number[]) => string;
}

export const BYTES = 256;
/** A slot as in a template, or a mark of the made world's names. */
const MARKS = /(\uE000[^\uE001]*\uE001|\{(?:user|sid|host|name|address)\})/;
const TOKENS = 2 ** 16;
const MOST_CACHED = 20_000;

/**
 * Opens byte pairs.
 *
 * Pairs are merged in the order in which they were learned, so that a text has one way to be cut.
 *
 * @see Sennrich, Haddow and Birch, Neural machine translation of rare words with subword units, ACL 2016
 */
export function openBytePairs({ marks, merges }: BytePairStats): BytePairs {
  const first = BYTES + marks.length;
  const ranks = new Map<number, number>();
  for (let at = 0; at < merges.length; at += 2) {
    ranks.set(pairKey(merges[at] as number, merges[at + 1] as number), at / 2);
  }
  const known = new Map<string, readonly number[]>();
  const spellings = spell(marks, merges);
  return {
    size: first + merges.length / 2,
    encode: (text) => {
      const before = known.get(text);
      if (before !== undefined) return before;
      const tokens = mergeAll(symbolsOf(text, marks), ranks, first);
      if (known.size < MOST_CACHED) known.set(text, tokens);
      return tokens;
    },
    decode: (tokens) =>
      textOfSymbols(
        tokens.flatMap((one) => spellings[one] ?? []),
        marks,
      ),
  };
}

/** Bytes and marks of a text, as numbers. */
export function symbolsOf(text: string, marks: readonly string[]): number[] {
  return text.split(MARKS).flatMap((part, at) => {
    const mark = at % 2 === 1 ? marks.indexOf(part) : -1;
    return mark < 0 ? wideBytes(part) : [BYTES + mark];
  });
}

/** The marks and slots of a text, in order. */
export function marksIn(text: string): string[] {
  return text.split(MARKS).filter((_, at) => at % 2 === 1);
}

/** One number for a pair of tokens. */
export function pairKey(left: number, right: number): number {
  return left * TOKENS + right;
}

/** Puts one token in the place of each pair, from the left. */
export function mergePair(
  tokens: readonly number[],
  [left, right]: readonly [number, number],
  merged: number,
): number[] {
  const next: number[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const isPair = tokens[at] === left && tokens[at + 1] === right;
    next.push(isPair ? merged : (tokens[at] as number));
    if (isPair) at += 1;
  }
  return next;
}

function mergeAll(
  symbols: readonly number[],
  ranks: ReadonlyMap<number, number>,
  first: number,
): readonly number[] {
  let tokens = symbols;
  for (;;) {
    let best = Number.POSITIVE_INFINITY;
    let pair: [number, number] = [0, 0];
    for (let at = 1; at < tokens.length; at += 1) {
      const [left, right] = [tokens[at - 1] as number, tokens[at] as number];
      const rank = ranks.get(pairKey(left, right)) ?? Number.POSITIVE_INFINITY;
      if (rank < best) [best, pair] = [rank, [left, right]];
    }
    if (best === Number.POSITIVE_INFINITY) return tokens;
    tokens = mergePair(tokens, pair, first + best);
  }
}

/** By token: the bytes and marks that it stands for. */
function spell(marks: readonly string[], merges: readonly number[]): number[][] {
  const spellings = Array.from({ length: BYTES + marks.length }, (_, at) => [at]);
  for (let at = 0; at < merges.length; at += 2) {
    const [left, right] = [merges[at] as number, merges[at + 1] as number];
    spellings.push([...(spellings[left] ?? []), ...(spellings[right] ?? [])]);
  }
  return spellings;
}

function textOfSymbols(symbols: readonly number[], marks: readonly string[]): string {
  let [text, bytes] = ['', [] as number[]];
  for (const one of symbols) {
    if (one < BYTES) bytes.push(one);
    else {
      text += textOfBytes(bytes) + (marks[one - BYTES] ?? '');
      bytes = [];
    }
  }
  return text + textOfBytes(bytes);
}
