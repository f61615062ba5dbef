import type { Random } from '../core/random.ts';
import { FIRST, MISSING } from '../sequences/codes.ts';
import { type Encoder, type Sample, tallyOf } from './encoder.ts';
import { PUBLIC_DIRECTORIES } from './public-values.ts';

/** How a value that may not leave is made anew. */
export interface TextShape {
  /** Directory or program that may leave, empty if none; `{user}` stands for an account. */
  readonly head: string;
  /** What follows: levels of a path, or words of a text. */
  readonly parts: number;
  readonly tail: string;
  readonly separator: string;
}

/** What a path or text column keeps of its data. */
export interface TextStats {
  readonly type: 'text';
  /** Values that may leave, with `{user}` for the account of a profile directory. */
  readonly values: readonly string[];
  readonly shapes: readonly TextShape[];
}

/** What may leave, and the words to make values of. */
export interface TextOptions {
  readonly mayLeave: (value: string, subjects: number) => boolean;
}

const MAX_VALUES = 1500;
const MAX_SHAPES = 250;
const PROFILE = /([a-z]:\\users\\)(?!public\\|default\\|all users\\)([^\\"]+)/i;
const EXTENSION =
  /\.(exe|dll|sys|tmp|log|txt|dat|ps1|psm1|bat|cmd|vbs|js|lnk|pf|xml|ini|db|etl|json|zip|msi|so|sh|py)$/i;

/** Keeps shared values, and for the rest their shape: a shared head, a number of parts, a tail. */
export function analyzeText(sample: Sample<string>, options: TextOptions): TextStats {
  const generic: Sample<string> = {
    ...sample,
    value: (row) => {
      const value = sample.value(row);
      return value === null ? null : withoutAccount(value);
    },
  };
  const tallies = tallyOf(generic).sort((a, b) => b.rows - a.rows || (a.value < b.value ? -1 : 1));
  const kept = tallies.filter((one) => options.mayLeave(one.value, one.subjects));
  const values = kept.slice(0, MAX_VALUES).map((one) => one.value);
  const heads = headsOf(generic, options);
  const isKept = new Set(values);
  const shapes = new Map<string, number>();
  for (const one of tallies) {
    if (isKept.has(one.value)) continue;
    const form = JSON.stringify(shapeOf(one.value, heads));
    shapes.set(form, (shapes.get(form) ?? 0) + one.rows);
  }
  const common = [...shapes]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, MAX_SHAPES)
    .map(([form]) => JSON.parse(form) as TextShape);
  const last = { head: '', parts: 1, tail: '', separator: ' ' };
  return { type: 'text', values, shapes: [...common, last] };
}

/** Puts `{user}` in the place of the account of a profile directory. */
export function withoutAccount(value: string): string {
  return value.replace(PROFILE, '$1{user}');
}

/** Heads (directories, programs) of many values that may leave. */
function headsOf(sample: Sample<string>, options: TextOptions): Set<string> {
  const heads = new Set(PUBLIC_DIRECTORIES.map((one) => one.toLowerCase()));
  const longest = new Map<string, readonly string[]>();
  const candidates = {
    ...sample,
    value: (row: number) => {
      const value = sample.value(row);
      return value === null ? null : (value.match(/^.*[\\/]/)?.[0]?.slice(0, -1) ?? null);
    },
  };
  for (const one of tallyOf(candidates)) {
    if (options.mayLeave(one.value, one.subjects)) longest.set(one.value, []);
  }
  for (const head of longest.keys()) heads.add(head.toLowerCase());
  return heads;
}

function shapeOf(value: string, heads: ReadonlySet<string>): TextShape {
  const separator = separatorOf(value);
  const tail = EXTENSION.exec(value)?.[0]?.toLowerCase() ?? '';
  const pieces = value.split(separator);
  for (let taken = pieces.length - 1; taken > 0; taken -= 1) {
    const head = pieces.slice(0, taken).join(separator);
    if (heads.has(head.toLowerCase())) {
      return { head, parts: Math.min(3, pieces.length - taken), tail, separator };
    }
  }
  const isAbsolute = value.startsWith(separator) && separator !== ' ';
  const drive = /^[a-z]:$/i.test(pieces[0] ?? '') ? (pieces[0] ?? '') : '';
  const parts = Math.min(6, pieces.length - (isAbsolute || drive !== '' ? 1 : 0));
  return { head: drive, parts: Math.max(1, parts), tail, separator };
}

/** A path may hold spaces; a command line has words after its program. */
function separatorOf(value: string): string {
  if (/^"|\s[-/]\w/.test(value) || !/[\\/]/.test(value)) return ' ';
  return value.includes('\\') ? '\\' : '/';
}

/** Where the made parts of a text come from. */
export interface TextMaker {
  /** The account that stands for `{user}`. */
  readonly account: () => string;
  readonly word: (random: Random) => string;
}

/** The encoder of a path or text column; `make` fills the shapes. */
export interface TextEncoder extends Encoder<string> {
  readonly make: (code: number, random: Random, maker: TextMaker) => string | null;
}

/** Opens the encoder. */
export function textEncoder(stats: TextStats): TextEncoder {
  const codes = new Map(stats.values.map((value, index) => [value, FIRST + index]));
  const base = FIRST + stats.values.length;
  const shapes = new Map(stats.shapes.map((one, index) => [JSON.stringify(one), base + index]));
  const heads = new Set(stats.shapes.map((one) => one.head.toLowerCase()));
  for (const one of PUBLIC_DIRECTORIES) heads.add(one.toLowerCase());
  const cache = new Map<string, number>();
  const codeOf = (value: string) => {
    const generic = withoutAccount(value);
    const known = codes.get(generic);
    if (known !== undefined) return known;
    const shape = JSON.stringify(shapeOf(generic, heads));
    return shapes.get(shape) ?? base + stats.shapes.length - 1;
  };
  const make = (code: number, random: Random, maker: TextMaker) => {
    if (code < FIRST) return null;
    const kept = stats.values[code - FIRST];
    const text = kept ?? filled(stats.shapes[code - base], random, maker);
    return text.replace('{user}', maker.account);
  };
  return {
    cardinality: base + stats.shapes.length,
    encode: (value) => {
      if (value === null) return MISSING;
      const known = cache.get(value);
      if (known !== undefined) return known;
      const code = codeOf(value);
      if (cache.size < 200_000) cache.set(value, code);
      return code;
    },
    decode: (code, random) => make(code, random, { account: () => 'user', word: plainWord }),
    make,
  };
}

function filled(shape: TextShape | undefined, random: Random, maker: TextMaker): string {
  if (shape === undefined) return maker.word(random);
  const words = Array.from({ length: shape.parts }, () => maker.word(random));
  const pieces = shape.head === '' ? words : [shape.head, ...words];
  return pieces.join(shape.separator) + shape.tail;
}

function plainWord(random: Random): string {
  return Array.from({ length: 6 }, () => 'bcdfghklmnprstvz'[random.integer(16)]).join('');
}
