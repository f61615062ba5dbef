import type { Random } from '../../core/random.ts';
import { HoldBook, learnSlot, type SlotLaw } from './slot-law.ts';
import { literalsOf, slotTypes } from './slot-marks.ts';
import type { SplitText } from './split-text.ts';
import type { TemplateKeys } from './template-keys.ts';
import { eachHolder, type TextCorpus, TextCounter } from './text-corpus.ts';

/** Which stretch of a text follows which, among stretches that many subjects share. */
export interface ChainStats {
  /** Templates of segments. */
  readonly segments: readonly string[];
  /**
   * Successors and weights, one after the other: by segment; at the start of a text; after a segment
   * that is none of these; and after a neighbour with which too few subjects have them.
   */
  readonly next: readonly (readonly number[])[];
  /** By segment: laws of its slots, such as the offsets of a module. */
  readonly laws: readonly (readonly SlotLaw[])[];
}

/** A segment to be filled. */
export interface ChainSegment {
  readonly template: string;
  readonly laws: readonly SlotLaw[];
}

/** What the chain is learned from. */
export interface ChainTask {
  readonly corpus: TextCorpus;
  readonly splits: readonly SplitText[];
  /** Texts whose rest is drawn. */
  readonly drawn: ReadonlySet<number>;
  readonly keys: TemplateKeys;
  readonly mayLeave: (value: string, subjects: number) => boolean;
  readonly k: number;
}

/** Successors that are no segment. */
const END = -1;
const OTHER = -2;
const MOST_SEGMENTS = 2500;
const MOST_SUCCESSORS = 40;
const LONGEST = 14;

/**
 * Counts segments and pairs of neighbours once for each subject and text; a segment counts only
 * where it may leave, a pair where at least k subjects share it (others count as any other segment).
 */
export function learnChain(task: ChainTask): ChainStats {
  const { corpus, splits, drawn, keys, k } = task;
  const segments = sharedSegments(task);
  const index = new Map(segments.map((one, at) => [one, at]));
  const start = segments.length;
  const pairs = new TextCounter();
  eachHolder(corpus, (text, subject) => {
    if (!drawn.has(text)) return;
    let from = start;
    for (const segment of splits[text]?.segments ?? []) {
      const to = index.get(keys.looseOf(segment)) ?? OTHER;
      pairs.add(`${from} ${to}`, subject);
      from = to < 0 ? start + 1 : to;
    }
    pairs.add(`${from} ${END}`, subject);
  });
  const next = Array.from({ length: start + 3 }, () => new Map<number, number>());
  for (const { text, subjects, times } of pairs.ranked()) {
    const [from = start, to = END] = text.split(' ').map(Number);
    const isShared = subjects >= k || to === END;
    addTo(next[from], isShared ? to : OTHER, times);
    if (!isShared || to === OTHER) addTo(next[start + 2], to, times);
  }
  return { segments, next: next.map(flattened), laws: lawsOf(task, segments, index) };
}

function lawsOf(
  { corpus, splits, drawn, keys, k }: ChainTask,
  segments: readonly string[],
  index: ReadonlyMap<string, number>,
): SlotLaw[][] {
  const holds = new HoldBook();
  eachHolder(corpus, (text, subject) => {
    for (const segment of drawn.has(text) ? (splits[text]?.segments ?? []) : []) {
      const at = index.get(keys.looseOf(segment));
      if (at === undefined) continue;
      for (const [slot, filling] of keys.looseSlots(segment).entries())
        holds.add(`${at} ${slot}`, filling, subject);
    }
  });
  return segments.map((one, at) =>
    slotTypes(one).map((type, slot) => learnSlot(type, holds.of(`${at} ${slot}`), k)),
  );
}

function addTo(row: Map<number, number> | undefined, to: number, times: number): void {
  row?.set(to, (row.get(to) ?? 0) + times);
}

function sharedSegments({ corpus, splits, drawn, keys, mayLeave }: ChainTask): string[] {
  const counter = new TextCounter();
  eachHolder(corpus, (text, subject) => {
    if (!drawn.has(text)) return;
    for (const segment of splits[text]?.segments ?? []) counter.add(keys.looseOf(segment), subject);
  });
  return counter
    .ranked()
    .filter(({ text, subjects }) => mayLeave(literalsOf(text), subjects))
    .slice(0, MOST_SEGMENTS)
    .map(({ text }) => text);
}

function flattened(row: ReadonlyMap<number, number>): number[] {
  return [...row]
    .sort(([a, m], [b, n]) => n - m || a - b)
    .slice(0, MOST_SUCCESSORS)
    .flat();
}

/** Draws the segments of a rest. */
export interface SegmentChain {
  /** So many segments after the given one; null stands for a rare one. */
  readonly draw: (
    before: string | null,
    count: number | null,
    random: Random,
  ) => (ChainSegment | null)[];
  /** Laws of the slots of a segment, none for one that is not known. */
  readonly lawsOf: (segment: string) => readonly SlotLaw[];
}

/** Opens the chain; without a count the rest ends where a text would. */
export function openChain({ segments, next, laws }: ChainStats): SegmentChain {
  const index = new Map(segments.map((one, at) => [one, at]));
  const start = segments.length;
  const stepFrom = (from: number, mayEnd: boolean, random: Random) => {
    const to = pickSuccessor(next[from] ?? [], mayEnd, random);
    return to === OTHER ? pickSuccessor(next[start + 2] ?? [], false, random) : to;
  };
  const walk = (from: number, count: number | null, random: Random) => {
    const steps: number[] = [];
    let at = from;
    while (steps.length < (count ?? LONGEST)) {
      const to = stepFrom(at, count === null && steps.length > 0, random);
      if (to === END) break;
      steps.push(to);
      at = to < 0 ? start + 1 : to;
    }
    return steps;
  };
  const draw: SegmentChain['draw'] = (before, count, random) => {
    const from = before === null ? start : (index.get(before) ?? start + 1);
    return walk(from, count, random).map((one) => {
      const template = segments[one];
      return template === undefined ? null : { template, laws: laws[one] ?? [] };
    });
  };
  return { draw, lawsOf: (segment) => laws[index.get(segment) ?? -1] ?? [] };
}

/** One of the successors by weight; another segment where only the end would follow. */
function pickSuccessor(row: readonly number[], mayEnd: boolean, random: Random): number {
  const weightAt = (at: number) => (row[at] === END && !mayEnd ? 0 : (row[at + 1] as number));
  let total = 0;
  for (let at = 0; at < row.length; at += 2) total += weightAt(at);
  let left = random.next() * total;
  for (let at = 0; at < row.length; at += 2) {
    left -= weightAt(at);
    if (left < 0) return row[at] as number;
  }
  return mayEnd ? END : OTHER;
}
