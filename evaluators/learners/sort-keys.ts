/** Up to so many keys, moving each to its place is quickest. */
const MOST_MOVED = 40;

/** Bits of a key below its code. */
export const PLACE_BITS = 8;

const DIGITS = 256;

/**
 * Sorts short lists of keys by code: `code << 8 | place`, places ascending, codes below 2^16.
 *
 * @param bins codes below this, so that small codes cost one pass only
 */
export type KeySorter = (size: number, bins: number) => void;

/** A sorter of the first keys of an array, in place; allocates nothing once it is made. */
export function createKeySorter(keys: Int32Array): KeySorter {
  const spare = new Int32Array(keys.length);
  const ends = new Int32Array(DIGITS);
  return (size, bins) => {
    if (size <= MOST_MOVED) {
      moveEach(keys, size);
      return;
    }
    digitPass({ from: keys, to: spare, ends }, size, PLACE_BITS);
    if (bins >= DIGITS) {
      digitPass({ from: spare, to: keys, ends }, size, PLACE_BITS + 8);
      return;
    }
    for (let at = 0; at < size; at += 1) keys[at] = spare[at] as number;
  };
}

function moveEach(keys: Int32Array, size: number): void {
  for (let at = 1; at < size; at += 1) {
    const key = keys[at] as number;
    let to = at;
    for (; to > 0 && (keys[to - 1] as number) > key; to -= 1) keys[to] = keys[to - 1] as number;
    keys[to] = key;
  }
}

interface DigitArrays {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly ends: Int32Array;
}

/** One stable pass of a radix sort. */
function digitPass({ from, to, ends }: DigitArrays, size: number, shift: number): void {
  ends.fill(0);
  for (let at = 0; at < size; at += 1) {
    const digit = ((from[at] as number) >> shift) & 255;
    ends[digit] = (ends[digit] as number) + 1;
  }
  let sum = 0;
  for (let digit = 0; digit < DIGITS; digit += 1) {
    const own = ends[digit] as number;
    ends[digit] = sum;
    sum += own;
  }
  for (let at = 0; at < size; at += 1) {
    const key = from[at] as number;
    const digit = (key >> shift) & 255;
    const place = ends[digit] as number;
    to[place] = key;
    ends[digit] = place + 1;
  }
}
