import type { Random } from '../../core/random.ts';
import { BYTES, type BytePairStats, openBytePairs, symbolsOf } from './byte-pairs.ts';
import type { LanguageItem } from './language-batches.ts';
import type { LanguageCorpus, LanguageUse } from './language-corpus.ts';
import { type LanguageShape, MOST_TOKENS } from './language-sizes.ts';
import { type HeldText, learnBytePairs } from './learn-byte-pairs.ts';

/** Everything that is settled before training. */
export interface LanguageData {
  readonly pairs: BytePairStats;
  /** Tokens by their number in the network, less one for the end. */
  readonly tokens: readonly number[];
  readonly templates: readonly number[];
  readonly deciders: readonly number[];
  readonly training: readonly LanguageItem[];
  /** Texts of subjects that are not trained on; empty where there are too few. */
  readonly validation: readonly LanguageItem[];
  readonly shape: LanguageShape;
}

const MOST_MERGES = 448;
const MOST_DECIDERS = 255;
const LEAST_DECIDED = 20;
/** Share of a template's texts that must be short enough and of common tokens. */
const COVERED = 0.9;
const LEAST_TRAINING = 50;
const VALIDATION = 0.15;
const LEAST_VALIDATION = 20;

/**
 * Cuts texts into tokens and splits them by subject; null where too few are left.
 *
 * A token is drawn only if at least k subjects hold what it spells; a text with another one is left
 * out, and so is a template of which too many texts are.
 */
export function languageData(
  { uses, held: all }: LanguageCorpus,
  { k, random }: { readonly k: number; readonly random: Random },
): LanguageData | null {
  const used = new Set(uses.map((one) => one.text));
  const held = all.filter((one) => used.has(one.text));
  const stats = learnBytePairs(held, { k, mostMerges: MOST_MERGES });
  const { encode } = openBytePairs(stats);
  const tokens = sharedTokens(held, stats, k);
  const numbers = new Map(tokens.map((one, at) => [one, at + 1]));
  const isShort = ({ text }: LanguageUse) => {
    const cut = encode(text);
    return cut.length <= MOST_TOKENS && cut.every((one) => numbers.has(one));
  };
  const covered = wellCovered(uses, isShort);
  if (covered.length < LEAST_TRAINING) return null;
  const templates = distinct(covered.map((one) => one.template));
  const deciders = sharedDeciders(covered, k);
  const isKept = splitter(covered, random);
  const itemsOf = (list: readonly LanguageUse[]) =>
    counted(list, (one) => ({
      tokens: encode(one.text).map((token) => numbers.get(token) ?? 0),
      template: templates.indexOf(one.template),
      decider: deciders.indexOf(one.decider) + 1,
    }));
  return {
    pairs: stats,
    tokens,
    templates,
    deciders,
    training: itemsOf(covered.filter((one) => isKept(one.subject))),
    validation: itemsOf(covered.filter((one) => !isKept(one.subject))),
    shape: {
      tokens: tokens.length + 1,
      templates: templates.length,
      deciders: deciders.length,
    },
  };
}

/** Tokens that occur; merged pairs and marks are shared as they are, a byte must be in itself. */
function sharedTokens(held: readonly HeldText[], stats: BytePairStats, k: number): number[] {
  const { encode } = openBytePairs(stats);
  const holders = new Map<number, Set<number>>();
  for (const { text, holders: list } of held) {
    for (const symbol of new Set(symbolsOf(text, stats.marks))) {
      const known = holders.get(symbol) ?? new Set();
      holders.set(symbol, known);
      for (const one of list) if (known.size < k) known.add(one);
    }
  }
  const isShared = (token: number) => token >= BYTES || (holders.get(token)?.size ?? 0) >= k;
  return distinct(held.flatMap(({ text }) => encode(text)).filter(isShared));
}

function wellCovered(
  uses: readonly LanguageUse[],
  isShort: (one: LanguageUse) => boolean,
): LanguageUse[] {
  const short = uses.filter(isShort);
  const [all, left] = [countsBy(uses), countsBy(short)];
  return short.filter(({ template: one }) => (left.get(one) ?? 0) >= COVERED * (all.get(one) ?? 0));
}

function countsBy(uses: readonly LanguageUse[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { template } of uses) counts.set(template, (counts.get(template) ?? 0) + 1);
  return counts;
}

function sharedDeciders(uses: readonly LanguageUse[], k: number): number[] {
  const groups = new Map<number, { count: number; readonly subjects: Set<number> }>();
  for (const { decider, subject } of uses) {
    const group = groups.get(decider) ?? { count: 0, subjects: new Set() };
    groups.set(decider, group);
    group.count += 1;
    group.subjects.add(subject);
  }
  const shared = [...groups].filter(
    ([code, { count, subjects }]) => code > 0 && count >= LEAST_DECIDED && subjects.size >= k,
  );
  shared.sort(([a, one], [b, other]) => other.count - one.count || a - b);
  return distinct(shared.slice(0, MOST_DECIDERS).map(([code]) => code));
}

/** Tells the subjects that are trained on; all of them where too few texts would be left out. */
function splitter(uses: readonly LanguageUse[], random: Random): (subject: number) => boolean {
  const subjects = random.shuffle(distinct(uses.map((one) => one.subject)));
  const out = new Set(subjects.slice(0, Math.floor(VALIDATION * subjects.length)));
  const left = uses.reduce((sum, { subject }) => sum + (out.has(subject) ? 1 : 0), 0);
  return left < LEAST_VALIDATION ? () => true : (subject) => !out.has(subject);
}

/** Equal items with how many there are, in the order of their first. */
function counted(
  uses: readonly LanguageUse[],
  itemOf: (one: LanguageUse) => Omit<LanguageItem, 'count'>,
): LanguageItem[] {
  const items = new Map<string, LanguageItem>();
  for (const one of uses) {
    const item = itemOf(one);
    const key = `${item.template} ${item.decider} ${item.tokens.join()}`;
    items.set(key, { ...item, count: (items.get(key)?.count ?? 0) + 1 });
  }
  return [...items.values()];
}

function distinct(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}
