import { refuseRule } from './sigma-problem.ts';
import { literalOf, parsePattern } from './text-pattern.ts';

/** A value on its way through the modifiers; `bytes` says that each letter is one byte. */
export interface EncodedText {
  /** With wildcards and their escapes, as in a rule. */
  readonly text: string;
  readonly bytes: boolean;
}

/** One value in, the values of which one is enough out. */
export type ValueEncoding = (value: EncodedText, place: string) => readonly EncodedText[];

const DASHES = ['-', '/', '\u2013', '\u2014', '\u2015'] as const;
const MOST_DASHES = 4;

/** What rewrites a value, by the modifier's name. @see Sigma modifiers appendix 2.1 */
export const VALUE_ENCODINGS: ReadonlyMap<string, ValueEncoding> = new Map<string, ValueEncoding>([
  ['windash', spellDashes],
  ['wide', utf16('le')],
  ['utf16le', utf16('le')],
  ['utf16be', utf16('be')],
  ['utf16', utf16('marked')],
  ['base64', (value, place) => [encoded(bytesOf(value, place).toString('base64'))]],
  ['base64offset', (value, place) => offsetsOf(bytesOf(value, place)).map(encoded)],
]);

/** Every spelling of an option's dash: each one that no letter stands before and one behind. */
function spellDashes({ text, bytes }: EncodedText, place: string): readonly EncodedText[] {
  const pieces = text.split(/\B[-/]\b/);
  if (pieces.length - 1 > MOST_DASHES) {
    const remedy = `write at most ${MOST_DASHES} options in one value`;
    return refuseRule(place, { what: 'has too many dashes', value: text, remedy });
  }
  const spelled = pieces
    .slice(1)
    .reduce<readonly string[]>(
      (heads, piece) => heads.flatMap((head) => DASHES.map((dash) => head + dash + piece)),
      [pieces[0] ?? ''],
    );
  return spelled.map((one) => ({ text: one, bytes }));
}

function utf16(order: 'le' | 'be' | 'marked'): ValueEncoding {
  return (value, place) => {
    const little = Buffer.from(plainText(value, place), 'utf16le');
    const ordered = order === 'be' ? little.swap16() : little;
    const bytes = order === 'marked' ? Buffer.concat([Buffer.of(0xff, 0xfe), ordered]) : ordered;
    return [{ text: bytes.toString('latin1').replace(/[\\*?]/g, '\\$&'), bytes: true }];
  };
}

/** What stands in any Base64 text that holds the bytes, at each of the three offsets. */
function offsetsOf(bytes: Buffer): readonly string[] {
  const [starts, ends] = [[0, 2, 3] as const, [0, 3, 2] as const];
  return ([0, 1, 2] as const).map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset, ' '), bytes]).toString('base64');
    const cut = ends[(bytes.length + offset) % 3] ?? 0;
    return text.slice(starts[offset], text.length - cut);
  });
}

function bytesOf(value: EncodedText, place: string): Buffer {
  return Buffer.from(plainText(value, place), value.bytes ? 'latin1' : 'utf8');
}

function plainText({ text }: EncodedText, place: string): string {
  const remedy = 'escape the wildcards or leave the encoding out';
  return (
    literalOf(parsePattern(text)) ??
    refuseRule(place, { what: 'encodes wildcards', value: text, remedy })
  );
}

function encoded(text: string): EncodedText {
  return { text, bytes: false };
}
