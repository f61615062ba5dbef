import type { TemplateUse } from './template-keys.ts';
import { SubjectCounter, type TextCorpus } from './text-corpus.ts';

/** How often the fillings of a template repeat. */
export interface TemplateRepeats {
  /** Distinct texts from which all subjects together draw; 0 where texts hardly repeat. */
  readonly pool: number;
  /** By slot, see `SlotLaw`. */
  readonly slots: readonly { readonly again: number; readonly last: number }[];
}

/** By text: its template and what stands in the slots. */
export type UsedTemplates = ReadonlyMap<
  number,
  { readonly template: number; readonly use: TemplateUse }
>;

/** Last fillings that a subject has in mind after a text. */
export const REMEMBERED = 24;
const LEAST_KNOWN = 10;
const ALL_NEW = 0.97;

interface Counts {
  fresh: number;
  readonly texts: Set<number>;
  readonly slots: { known: number; again: number; last: number }[];
}

/**
 * Walks through the rows that repeat none of the last two texts: given that the subject had the same
 * text before the slot, did it have the same filling?
 */
export function learnRepeats(
  corpus: TextCorpus,
  uses: UsedTemplates,
): Map<number, TemplateRepeats> {
  const counts = new Map<number, Counts>();
  const counter = new SubjectCounter();
  let [memory, holder] = [new Map<string, string[]>(), -1];
  for (const [at, text] of corpus.walk.entries()) {
    const one = uses.get(text);
    const subject = corpus.walkers[at] as number;
    if (subject !== holder) [memory, holder] = [new Map(), subject];
    if (one === undefined) continue;
    const sum = countsOf(counts, one.template, one.use.slots.length);
    if (counter.add(text, subject)) sum.fresh += 1;
    sum.texts.add(text);
    for (const [slot, { text: filling, before }] of one.use.slots.entries()) {
      countRepeat(sum.slots[slot], memory.get(before), filling);
      remember(memory, before, filling);
    }
  }
  return new Map([...counts].map(([template, sum]) => [template, repeatsOf(sum)]));
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
  const empty = Array.from({ length: slots }, () => ({ known: 0, again: 0, last: 0 }));
  const fresh = { fresh: 0, texts: new Set<number>(), slots: empty };
  counts.set(template, fresh);
  return fresh;
}

function countRepeat(
  slot: Counts['slots'][number] | undefined,
  before: readonly string[] | undefined,
  filling: string,
): void {
  if (slot === undefined || before === undefined) return;
  slot.known += 1;
  if (!before.includes(filling)) return;
  slot.again += 1;
  if (before[0] === filling) slot.last += 1;
}

function repeatsOf({ fresh, texts, slots }: Counts): TemplateRepeats {
  return {
    pool: poolSize(fresh, texts.size),
    slots: slots.map(({ known, again, last }) => ({
      again: known < LEAST_KNOWN ? 0 : rounded(again / known),
      last: again === 0 ? 1 : rounded(last / again),
    })),
  };
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
