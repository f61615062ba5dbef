import { type TextToken, tokensOf } from './text-token.ts';

/** A stretch between two separators: a level of a path, a word of a command line, a frame. */
export interface Segment {
  readonly text: string;
  readonly tokens: readonly TextToken[];
}

/** A text as segments with one sort of separator between them. */
export interface SplitText {
  readonly separator: string;
  readonly segments: readonly Segment[];
}

/** Splits texts; segments that recur are cut into tokens once. */
export type Splitter = (text: string) => SplitText;

const TRACE = /^[^|"]*\+[0-9a-fA-F]+(?:\||$)/;
const QUOTED_WORDS = /(?:"[^"]*"|[^\s"])+|\s/g;
const MOST_CACHED = 400_000;

/** Opens a splitter with its own memory of segments. */
export function openSplitter(): Splitter {
  const known = new Map<string, Segment>();
  const segmentOf = (text: string) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const segment = { text, tokens: tokensOf(text) };
    if (known.size < MOST_CACHED) known.set(text, segment);
    return segment;
  };
  return (text) => {
    const separator = separatorOf(text);
    return { separator, segments: piecesOf(text, separator).map(segmentOf) };
  };
}

/** A call trace has bars, a path its slashes, anything else blanks. */
export function separatorOf(text: string): string {
  if (text.includes('|') && TRACE.test(text)) return '|';
  if (/^"|\s[-/]\w/.test(text) || !/[\\/]/.test(text)) return ' ';
  if (!text.includes('\\')) return '/';
  return '\\';
}

/** Pieces that give the text back when joined by the separator; quoted blanks do not part. */
export function piecesOf(text: string, separator: string): string[] {
  if (separator !== ' ' || !text.includes('"')) return text.split(separator);
  const pieces = [''];
  for (const [found] of text.matchAll(QUOTED_WORDS)) {
    if (found === ' ') pieces.push('');
    else pieces[pieces.length - 1] += found;
  }
  const whole = pieces.join(' ') === text;
  // NOTE: an open quote would be lost; such a text is cut at every blank.
  return whole ? pieces : text.split(' ');
}
