/** Identifiers that consumers join by and our tables do not keep: made, stable, of no real thing. */

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
/** Process ids of Windows are multiples of four; busy hosts stay below 2^16. */
const PROCESS_IDS = 16_000;
const UID_LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * A process id for a GUID: the same process has the same id everywhere.
 *
 * Two processes of a host may share one, as Windows reuses them; the GUID tells them apart.
 */
export function processIdOf(guid: string): number {
  return 4 * (1 + (fnv(guid) % PROCESS_IDS));
}

/** Logs whose rows have uids of their own. */
export type UidSpace = 'conn' | 'dns';

/** Starts of the two sequences of letters. */
const SPACES: Readonly<Record<UidSpace, number>> = { conn: 0x3c6ef372, dns: 0x5bd1e995 };

/** The uid of the n-th row of a Zeek log: `C` and 17 letters, unlike for unlike rows and logs. */
export function zeekUid(ordinal: number, space: UidSpace): string {
  const start = mixed(ordinal ^ SPACES[space]);
  const head = letters(start, 5) + letters(mixed(start + ordinal), 5);
  const own = letters((ordinal * SPREAD) % UID_ORDINALS, ORDINAL_LETTERS);
  return `C${head}${own}${space === 'conn' ? 'c' : 'd'}`;
}

const ORDINAL_LETTERS = 6;
const UID_ORDINALS = 62 ** ORDINAL_LETTERS;
/** A prime: rows next to each other look apart, and no two share their letters. */
const SPREAD = 104_729;

/** A number in so many letters, the lowest first. */
function letters(value: number, count: number): string {
  let text = '';
  for (let [rest, at] = [value, 0]; at < count; at += 1) {
    text += UID_LETTERS[rest % 62];
    rest = Math.floor(rest / 62);
  }
  return text;
}

/** FNV-1a of 32 bits, finished by a mix, as its low bits alone are poor. */
function fnv(text: string): number {
  let hash = FNV_OFFSET;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME);
  }
  return mixed(hash);
}

/** The finaliser of MurmurHash3. */
function mixed(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
