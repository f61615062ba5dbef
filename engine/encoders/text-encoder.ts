import type { Random } from '../core/random.ts';
import { FIRST, MISSING } from '../sequences/codes.ts';
import type { Encoder } from './encoder.ts';
import { openOnce } from './open-once.ts';
import { analyzeText } from './text/analyze-text.ts';
import { openFiller } from './text/make-text.ts';
import { openSplitter } from './text/split-text.ts';
import { templateKeys } from './text/template-keys.ts';
import { fillMarks, type TextMaker } from './text/text-maker.ts';
import { openNameSets, withoutAccount, withoutNames } from './text/text-names.ts';
import type { TextStats } from './text/text-stats.ts';

export type { TextMaker, TextStats };
export { analyzeText };

/** The encoder of a path or text column; `make` fills the slots of a template. */
export interface TextEncoder extends Encoder<string> {
  readonly make: (code: number, random: Random, maker: TextMaker) => string | null;
}

const MOST_CACHED = 200_000;

/**
 * Opens the encoder: a code is a value that is kept, or a template.
 *
 * A text has the code of the first template that it can be written as; any other has the last code,
 * a word of its own.
 */
export const textEncoder: (stats: TextStats) => TextEncoder = openOnce(openText);

function openText(stats: TextStats): TextEncoder {
  const codes = new Map(stats.values.map((value, index) => [value, FIRST + index]));
  const base = FIRST + stats.values.length;
  const last = base + stats.templates.length;
  const templateOf = templateReader(stats);
  const filler = openFiller(stats);
  const cache = new Map<string, number>();
  const codeOf = (value: string) => {
    const bare = withoutAccount(value);
    return codes.get(bare) ?? base + (templateOf(bare) ?? stats.templates.length);
  };
  const make = (code: number, random: Random, maker: TextMaker) => {
    if (code < FIRST) return null;
    const kept = stats.values[code - FIRST];
    if (kept !== undefined) return fillMarks(kept, maker, random);
    return filler.fill(code - base, random, maker);
  };
  return {
    cardinality: last + 1,
    encode: (value) => {
      if (value === null) return MISSING;
      const known = cache.get(value);
      if (known !== undefined) return known;
      const code = codeOf(value);
      if (cache.size < MOST_CACHED) cache.set(value, code);
      return code;
    },
    decode: (code, random) => make(code, random, { account: () => 'user', word: plainWord }),
    make,
  };
}

/** Position of the first template that a text can be written as, null if there is none. */
function templateReader(stats: TextStats): (text: string) => number | null {
  const index = new Map(stats.templates.map(({ key }, at) => [key, at]));
  const keys = templateKeys(new Set(stats.words));
  const nameOf = openNameSets(stats.names);
  const split = openSplitter();
  return (text) => {
    const pieces = split(withoutNames(text, nameOf));
    for (let round = 0; round < keys.rounds; round += 1) {
      const key = keys.keyOf(pieces, round);
      const found = key === null ? undefined : index.get(key);
      if (found !== undefined) return found;
    }
    return null;
  };
}

function plainWord(random: Random): string {
  return Array.from({ length: 6 }, () => 'bcdfghklmnprstvz'[random.integer(16)]).join('');
}
