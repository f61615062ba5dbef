import type { Sample } from '../../encoders/encoder.ts';
import { openSplitter } from '../../encoders/text/split-text.ts';
import { templateKeys } from '../../encoders/text/template-keys.ts';
import { openNameSets, withoutAccount, withoutNames } from '../../encoders/text/text-names.ts';
import type { TextStats } from '../../encoders/text/text-stats.ts';
import { textEncoder } from '../../encoders/text-encoder.ts';
import { FIRST } from '../../sequences/codes.ts';
import type { HeldText } from './learn-byte-pairs.ts';

/** What a language is learned from. */
export interface LanguageTask {
  readonly stats: TextStats;
  /** The column; rows of a subject stand together. */
  readonly sample: Sample<string>;
  /** By row: code of the text that decides about this one, 0 for none. */
  readonly decider: (row: number) => number;
  /** Fewest subjects that share what may leave. */
  readonly k: number;
}

/** A text of a template that the language may write, as a subject had it first. */
export interface LanguageUse {
  /** The text with slots in the place of what may not leave. */
  readonly text: string;
  readonly template: number;
  readonly decider: number;
  readonly subject: number;
}

/** Texts of the templates that leave something to write. */
export interface LanguageCorpus {
  readonly uses: readonly LanguageUse[];
  /** All texts of the column with their holders, for what is too rare to come out. */
  readonly held: readonly HeldText[];
}

/**
 * Reads the texts that are no kept values: once a subject, or once in all where the template draws
 * from a pool, whose texts are what is distinct.
 *
 * A template whose texts are all alike but for slots has nothing to write and is left out; so is one
 * of fewer than k subjects.
 */
export function readLanguage(task: LanguageTask): LanguageCorpus {
  const { stats, sample, decider, k } = task;
  const templateOf = templateReader(stats);
  const skeletonOf = skeletons(stats);
  const held = new Map<string, number[]>();
  const seen = new Set<string>();
  const users = new Map<number, Set<number>>();
  const uses: LanguageUse[] = [];
  for (let row = 0; row < sample.length; row += 1) {
    const value = sample.value(row);
    if (value === null) continue;
    const [subject, text] = [sample.subject(row), skeletonOf(value)];
    hold(held, text, subject);
    const template = templateOf(value);
    const key = `${template?.isPooled ? '' : subject} ${value}`;
    if (template === null) continue;
    users.set(template.at, (users.get(template.at) ?? new Set()).add(subject));
    if (seen.has(key)) continue;
    seen.add(key);
    const by = template.isPooled ? 0 : decider(row);
    uses.push({ text, template: template.at, decider: by, subject });
  }
  return {
    uses: writable(uses, (template) => (users.get(template)?.size ?? 0) >= k),
    held: [...held].map(([text, holders]) => ({ text, holders })),
  };
}

function hold(held: Map<string, number[]>, text: string, subject: number): void {
  const holders = held.get(text) ?? [];
  held.set(text, holders);
  if (holders.at(-1) !== subject) holders.push(subject);
}

/** The template that a text is written as, null for a kept value. */
function templateReader(stats: TextStats) {
  const encoder = textEncoder(stats);
  const base = FIRST + stats.values.length;
  return (value: string) => {
    const at = encoder.encode(value) - base;
    const law = stats.templates[at];
    return law === undefined ? null : { at, isPooled: law.pool > 0 };
  };
}

/** Texts with all pieces that may leave, and slots for the others; each is read once. */
function skeletons(stats: TextStats): (text: string) => string {
  const keys = templateKeys(new Set(stats.words));
  const nameOf = openNameSets(stats.names);
  const split = openSplitter();
  const known = new Map<string, string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const made = keys.keyOf(split(withoutNames(withoutAccount(text), nameOf)), 0) ?? '';
    known.set(text, made);
    return made;
  };
}

function writable(
  uses: readonly LanguageUse[],
  isShared: (template: number) => boolean,
): LanguageUse[] {
  const texts = new Map<number, Set<string>>();
  for (const { template, text } of uses) {
    texts.set(template, (texts.get(template) ?? new Set()).add(text));
  }
  return uses.filter(({ template: one }) => isShared(one) && (texts.get(one)?.size ?? 0) > 1);
}
