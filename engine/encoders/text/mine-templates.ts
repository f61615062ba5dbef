import { literalsOf } from './slot-marks.ts';
import type { SplitText } from './split-text.ts';
import type { TemplateKeys } from './template-keys.ts';
import type { TextCorpus } from './text-corpus.ts';

/** Templates of a column, and which text became which. */
export interface MinedTemplates {
  readonly templates: readonly string[];
  /** Texts with their template and the round that found it. */
  readonly uses: ReadonlyMap<number, { readonly template: number; readonly round: number }>;
}

/** What templates are mined from. */
export interface MiningTask {
  readonly corpus: TextCorpus;
  readonly splits: readonly SplitText[];
  /** Texts that may not be kept as they are. */
  readonly pending: readonly number[];
  readonly keys: TemplateKeys;
  readonly mayLeave: (value: string, subjects: number) => boolean;
}

const MOST_TEMPLATES = 560;
const RESERVED = 60;

/**
 * Writes every pending text as the most specific template that enough subjects share.
 *
 * A text that found none in one round goes on to the next, where less of it stays. Each round keeps
 * the templates of most rows while there is room.
 */
export function mineTemplates(task: MiningTask): MinedTemplates {
  const ids = new Map<string, number>();
  const uses = new Map<number, { template: number; round: number }>();
  const holders = holdersOf(task);
  let pending = task.pending;
  for (let round = 0; round < task.keys.rounds && pending.length > 0; round += 1) {
    const groups = groupTexts(task, pending, round);
    const isFree = round >= task.keys.free;
    const room = MOST_TEMPLATES - (isFree ? 0 : RESERVED) - ids.size;
    for (const { key, texts } of sharedGroups(task, groups, { holders, isFree }).slice(0, room)) {
      const template = ids.get(key) ?? ids.size;
      ids.set(key, template);
      for (const text of texts) uses.set(text, { template, round });
    }
    pending = pending.filter((text) => !uses.has(text));
  }
  return { templates: [...ids.keys()], uses };
}

/** By text: subjects that hold it. */
function holdersOf({ corpus, pending }: MiningTask): Map<number, number[]> {
  const holders = new Map<number, number[]>(pending.map((text) => [text, []]));
  for (const [at, text] of corpus.walk.entries()) {
    const list = holders.get(text);
    const subject = corpus.walkers[at] as number;
    if (list !== undefined && list.at(-1) !== subject) list.push(subject);
  }
  return holders;
}

function groupTexts({ splits, keys }: MiningTask, pending: readonly number[], round: number) {
  const groups = new Map<string, number[]>();
  for (const text of pending) {
    const split = splits[text];
    const key = split === undefined ? null : keys.keyOf(split, round);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [text]);
    else group.push(text);
  }
  return groups;
}

/** Groups whose template may leave, most rows first. */
function sharedGroups(
  { corpus, mayLeave }: MiningTask,
  groups: ReadonlyMap<string, readonly number[]>,
  of: { readonly holders: ReadonlyMap<number, readonly number[]>; readonly isFree: boolean },
) {
  return [...groups]
    .filter(([key, texts]) => {
      if (of.isFree) return true;
      const subjects = new Set(texts.flatMap((text) => of.holders.get(text) ?? []));
      return mayLeave(literalsOf(key), subjects.size);
    })
    .map(([key, texts]) => {
      return { key, texts, rows: texts.reduce((sum, one) => sum + (corpus.rows[one] ?? 0), 0) };
    })
    .sort((a, b) => b.rows - a.rows || (a.key < b.key ? -1 : 1));
}
