import type { Random } from '../../core/random.ts';
import type { TemplateUse } from './template-keys.ts';
import type { TextCorpus } from './text-corpus.ts';

/** How often something repeats. */
export interface RepeatShare {
  /** Share of repeats among what the subject still remembers. */
  readonly again?: number;
  /** Share of those that repeat the latest. */
  readonly last?: number;
}

/** How often the texts of a template repeat. */
export interface TemplateRepeats extends RepeatShare {
  /** Distinct texts from which all subjects together draw; 0 where there is no end of them. */
  readonly pool: number;
  /** By slot: repeats where the subject had the same text before it, in texts that are new to it. */
  readonly slots: readonly RepeatShare[];
}

/** By text: its template and what stands in the slots. */
export type UsedTemplates = ReadonlyMap<
  number,
  { readonly template: number; readonly use: TemplateUse }
>;

/** Last fillings that a subject has in mind after a text. */
export const REMEMBERED = 24;
const LEAST_KNOWN = 10;
/** Draws after which texts that never came back have no end. */
const ENOUGH = 50;
const ALL_NEW = 0.97;

interface Count {
  known: number;
  again: number;
  last: number;
}

interface Counts {
  fresh: number;
  readonly texts: Set<number>;
  readonly whole: Count;
  readonly slots: readonly Count[];
}

/**
 * Walks through the rows that repeat none of the last two texts: does the subject repeat a text of
 * the template, and if not, what it had in a slot after the same text?
 */
export function learnRepeats(
  corpus: TextCorpus,
  uses: UsedTemplates,
): Map<number, TemplateRepeats> {
  const counts = new Map<number, Counts>();
  let [memory, holder] = [new Map<string, string[]>(), -1];
  for (const [at, text] of corpus.walk.entries()) {
    const one = uses.get(text);
    const subject = corpus.walkers[at] as number;
    if (subject !== holder) [memory, holder] = [new Map(), subject];
    if (one === undefined) continue;
    const sum = countsOf(counts, one.template, one.use.slots.length);
    sum.texts.add(text);
    countUse(sum, memory, { ...one, whole: corpus.texts[text] ?? '' });
  }
  const column = freshShare([...counts.values()]);
  return new Map([...counts].map(([template, sum]) => [template, repeatsOf(sum, column)]));
}

/** Share of draws in which no subject had the text before; 1 where hardly any text comes back. */
function freshShare(counts: readonly Counts[]): number {
  let [drawn, distinct] = [0, 0];
  for (const { fresh, texts } of counts) {
    drawn += fresh;
    distinct += texts.size;
  }
  return distinct >= ALL_NEW * drawn ? 1 : distinct / drawn;
}

function countUse(
  sum: Counts,
  memory: Map<string, string[]>,
  { template, use, whole }: { template: number; use: TemplateUse; whole: string },
): void {
  const isAgain = countRepeat(sum.whole, memory.get(wholeKey(template)), whole);
  remember(memory, wholeKey(template), whole);
  sum.fresh += isAgain ? 0 : 1;
  for (const [slot, { text, before }] of use.slots.entries()) {
    if (!isAgain) countRepeat(sum.slots[slot], memory.get(before), text);
    remember(memory, before, text);
  }
}

/** Where a memory keeps the whole texts of a template. */
export function wholeKey(template: number): string {
  return `\uE000${template}`;
}

/** One of those remembered, null for a new one. */
export function pickRepeat(
  { again = 0, last = 1 }: RepeatShare,
  known: readonly string[] | undefined,
  random: Random,
): string | null {
  if (known === undefined || again === 0 || random.next() >= again) return null;
  const [latest, ...others] = known;
  if (others.length === 0 || random.next() < last) return latest ?? null;
  return random.pick(others);
}

/** Puts a filling first among those remembered after a text. */
export function remember(memory: Map<string, string[]>, before: string, filling: string): void {
  const known = memory.get(before) ?? [];
  const others = known.filter((one) => one !== filling);
  memory.set(before, [filling, ...others].slice(0, REMEMBERED));
}

function countsOf(counts: Map<number, Counts>, template: number, slots: number): Counts {
  const known = counts.get(template);
  if (known !== undefined) return known;
  const empty = () => ({ known: 0, again: 0, last: 0 });
  const fresh = {
    fresh: 0,
    texts: new Set<number>(),
    whole: empty(),
    slots: Array.from({ length: slots }, empty),
  };
  counts.set(template, fresh);
  return fresh;
}

function countRepeat(
  count: Count | undefined,
  before: readonly string[] | undefined,
  filling: string,
): boolean {
  if (count === undefined || before === undefined) return false;
  count.known += 1;
  if (!before.includes(filling)) return false;
  count.again += 1;
  if (before[0] === filling) count.last += 1;
  return true;
}

function repeatsOf({ fresh, texts, whole, slots }: Counts, column: number): TemplateRepeats {
  const own = poolSize(fresh, texts.size);
  const pool = own === 0 && fresh < ENOUGH ? fewPool(texts.size, column) : own;
  return { pool, ...shareOf(whole), slots: slots.map(shareOf) };
}

/**
 * Texts of a template that is too rare to tell how many there are: those that were met, and more of
 * them where most of the column's texts do not come back. A model draws rare codes too often rather
 * than too seldom, and without an end each draw would be a text of its own.
 */
function fewPool(distinct: number, column: number): number {
  return column === 1 ? 0 : Math.ceil(distinct * Math.max(1, 0.5 / (1 - column)));
}

function shareOf({ known, again, last }: Count): RepeatShare {
  if (known < LEAST_KNOWN || again === 0) return {};
  return { again: rounded(again / known), last: rounded(last / again) };
}

function rounded(share: number): number {
  return Math.round(share * 100) / 100;
}

/** The size of a pool of which `drawn` draws with replacement give `distinct` different ones. */
export function poolSize(drawn: number, distinct: number): number {
  if (drawn < LEAST_KNOWN || distinct >= ALL_NEW * drawn) return 0;
  let [low, high] = [distinct, 64 * drawn];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const expected = middle * (1 - (1 - 1 / middle) ** drawn);
    if (expected < distinct) low = middle;
    else high = middle;
  }
  return high;
}
