import { createHmac } from 'node:crypto';

const ROUNDS = 10;

/**
 * A permutation of the numbers below `size` that only the key tells.
 *
 * Adds keyed numbers to either half of the bits in turn, and repeats until the result is below
 * `size` (fewer than four times on average). `tweak` separates permutations of one key.
 *
 * @param number from 0 below `size`
 * @see Luby and Rackoff, How to construct pseudorandom permutations, 1988; Black and Rogaway,
 *   Ciphers with arbitrary finite domains, 2002, section 3.2 (walking the cycle) and 3.3
 */
export function permuted(
  number: bigint,
  size: bigint,
  by: { readonly key: Uint8Array; readonly tweak: string },
): bigint {
  if (size < 2n) return number;
  const bits = Math.max(2, (size - 1n).toString(2).length);
  let moved = number;
  do moved = mixed(moved, bits, by);
  while (moved >= size);
  return moved;
}

function mixed(
  number: bigint,
  bits: number,
  by: { readonly key: Uint8Array; readonly tweak: string },
): bigint {
  const lower = BigInt(bits - (bits >> 1));
  const [highMask, lowMask] = [(1n << BigInt(bits >> 1)) - 1n, (1n << lower) - 1n];
  let [high, low] = [number >> lower, number & lowMask];
  for (let round = 0; round < ROUNDS; round += 1) {
    const place = `${by.tweak}|${bits}|${round}|`;
    if (round % 2 === 0) high = (high + keyedNumber(by.key, place + low, bits)) & highMask;
    else low = (low + keyedNumber(by.key, place + high, bits)) & lowMask;
  }
  return (high << lower) | low;
}

/** A number of at least so many bits. */
function keyedNumber(key: Uint8Array, text: string, bits: number): bigint {
  let hex = '';
  for (let part = 0; hex.length * 4 < bits; part += 1) {
    hex += createHmac('sha256', key).update(`${part}|${text}`).digest('hex');
  }
  return BigInt(`0x${hex}`);
}
