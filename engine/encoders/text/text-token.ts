/** A piece of a text: what it says, and the slot that takes its place where it is rare. */
export interface TextToken {
  readonly text: string;
  /** Type of the slot; empty for signs and marks, which stay as they are. */
  readonly slot: string;
}

const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const HEX = '[0-9a-fA-F]';
const GROUPS = `${HEX}{1,4}(?::${HEX}{1,4})*`;

/** Kinds of pieces in the order in which they are tried. */
const KINDS: readonly (readonly [string, string])[] = [
  ['mark', '\\{(?:user|sid|host|name|address)\\}'],
  ['guid', `${HEX}{8}-(?:${HEX}{4}-){3}${HEX}{12}`],
  ['date', '(?<![\\d-])(?:19|20)\\d\\d-[01]\\d-[0-3]\\d(?![\\d-])'],
  ['ipv4', `(?<![\\w.])${OCTET}(?:\\.${OCTET}){3}(?![\\w.])`],
  ['ipv6', `(?<![\\w:])(?:(?:${HEX}{1,4}:){7}${HEX}{1,4}|${GROUPS}::(?:${GROUPS})?)(?![\\w:])`],
  ['version', '(?<![a-zA-Z\\d.])\\d+(?:\\.\\d+){2,3}(?![a-zA-Z\\d.])'],
  ['prefixed', `0x${HEX}+(?![a-zA-Z0-9])`],
  ['offset', `(?<=\\+)${HEX}+(?![a-zA-Z0-9])`],
  ['padded', '(?<![a-zA-Z0-9+/])[a-zA-Z0-9+/]{20,}={1,2}'],
  [
    'blob',
    '(?<![a-zA-Z0-9+/])(?=[a-zA-Z+/]*\\d)(?=[a-z0-9+/]*[A-Z])(?=[A-Z0-9+/]*[a-z])[a-zA-Z0-9+/]{40,}',
  ],
  [
    'hex',
    `(?<![a-zA-Z0-9])(?:(?=[a-fA-F]*\\d)(?=\\d*[a-fA-F])${HEX}{6,}|${HEX}{32,}|\\d{16})(?![a-zA-Z0-9])`,
  ],
  ['escape', '%\\d[0-9A-F]'],
  ['run', '[\\p{L}\\p{N}]+'],
  ['sign', '[^\\p{L}\\p{N}]'],
];
const PIECES = new RegExp(KINDS.map(([, one]) => `(${one})`).join('|'), 'gu');
/** Signs that stand in no piece: what lies between them is cut by itself. */
const BREAKS = /([\\\s"'(),;<>|])/;
const LEAST_HASH = 24;
const LONG_NUMBER = 15;

/** Cuts a stretch of a text into pieces; joined they give the stretch back. */
export function tokensOf(text: string): TextToken[] {
  return text.split(BREAKS).flatMap((part) => {
    if (!/[\d{]/.test(part)) return plainTokens(part);
    return Array.from(part.matchAll(PIECES), (found) => {
      const at = found.findIndex((one, group) => group > 0 && one !== undefined);
      return { text: found[0], slot: slotOf(KINDS[at - 1]?.[0] ?? 'sign', found[0]) };
    });
  });
}

/** Without digits there are words and signs alone. */
function plainTokens(text: string): TextToken[] {
  return (text.match(/\p{L}+|\P{L}/gu) ?? []).map((one) => ({
    text: one,
    slot: slotOf(/^\p{L}/u.test(one) ? 'run' : 'sign', one),
  }));
}

/** The type of the slot that a piece of that kind leaves: a letter, then what its form fixes. */
function slotOf(kind: string, text: string): string {
  switch (kind) {
    case 'mark':
    case 'escape':
      return '';
    case 'guid':
      return `g${caseOf(text)}`;
    case 'date':
      return 'd';
    case 'ipv4':
    case 'ipv6':
      return 'a';
    case 'version':
      return `v${text.split('.').length}`;
    case 'prefixed':
      return `p${caseOf(text.slice(2))}${text.length - 2}`;
    case 'offset':
      return `x${caseOf(text)}`;
    case 'padded':
    case 'blob':
      return isWide(text) ? 'e' : 'b';
    case 'hex':
      return text.length < LEAST_HASH
        ? `i${caseOf(text)}${text.length}`
        : `h${caseOf(text)}${text.length}`;
    case 'run':
      return slotOfRun(text);
    default:
      return text >= ' ' && text <= '~' ? '' : 'o';
  }
}

function slotOfRun(text: string): string {
  if (/^\d+$/.test(text)) {
    if (text.length > LONG_NUMBER) return 'l';
    return text.length > 1 && text.startsWith('0') ? `n${text.length}` : 'n';
  }
  if (/^\p{L}+$/u.test(text)) return `w${wordCase(text)}`;
  return /^\p{N}+$/u.test(text) ? 'o' : 'm';
}

/** Case of hex digits. */
function caseOf(text: string): 'u' | 'l' {
  return /[A-F]/.test(text) ? 'u' : 'l';
}

/** All small, all capital, one capital at the start, any other mix. */
function wordCase(text: string): 's' | 'c' | 'f' | 'x' {
  if (text === text.toLowerCase()) return 's';
  if (text === text.toUpperCase()) return 'c';
  return text.slice(1) === text.slice(1).toLowerCase() ? 'f' : 'x';
}

/** Base64 of UTF-16, as of an encoded command: about three letters in eight are `A`. */
function isWide(text: string): boolean {
  let count = 0;
  for (const one of text) if (one === 'A') count += 1;
  return count > 0.25 * text.length;
}
