import { isFreshKind, type TextKind } from './text-columns.ts';
import { formOf } from './text-form.ts';
import { templateOf, wordClass } from './text-template.ts';

export const CHARACTER_CLASSES = ['lower', 'upper', 'digit', 'space', 'sign', 'other'] as const;

/** Longest runs of tokens that are counted. */
export const GRAM_ORDERS = [1, 2, 3] as const;

/** Characters of a text that are read for tokens and templates; lengths count all. */
const MOST_CHARACTERS = 400;
const TOKENS = /<[a-z0-9.]+>|\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\p{L}|\p{N}+|[^\p{L}\p{N}]/gu;

/** Everything that is counted of one text. */
export interface TextShape {
  /** Runs of 1, 2 and 3 tokens; those of 2 and 3 see the start and the end of the text. */
  readonly grams: readonly (readonly string[])[];
  readonly template: string;
  /** Characters by class, in the order of `CHARACTER_CLASSES`. */
  readonly classes: readonly number[];
  readonly length: number;
  /** Labels of a name, parts of a path, words of a text. */
  readonly depth: number;
  /** Form by the kind's grammar, see `formOf`. */
  readonly form: string;
}

/** Takes a text apart. */
export function shapeOf(text: string, kind: TextKind): TextShape {
  const head = text.slice(0, MOST_CHARACTERS);
  const template = templateOf(head, kind);
  const tokens = isFreshKind(kind) ? shapeTokens(head) : tokensOf(template);
  return {
    grams: GRAM_ORDERS.map((order) => gramsOf(tokens, order)),
    template,
    classes: classesOf(text),
    length: text.length,
    depth: depthOf(text, kind),
    form: formOf(text, kind),
  };
}

/** Slots, words by their case, numbers, and every other character by itself. */
export function tokensOf(text: string): readonly string[] {
  return text.match(TOKENS) ?? [];
}

/** Words as their class and the octave of their length, e.g. `a3` for 8 to 15 small letters. */
function shapeTokens(text: string): readonly string[] {
  return (text.match(/\p{L}+|\p{N}+|[^\p{L}\p{N}]/gu) ?? []).map((word) =>
    /^[\p{L}\p{N}]/u.test(word) ? `${wordClass(word)}${Math.floor(Math.log2(word.length))}` : word,
  );
}

function gramsOf(tokens: readonly string[], order: number): readonly string[] {
  if (order === 1) return tokens;
  const framed = ['^', ...tokens, '$'];
  const grams: string[] = [];
  for (let at = 0; at + order <= framed.length; at += 1) {
    grams.push(framed.slice(at, at + order).join('\u0000'));
  }
  return grams;
}

function classesOf(text: string): readonly number[] {
  const counts = CHARACTER_CLASSES.map(() => 0);
  for (const character of text) {
    const at = CHARACTER_CLASSES.indexOf(classOf(character));
    counts[at] = (counts[at] as number) + 1;
  }
  return counts;
}

function classOf(character: string): (typeof CHARACTER_CLASSES)[number] {
  if (character >= 'a' && character <= 'z') return 'lower';
  if (character >= 'A' && character <= 'Z') return 'upper';
  if (character >= '0' && character <= '9') return 'digit';
  if (character === ' ' || character === '\t') return 'space';
  return character > ' ' && character <= '~' ? 'sign' : 'other';
}

function depthOf(text: string, kind: TextKind): number {
  switch (kind) {
    case 'fqdn':
      return text.split('.').length;
    case 'text':
      return text.split(/\s+/).filter((word) => word !== '').length;
    default:
      return text.split(/[\\/]/).filter((part) => part !== '').length;
  }
}
