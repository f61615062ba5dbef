import type { Sample } from '../encoder.ts';
import type { PrivateKind } from '../private-tokens.ts';
import { hashText, writeKnownSet } from './known-set.ts';
import { type HeldWord, learnLetters } from './letter-model.ts';
import { mineTemplates } from './mine-templates.ts';
import { learnChain } from './segment-chain.ts';
import { HoldBook, learnSlot } from './slot-law.ts';
import { slotTypes } from './slot-marks.ts';
import { learnRepeats, type UsedTemplates } from './slot-repeats.ts';
import { openSplitter, type SplitText } from './split-text.ts';
import { type TemplateKeys, templateKeys } from './template-keys.ts';
import { eachHolder, readCorpus, type TextCorpus } from './text-corpus.ts';
import { openNameSets, withoutAccount, withoutNames, writeNameSets } from './text-names.ts';
import type { TemplateStats, TextStats } from './text-stats.ts';
import type { TextToken } from './text-token.ts';
import { readWords, type TextWords } from './text-words.ts';

/** What may leave, and the words to make values of. */
export interface TextOptions {
  readonly mayLeave: (value: string, subjects: number) => boolean;
  /** Fewest subjects that laws of slots and letters are learned from; 5 if left out. */
  readonly k?: number;
  /** What a word names; if left out, words that may never leave are taken for hosts. */
  readonly privateKind?: (word: string) => PrivateKind | null;
  /** Number that hides what filters hold. */
  readonly salt?: number;
}

const MOST_VALUES = 1400;
const MOST_DRAWN = 10_000;
const USUAL_K = 5;
const EVERYBODY = Number.MAX_SAFE_INTEGER;

interface Study {
  readonly corpus: TextCorpus;
  readonly splits: readonly SplitText[];
  /** Texts that are not kept as they are. */
  readonly pending: readonly number[];
  /** Those of them from which laws are learned. */
  readonly drawn: ReadonlySet<number>;
  readonly words: TextWords;
  readonly keys: TemplateKeys;
  readonly k: number;
  readonly salt: number;
}

/**
 * Keeps shared values; writes the others as templates that enough subjects share, and learns what
 * stands in their slots.
 *
 * @see docs/methods/text-synthesis.md
 */
export function analyzeText(sample: Sample<string>, options: TextOptions): TextStats {
  const { mayLeave, k = USUAL_K, salt = 1 } = options;
  const raw = readCorpus(sample, withoutAccount);
  const values = keptValues(raw, mayLeave);
  const kindOf = options.privateKind ?? privateGuess(mayLeave);
  const names = writeNameSets(raw.texts, { kindOf, salt });
  const nameOf = openNameSets(names);
  const split = openSplitter();
  const splits = raw.texts.map((text) => split(withoutNames(text, nameOf)));
  const kept = new Set(values);
  const pending = [...raw.texts.keys()].filter((text) => !kept.has(raw.texts[text] ?? ''));
  const words = readWords(raw, splits, mayLeave);
  const keys = templateKeys(words.common);
  const drawn = thinned(raw, pending, salt);
  const study: Study = { corpus: raw, splits, pending, drawn, words, keys, k, salt };
  const mined = mineTemplates({ ...study, mayLeave });
  const uses = usesOf(study, mined.uses);
  return {
    type: 'text',
    values,
    templates: templateStats(study, mined.templates, uses),
    words: [...words.common].sort(),
    laws: lawsByType(study),
    chain: learnChain({ ...study, mayLeave }),
    letters: learnLetters(heldWords(study), k, salt),
    rare: writeKnownSet(rareTexts(study), salt),
    names,
    salt,
  };
}

/** Most rows first. */
function keptValues(corpus: TextCorpus, mayLeave: TextOptions['mayLeave']): string[] {
  return [...corpus.texts.entries()]
    .filter(([at, text]) => mayLeave(text, corpus.subjects[at] ?? 0))
    .map(([at, text]) => ({ text, rows: corpus.rows[at] ?? 0 }))
    .sort((a, b) => b.rows - a.rows || (a.text < b.text ? -1 : 1))
    .slice(0, MOST_VALUES)
    .map(({ text }) => text);
}

/** At most about 10,000 texts, picked by a hash that knows nothing of the order of rows. */
function thinned(corpus: TextCorpus, pending: readonly number[], salt: number): Set<number> {
  const step = Math.ceil(pending.length / MOST_DRAWN);
  if (step <= 1) return new Set(pending);
  return new Set(pending.filter((text) => hashText(corpus.texts[text] ?? '', salt) % step === 0));
}

/** A word that may not leave whoever holds it stands for somebody. */
function privateGuess(mayLeave: TextOptions['mayLeave']) {
  return (word: string): PrivateKind | null => (mayLeave(word, EVERYBODY) ? null : 'host');
}

function usesOf(
  { splits, keys }: Study,
  mined: ReadonlyMap<number, { readonly template: number; readonly round: number }>,
): UsedTemplates {
  const uses = [...mined].flatMap(([text, { template, round }]) => {
    const split = splits[text];
    const use = split === undefined ? null : keys.useOf(split, round);
    return use === null ? [] : [[text, { template, use }] as const];
  });
  return new Map(uses);
}

function templateStats(
  { corpus, drawn, k }: Study,
  templates: readonly string[],
  uses: UsedTemplates,
): TemplateStats[] {
  const repeats = learnRepeats(corpus, uses);
  const holds = new HoldBook();
  eachHolder(corpus, (text, subject) => {
    const one = drawn.has(text) ? uses.get(text) : undefined;
    for (const [slot, { text: filling }] of one?.use.slots.entries() ?? []) {
      holds.add(`${one?.template} ${slot}`, filling, subject);
    }
  });
  return templates.map((key, template) => {
    const { pool = 0, slots: shares = [], ...whole } = repeats.get(template) ?? {};
    const slots = slotTypes(key).map((type, slot) => {
      return { ...learnSlot(type, holds.of(`${template} ${slot}`), k), ...shares[slot] };
    });
    return { key, slots, pool, ...whole };
  });
}

/** Laws of all rare pieces of the texts that are not kept, by type. */
function lawsByType(study: Study): TextStats['laws'] {
  const holds = new HoldBook();
  const isLiteral = ({ slot, text }: TextToken) =>
    slot === '' || (/^[wm]/.test(slot) && study.words.common.has(text));
  eachPiece(study, (token, subject, text) => {
    if (study.drawn.has(text) && !isLiteral(token)) holds.add(token.slot, token.text, subject);
  });
  const laws = holds
    .names()
    .map((type) => [type, learnSlot(type, holds.of(type), study.k)] as const);
  return Object.fromEntries(laws);
}

/** Calls with every piece of every text, once a text and subject. */
function eachPiece(
  { corpus, splits }: Study,
  visit: (token: TextToken, subject: number, text: number) => void,
): void {
  eachHolder(corpus, (text, subject) => {
    for (const { tokens } of splits[text]?.segments ?? []) {
      for (const token of tokens) visit(token, subject, text);
    }
  });
}

function heldWords(study: Study): HeldWord[] {
  const isLetters = (one: string) => /^[a-zA-Z]{2,}$/.test(one);
  const rare = [...study.words.rare].filter(isLetters);
  const holders = new Map(rare.map((word): [string, number[]] => [word, []]));
  eachPiece(study, (token, subject) => {
    const list = holders.get(token.text);
    if (list !== undefined && list.at(-1) !== subject) list.push(subject);
  });
  const common = [...study.words.common].filter(isLetters);
  return [
    ...common.map((word) => ({ word, isCommon: true, holders: [] })),
    ...[...holders].map(([word, list]) => ({ word, isCommon: false, holders: list })),
  ];
}

/** Rare pieces of five letters or more, and whole texts that hold a rare piece. */
function rareTexts({ corpus, splits, pending, words }: Study): Set<string> {
  const rare = new Set<string>();
  for (const one of words.rare) if (one.length > 4) rare.add(one.toLowerCase());
  for (const text of pending) {
    const tokens = splits[text]?.segments.flatMap((one) => one.tokens) ?? [];
    const isTelling = tokens.some(
      ({ text: one, slot }) => !/^(n|$)/.test(slot) && words.rare.has(one),
    );
    if (isTelling) rare.add((corpus.texts[text] ?? '').toLowerCase());
  }
  return rare;
}
