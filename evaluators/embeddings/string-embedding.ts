import { partsOf } from './string-parts.ts';

/** Length of the vector of a text. */
export const STRING_DIMENSIONS = 256;

const SHORTEST = 3;
const LONGEST = 5;
const START = '\u0002';
const END = '\u0003';
const MOST_CHARACTERS = 400;
const BASIS = 0x811c9dc5;

/**
 * A text as a unit vector, so that texts with shared pieces lie close to each other.
 *
 * Stands in for a language model: lower-case runs of 3 to 5 characters with signs for both ends,
 * and the parts of a path or a domain name, each hashed to one of 256 places with a sign. A place
 * that sums to s weighs ln(1 + |s|) with the sign of s; both sorts of pieces weigh the same. Only
 * the first 400 characters are looked at. The empty text is all zeros.
 *
 * @see docs/methods/similarity-and-distances.md, texts
 * @see Weinberger et al., Feature hashing for large scale multitask learning, 2009
 */
export function embedString(text: string): Float64Array {
  const lower = text.slice(0, MOST_CHARACTERS).toLowerCase();
  const vector = dampened(hashedRuns(START + lower + END));
  const parts = dampened(hashedParts(partsOf(lower)));
  for (let at = 0; at < STRING_DIMENSIONS; at += 1) {
    vector[at] = (vector[at] as number) + (parts[at] as number);
  }
  return normalised(vector);
}

/** Signed counts of all runs of 3 to 5 characters. */
function hashedRuns(text: string): Float64Array {
  const places = new Float64Array(STRING_DIMENSIONS);
  for (let from = 0; from + SHORTEST <= text.length; from += 1) {
    let hash = BASIS;
    const most = Math.min(text.length, from + LONGEST);
    for (let at = from; at < most; at += 1) {
      hash = stepped(hash, text.charCodeAt(at));
      if (at - from + 1 >= SHORTEST) count(places, mixed(hash));
    }
  }
  return places;
}

function hashedParts(parts: readonly string[]): Float64Array {
  const places = new Float64Array(STRING_DIMENSIONS);
  for (const part of parts) {
    let hash = BASIS;
    for (let at = 0; at < part.length; at += 1) hash = stepped(hash, part.charCodeAt(at));
    count(places, mixed(hash));
  }
  return places;
}

/** The lowest bits say where, the highest bit with which sign. */
function count(places: Float64Array, hash: number): void {
  const place = hash & (STRING_DIMENSIONS - 1);
  places[place] = (places[place] as number) + (hash < 0 ? -1 : 1);
}

/** A step of FNV-1a over UTF-16 units. */
function stepped(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193);
}

/** Mixes a hash so that all its bits count (MurmurHash3's last step). */
function mixed(given: number): number {
  let hash = Math.imul(given ^ (given >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function dampened(places: Float64Array): Float64Array {
  return normalised(places.map((sum) => Math.sign(sum) * Math.log1p(Math.abs(sum))));
}

function normalised(vector: Float64Array): Float64Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const norm = Math.sqrt(squares);
  return norm === 0 ? vector : vector.map((value) => value / norm);
}
