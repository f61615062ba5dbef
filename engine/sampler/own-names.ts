import { defined } from '../core/invariant.ts';
import type { Random } from '../core/random.ts';
import { FIRST } from '../sequences/codes.ts';
import type { GenerationLayout } from '../sequences/generation-layout.ts';
import type { Story } from './story.ts';

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
  readonly counts: readonly number[];
}

/** Deals the subjects' own names: a slot that another decides follows it. */
export function dealOwnNames(source: OwnSource, rootCodes: Int32Array, random: Random): OwnNames {
  const { story, layout, subjects } = source;
  const table = defined(story.tables[layout.root.table.name], 'root has a story');
  const width = rootCodes.length / Math.max(1, subjects);
  const numbers: Int32Array[] = [];
  const counts: number[] = [];
  for (const slot of story.slots) {
    const field = table.fields.find((one) => one.type === 'slot' && one.column === slot.column);
    const variable = field?.type === 'slot' ? field.variable : 0;
    const literals = story.domains[slot.domain]?.literals.length ?? 0;
    const dealt = new Int32Array(subjects).fill(-1);
    const fresh: number[] = [];
    for (let subject = 0; subject < subjects; subject += 1) {
      const code = rootCodes[subject * width + variable] as number;
      if (code < FIRST) continue;
      if (code - FIRST < literals) dealt[subject] = -2 - (code - FIRST);
      else fresh.push(subject);
    }
    const size = Math.max(1, Math.round(slot.distinct * fresh.length));
    const partner = numbers[slot.decidedBy];
    const decided = new Map<number, number>();
    const cards = random.shuffle(fresh.map((_, at) => (at < size ? at : random.integer(size))));
    for (const [at, subject] of fresh.entries()) {
      const key = partner?.[subject] ?? -1;
      const card = key >= 0 ? (decided.get(key) ?? decided.size) : (cards[at] as number);
      if (key >= 0) decided.set(key, card);
      dealt[subject] = card;
    }
    numbers.push(dealt);
    counts.push(partner === undefined ? size : Math.max(size, decided.size));
  }
  return { numbers, counts };
}
