import { defined } from '../core/invariant.ts';
import type { Random } from '../core/random.ts';
import { numericEncoder } from '../encoders/numeric-encoder.ts';
import { FIRST } from '../sequences/codes.ts';
import type { GenerationLayout } from '../sequences/generation-layout.ts';
import { drawShare } from '../subjects/drawn-share.ts';
import type { EntityClass, SlotStory, Story } from './story.ts';

/** What own names are dealt from. */
export interface OwnSource {
  readonly story: Story;
  readonly layout: GenerationLayout;
  readonly subjects: number;
}

/** Which subjects share which of their own names. */
export interface OwnNames {
  /** By slot of the story: number of the subject's own name within the slot, -1 none, -2-j public. */
  readonly numbers: readonly Int32Array[];
  /** By slot: the scope of each own name. */
  readonly scopes: readonly (readonly number[])[];
}

/** Deals the subjects' own names: a slot that another decides follows it. */
export function dealOwnNames(source: OwnSource, rootCodes: Int32Array, random: Random): OwnNames {
  const numbers: Int32Array[] = [];
  const scopes: number[][] = [];
  for (const slot of source.story.slots) {
    const dealt = dealSlot(source, { slot, rootCodes, partner: numbers[slot.decidedBy] }, random);
    numbers.push(dealt.numbers);
    scopes.push(dealt.scopes);
  }
  return { numbers, scopes };
}

interface SlotTask {
  readonly slot: SlotStory;
  readonly rootCodes: Int32Array;
  /** Numbers of the slot that decides this one. */
  readonly partner: Int32Array | undefined;
}

/** Names of one slot: each scope has its own, so that a name's scope is what the subject drew. */
function dealSlot(source: OwnSource, task: SlotTask, random: Random) {
  const { slot, partner } = task;
  const numbers = new Int32Array(source.subjects).fill(-1);
  const scopes: number[] = [];
  const holders = holdersByScope(source, task, numbers);
  for (const [scope, share] of slot.distinct.entries()) {
    const fresh = holders[scope] ?? [];
    if (fresh.length === 0) continue;
    const base = scopes.length;
    const law = slot.bearers[scope] ?? null;
    const { cards, size } = dealCards(fresh.length, { share, law, random });
    const decided = new Map<number, number>();
    for (const [at, subject] of fresh.entries()) {
      const key = partner?.[subject] ?? -1;
      const card = key >= 0 ? (decided.get(key) ?? decided.size) : (cards[at] as number);
      if (key >= 0) decided.set(key, card);
      numbers[subject] = base + card;
    }
    const count = Math.max(partner === undefined ? size : decided.size, size);
    for (let card = 0; card < count; card += 1) scopes.push(scope);
  }
  return { numbers, scopes };
}

/** Numbers of names for so many subjects, in no order, each name borne as often as the law says. */
function dealCards(
  count: number,
  of: { readonly share: number; readonly law: EntityClass | null; readonly random: Random },
): { readonly cards: readonly number[]; readonly size: number } {
  const { share, law, random } = of;
  if (law === null) {
    const size = Math.max(1, Math.round(share * count));
    const cards = Array.from({ length: count }, (_, at) => (at < size ? at : random.integer(size)));
    return { cards: random.shuffle(cards), size };
  }
  const { decode } = numericEncoder(law.degrees);
  const cards: number[] = [];
  let size = 0;
  for (; cards.length < count; size += 1) {
    const drawn = decode(drawShare(law.degreeWeights, random), random) ?? 1;
    const bearers = Math.min(count - cards.length, Math.max(1, Math.round(drawn)));
    for (let one = 0; one < bearers; one += 1) cards.push(size);
  }
  return { cards: random.shuffle(cards), size };
}

/** Subjects with a name of their own, by its scope; those with a public one are noted at once. */
function holdersByScope(source: OwnSource, task: SlotTask, numbers: Int32Array): number[][] {
  const { story, layout, subjects } = source;
  const { slot, rootCodes } = task;
  const table = defined(story.tables[layout.root.table.name], 'root has a story');
  const width = rootCodes.length / Math.max(1, subjects);
  const field = table.fields.find((one) => one.type === 'slot' && one.column === slot.column);
  const variable = field?.type === 'slot' ? field.variable : 0;
  const literals = story.domains[slot.domain]?.literals.length ?? 0;
  const holders: number[][] = slot.distinct.map(() => []);
  for (let subject = 0; subject < subjects; subject += 1) {
    const own = (rootCodes[subject * width + variable] as number) - FIRST;
    if (own < 0) continue;
    if (own < literals) numbers[subject] = -2 - own;
    else holders[own - literals]?.push(subject);
  }
  return holders;
}
