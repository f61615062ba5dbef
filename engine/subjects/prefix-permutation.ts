import { type Cipher, createCipheriv } from 'node:crypto';
import { type AddressBlock, BLOCKS_FOUR, BLOCKS_SIX } from './address-blocks.ts';

const BLOCK = 16;

/**
 * A permutation of the addresses of one length under which two addresses share as many leading
 * bits as before, and each stays in its block of use (`10.0.0.0/8`, link-local, unicast, …).
 *
 * Such a permutation turns, or does not, the bit below each prefix, as AES of the padded prefix
 * says. A bit that tells blocks apart is never turned: an address next to a small block therefore
 * keeps more of its first bits (all of `192.169`, for one). No other permutation keeps both.
 *
 * @see Xu, Fan, Ammar and Moon, Prefix-preserving IP address anonymization, 2002 (Crypto-PAn)
 */
export class PrefixPermutation {
  readonly #bytes: number;
  readonly #cipher: Cipher;
  readonly #pad: Uint8Array;
  readonly #even: Uint8Array;
  readonly #input: Uint8Array;

  /**
   * @param bytes 4 or 16
   * @param key 32 bytes: the key of the cipher, then what is enciphered to the padding
   */
  constructor(bytes: 4 | 16, key: Uint8Array) {
    this.#bytes = bytes;
    this.#cipher = createCipheriv('aes-128-ecb', key.subarray(0, BLOCK), null);
    this.#cipher.setAutoPadding(false);
    this.#pad = this.#cipher.update(key.subarray(BLOCK, 2 * BLOCK));
    this.#even = evenPrefixes(bytes === 4 ? BLOCKS_FOUR : BLOCKS_SIX);
    this.#input = new Uint8Array(bytes * 8 * BLOCK);
  }

  /** The address that stands for another. */
  apply(address: Uint8Array): Uint8Array {
    const bits = this.#bytes * 8;
    for (let depth = 0; depth < bits; depth += 1) this.#writePrefix(address, depth);
    const turned = this.#cipher.update(this.#input);
    const result = address.slice();
    for (let depth = firstBit(address); depth < bits; depth += 1) {
      if (!this.#isEven(address, depth)) continue;
      const turn = (turned[depth * BLOCK] as number) >> 7;
      const at = depth >> 3;
      result[at] = (result[at] as number) ^ (turn << (7 - (depth & 7)));
    }
    return result;
  }

  /** The first bits of the address, the padding's behind them. */
  #writePrefix(address: Uint8Array, depth: number): void {
    const start = depth * BLOCK;
    const whole = depth >> 3;
    this.#input.set(this.#pad, start);
    this.#input.set(address.subarray(0, whole), start);
    if (whole >= this.#bytes) return;
    const mask = 0xff00 >> (depth & 7);
    const own = (address[whole] as number) & mask;
    this.#input[start + whole] = own | ((this.#pad[whole] as number) & ~mask & 0xff);
  }

  /** True if both halves below the prefix lie in one block. */
  #isEven(address: Uint8Array, depth: number): boolean {
    if (depth >= 16) return true;
    const high = (address[0] as number) * 256 + (address[1] as number);
    return this.#even[(1 << depth) + (high >> (16 - depth))] === 1;
  }
}

/** The bits that stay: of link-local networks all, of IPv6 groups all but the last 32. */
function firstBit(address: Uint8Array): number {
  if (address.length === 4) return 0;
  if (address[0] === 0xff) return 96;
  return address[0] === 0xfe && ((address[1] as number) & 0xc0) === 0x80 ? 64 : 0;
}

/** By prefix of fewer than 16 bits, as in a heap: 1 if all below lie in one block. */
function evenPrefixes(blocks: readonly AddressBlock[]): Uint8Array {
  const owner = new Int16Array(0x20000).fill(-1);
  for (const [index, { from, to }] of blocks.entries()) {
    for (let high = from; high <= to; high += 1) {
      if (owner[0x10000 + high] === -1) owner[0x10000 + high] = index;
    }
  }
  const even = new Uint8Array(0x10000);
  for (let node = 0xffff; node >= 1; node -= 1) {
    const [left, right] = [owner[2 * node] as number, owner[2 * node + 1] as number];
    even[node] = left === right && left !== UNEVEN ? 1 : 0;
    owner[node] = even[node] === 1 ? left : UNEVEN;
  }
  return even;
}

const UNEVEN = -2;
