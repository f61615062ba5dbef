/** A salted Bloom filter as plain JSON. */
export interface KnownSetStats {
  readonly salt: number;
  /** Bits in base64. */
  readonly bits: string;
}

/** Asks a set that answers yes for every member, and by mistake for about one other in 100. */
export interface KnownSet {
  readonly has: (text: string) => boolean;
}

const BITS_EACH = 10;
const HASHES = 6;
const LEAST_BITS = 64;
const MOST_BITS = 2 ** 22;

/**
 * Writes texts into a filter of 10 bits each, at most half a megabyte.
 *
 * The texts cannot be read back; whoever holds the filter can ask whether it may know a text.
 *
 * @see Bloom, Space/time trade-offs in hash coding with allowable errors, CACM 13 (1970)
 */
export function writeKnownSet(texts: ReadonlySet<string>, salt: number): KnownSetStats {
  const wanted = Math.min(MOST_BITS, Math.max(LEAST_BITS, texts.size * BITS_EACH));
  const bytes = new Uint8Array(Math.ceil(wanted / 8));
  for (const text of texts) {
    for (const bit of bitsOf(text, salt, bytes.length * 8)) {
      const at = bit >>> 3;
      bytes[at] = (bytes[at] as number) | (1 << (bit & 7));
    }
  }
  return { salt, bits: Buffer.from(bytes).toString('base64') };
}

/** Opens a filter. */
export function openKnownSet({ salt, bits }: KnownSetStats): KnownSet {
  const bytes = Buffer.from(bits, 'base64');
  const isSet = (bit: number) => ((bytes[bit >>> 3] as number) & (1 << (bit & 7))) !== 0;
  return { has: (text) => bitsOf(text, salt, bytes.length * 8).every(isSet) };
}

/** Places of a text, by double hashing. */
function bitsOf(text: string, salt: number, size: number): number[] {
  const first = hashText(text, salt);
  const step = hashText(text, salt ^ 0x5bd1e995) | 1;
  return Array.from({ length: HASHES }, (_, at) => ((first + Math.imul(at, step)) >>> 0) % size);
}

/** A salted 32-bit hash of a text (FNV-1a with a final mix). */
export function hashText(text: string, salt: number): number {
  let hash = (0x811c9dc5 ^ salt) >>> 0;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
