import { isFreshKind, type TextKind } from './text-columns.ts';

const GUID = '\\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\\}?';
const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const IPV4 = `(?<![\\d.])${OCTET}(?:\\.${OCTET}){3}(?![\\d.])`;
const IPV6 = '(?<![\\w:])(?:[0-9a-f]{1,4}:){3,7}(?::?[0-9a-f]{1,4})(?![\\w:])';
const BASE64 = '(?<![a-z0-9+/])[a-z0-9+/]{24,}={0,2}';

/** Typed slots in the order in which they are tried, most telling first. */
const SLOTS: readonly (readonly [string, string])[] = [
  ['guid', GUID],
  ['sid', 'S-1-5-21(?:-\\d+){3,4}'],
  ['ip', `${IPV4}|${IPV6}`],
  ['base64', BASE64],
  ['hex', '0x[0-9a-f]+|(?<![a-z0-9])(?=[a-f]*\\d)[0-9a-f]{8,}(?![a-z0-9])'],
  ['n', '(?<![a-z\\d])\\d+'],
];

const SLOT_PATTERN = new RegExp(SLOTS.map(([name, one]) => `(?<${name}>${one})`).join('|'), 'gi');
const HOME = /((?:[a-z]:\\(?:Users|Documents and Settings)\\|\/home\/))[^\\/"]+/gi;
const QUOTED_PATH = /"[a-z]:\\[^"]*"/gi;
const BARE_PATH = /(?<![a-z])[a-z]:\\[^\s",;<>|]*/gi;
const EXTENSION = /\.([a-z]{1,4})"?$/i;
const MIXED = [/[A-Z]/, /[a-z]/, /\d/];

/**
 * A text with what varies from case to case replaced by typed slots, e.g. `<path.exe> -p <n>`.
 *
 * Digits that end a word (`System32`) belong to it.
 *
 * Paths keep their words, but not the user's folder; in free text a whole path is one slot that
 * keeps its extension. Names and accounts keep nothing but letters as `a`, `A`, `Aa` and digits as
 * `0`, because the words are new by design.
 */
export function templateOf(text: string, kind: TextKind): string {
  if (isFreshKind(kind)) return text.replaceAll(/\p{L}+|\p{N}+/gu, wordClass);
  const homeless = text.replaceAll(HOME, '$1<user>');
  return kind === 'path' ? withSlots(homeless) : withSlots(withPaths(homeless));
}

/** `0` for digits; `A`, `a` or `Aa` for letters, by their case. */
export function wordClass(word: string): string {
  if (/^\p{N}/u.test(word)) return '0';
  if (word === word.toLowerCase()) return 'a';
  return word === word.toUpperCase() ? 'A' : 'Aa';
}

function withPaths(text: string): string {
  return text
    .replaceAll(QUOTED_PATH, (path) => `"${pathSlot(path)}"`)
    .replaceAll(BARE_PATH, pathSlot);
}

function pathSlot(path: string): string {
  const extension = EXTENSION.exec(path)?.[1]?.toLowerCase();
  return extension === undefined ? '<path>' : `<path.${extension}>`;
}

function withSlots(text: string): string {
  return text.replaceAll(SLOT_PATTERN, (found: string, ...rest) => {
    const groups = rest.at(-1) as Readonly<Record<string, string | undefined>>;
    if (groups.base64 !== undefined && !isBlob(found)) return plainSlots(found);
    return `<${SLOTS.find(([name]) => groups[name] !== undefined)?.[0] ?? 'n'}>`;
  });
}

/** Long words are no blobs: those mix both cases and digits, or end in padding. */
function isBlob(found: string): boolean {
  return found.endsWith('=') || MIXED.every((pattern) => pattern.test(found));
}

function plainSlots(text: string): string {
  return text.replaceAll(/(?<![a-z\d])\d+/gi, '<n>');
}
