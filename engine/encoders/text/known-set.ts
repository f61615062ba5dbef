/** A salted Bloom filter as plain JSON. */
export interface KnownSetStats {
  readonly salt: number;
  /** Bits in base64. */
  readonly bits: string;
}

/** Asks a set that answers yes for every member, and by mistake for hardly any other. */
export interface KnownSet {
  readonly has: (text: string) => boolean;
}

const BITS_EACH = 32;
const HASHES = 16;
const LEAST_BITS = 1024;
const MOST_BITS = 2 ** 22;

/**
 * Writes texts into a filter of 32 bits each, at most half a megabyte: one other text in millions is
 * taken for a member, unless there are more than a hundred thousand.
 *
 * The texts cannot be read back; whoever holds the filter can ask whether it may know a text.
 *
 * @see Bloom, Space/time trade-offs in hash coding with allowable errors, CACM 13 (1970)
 */
export function writeKnownSet(texts: ReadonlySet<string>, salt: number): KnownSetStats {
  const wanted = Math.min(MOST_BITS, Math.max(LEAST_BITS, texts.size * BITS_EACH));
  const bytes = new Uint8Array(Math.ceil(wanted / 8));
  for (const text of texts) {
    everyBit(text, { salt, size: bytes.length * 8 }, (bit) => {
      const at = bit >>> 3;
      bytes[at] = (bytes[at] as number) | (1 << (bit & 7));
      return true;
    });
  }
  return { salt, bits: Buffer.from(bytes).toString('base64') };
}

/** Opens a filter. */
export function openKnownSet({ salt, bits }: KnownSetStats): KnownSet {
  const bytes = Buffer.from(bits, 'base64');
  const isSet = (bit: number) => ((bytes[bit >>> 3] as number) & (1 << (bit & 7))) !== 0;
  const frame = { salt, size: bytes.length * 8 };
  return { has: (text) => everyBit(text, frame, isSet) };
}

/** Whether all places of a text are so; they come by double hashing. */
function everyBit(
  text: string,
  { salt, size }: { readonly salt: number; readonly size: number },
  isSo: (bit: number) => boolean,
): boolean {
  const first = hashText(text, salt);
  const step = hashText(text, salt ^ 0x5bd1e995) | 1;
  for (let at = 0; at < HASHES; at += 1) {
    if (!isSo(((first + Math.imul(at, step)) >>> 0) % size)) return false;
  }
  return true;
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
