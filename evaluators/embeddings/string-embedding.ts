import { partsOf } from './string-parts.ts';

/** Length of the vector of a text. */
export const STRING_DIMENSIONS = 256;

const SHORTEST = 3;
const LONGEST = 5;
const START = '\u0002';
const END = '\u0003';
const MOST_CHARACTERS = 400;

/**
 * A text as a unit vector, so that texts with shared pieces lie close to each other.
 *
 * Stands in for a language model: lower-case runs of 3 to 5 characters with signs for both ends,
 * and the parts of a path or a domain name, each hashed to one of 256 places with a sign. A piece
 * that occurs n times weighs 1 + ln n; both sorts of pieces weigh the same. Only the first 400
 * characters are looked at.
 *
 * @see docs/methods/similarity-and-distances.md, texts
 * @see Weinberger et al., Feature hashing for large scale multitask learning, 2009
 */
export function embedString(text: string): Float64Array {
  const lower = text.slice(0, MOST_CHARACTERS).toLowerCase();
  const vector = hashed(runsOf(lower));
  const parts = hashed(partsOf(lower));
  for (let at = 0; at < STRING_DIMENSIONS; at += 1) {
    vector[at] = (vector[at] as number) + (parts[at] as number);
  }
  return normalised(vector);
}

/** Runs of 3 to 5 characters, signs for start and end included. */
function runsOf(text: string): readonly string[] {
  const marked = START + text + END;
  const runs: string[] = [];
  for (let length = SHORTEST; length <= LONGEST; length += 1) {
    for (let at = 0; at + length <= marked.length; at += 1)
      runs.push(marked.slice(at, at + length));
  }
  return runs.length === 0 ? [marked] : runs;
}

function hashed(pieces: readonly string[]): Float64Array {
  const counts = new Map<string, number>();
  for (const piece of pieces) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  const vector = new Float64Array(STRING_DIMENSIONS);
  for (const [piece, count] of counts) {
    const hash = hashOf(piece);
    const place = hash & (STRING_DIMENSIONS - 1);
    const weight = 1 + Math.log(count);
    vector[place] = (vector[place] as number) + (hash < 0 ? -weight : weight);
  }
  return normalised(vector);
}

/** FNV-1a over UTF-16 units, mixed so that all bits count; a signed 32-bit number. */
function hashOf(piece: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < piece.length; at += 1) {
    hash = Math.imul(hash ^ piece.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function normalised(vector: Float64Array): Float64Array {
  const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return norm === 0 ? vector : vector.map((value) => value / norm);
}
