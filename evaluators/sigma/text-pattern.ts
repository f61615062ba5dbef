/** Any run of letters, or any single one; strings stand for themselves. */
export type PatternPart = string | { readonly any: 'run' | 'letter' };

/** A text with wildcards, cut into parts; two literal parts never stand side by side. */
export type TextPattern = readonly PatternPart[];

export const ANY_RUN: PatternPart = Object.freeze({ any: 'run' });
const ANY_LETTER: PatternPart = Object.freeze({ any: 'letter' });

/**
 * Reads the wildcards `*` and `?`; a backslash takes the special sense from the sign behind it.
 *
 * A backslash before another letter stands for itself, and two stand for one.
 *
 * @see Sigma specification 2.1, string wildcards and escaping
 */
export function parsePattern(text: string): TextPattern {
  const parts: PatternPart[] = [];
  let literal = '';
  const close = (part: PatternPart) => {
    if (literal !== '') parts.push(literal);
    parts.push(part);
    literal = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] as string;
    const next = text[at + 1];
    if (letter === '\\' && (next === '*' || next === '?' || next === '\\')) {
      literal += next;
      at += 1;
    } else if (letter === '*') close(ANY_RUN);
    else if (letter === '?') close(ANY_LETTER);
    else literal += letter;
  }
  return literal === '' ? parts : [...parts, literal];
}

/** The pattern's text, null where it has wildcards. */
export function literalOf(pattern: TextPattern): string | null {
  if (pattern.length === 0) return '';
  const [only] = pattern;
  return pattern.length === 1 && typeof only === 'string' ? only : null;
}

/** The pattern with its literal parts rewritten. */
export function mapLiterals(
  pattern: TextPattern,
  rewrite: (literal: string) => string,
): TextPattern {
  return pattern.map((part) => (typeof part === 'string' ? rewrite(part) : part));
}

/** A test of whole texts against a pattern; the caller folds the case of both. */
export function patternTest(pattern: TextPattern): (text: string) => boolean {
  const [first, middle, last] = [pattern[0], pattern[1], pattern[2]];
  const isRun = (part: PatternPart | undefined) => typeof part === 'object' && part.any === 'run';
  const literal = literalOf(pattern);
  if (literal !== null) return (text) => text === literal;
  if (pattern.length === 1 && isRun(first)) return () => true;
  if (pattern.length === 2 && isRun(first) && typeof middle === 'string') {
    return (text) => text.endsWith(middle);
  }
  if (pattern.length === 2 && isRun(middle) && typeof first === 'string') {
    return (text) => text.startsWith(first);
  }
  if (pattern.length === 3 && isRun(first) && isRun(last) && typeof middle === 'string') {
    return (text) => text.includes(middle);
  }
  const segments = segmentsOf(pattern);
  return (text) => matchesSegments(segments, text);
}

/** Parts between two runs; what they match is always as long. */
interface Segment {
  readonly parts: TextPattern;
  readonly length: number;
}

function segmentsOf(pattern: TextPattern): readonly Segment[] {
  const lists: PatternPart[][] = [[]];
  for (const part of pattern) {
    if (typeof part === 'object' && part.any === 'run') lists.push([]);
    else lists.at(-1)?.push(part);
  }
  const lengthOf = (part: PatternPart) => (typeof part === 'string' ? part.length : 1);
  return lists.map((parts) => ({
    parts,
    length: parts.reduce((sum, part) => sum + lengthOf(part), 0),
  }));
}

/** The first segment at the start, the last at the end, the others as far left as they go. */
function matchesSegments(segments: readonly Segment[], text: string): boolean {
  const [first, last] = [segments[0] as Segment, segments.at(-1) as Segment];
  if (segments.length === 1) return first.length === text.length && standsAt(first, text, 0);
  const end = text.length - last.length;
  if (first.length > end || !standsAt(first, text, 0) || !standsAt(last, text, end)) return false;
  let at = first.length;
  for (const segment of segments.slice(1, -1)) {
    while (at + segment.length <= end && !standsAt(segment, text, at)) at += 1;
    at += segment.length;
    if (at > end) return false;
  }
  return true;
}

function standsAt({ parts }: Segment, text: string, from: number): boolean {
  let at = from;
  for (const part of parts) {
    if (typeof part === 'string' && !text.startsWith(part, at)) return false;
    at += typeof part === 'string' ? part.length : 1;
  }
  return true;
}
