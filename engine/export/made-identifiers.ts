/** Identifiers that consumers join by and our tables do not keep: made, stable, of no real thing. */

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
/** Process ids of Windows are multiples of four; busy hosts stay below 2^16. */
const PROCESS_IDS = 16_000;
const UID_LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const UID_LENGTH = 17;

/**
 * A process id for a GUID: the same process has the same id everywhere.
 *
 * Two processes of a host may share one, as Windows reuses them; the GUID tells them apart.
 */
export function processIdOf(guid: string): number {
  return 4 * (1 + (fnv(guid) % PROCESS_IDS));
}

/** The uid of the n-th row of a Zeek log: `C` and 17 letters that are unlike for unlike rows. */
export function zeekUid(ordinal: number): string {
  let [low, high] = [mixed(ordinal), mixed(ordinal ^ 0x5bd1e995)];
  let letters = 'C';
  for (let at = 0; at < UID_LENGTH - 6; at += 1) {
    letters += UID_LETTERS[low % 62];
    low = at % 5 === 4 ? mixed(low ^ high) : Math.floor(low / 62);
    if (at % 5 === 4) high = mixed(high + at);
  }
  return letters + ordinalLetters(ordinal);
}

/** Six letters of the number itself, so that no two rows share a uid. */
function ordinalLetters(ordinal: number): string {
  let letters = '';
  for (let [rest, at] = [ordinal, 0]; at < 6; at += 1) {
    letters += UID_LETTERS[rest % 62];
    rest = Math.floor(rest / 62);
  }
  return letters;
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
