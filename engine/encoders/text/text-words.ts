import type { Segment, SplitText } from './split-text.ts';
import { eachHolder, type TextCorpus, TextCounter } from './text-corpus.ts';

/** Pieces of a column's texts: those that many subjects share, and the others. */
export interface TextWords {
  readonly common: ReadonlySet<string>;
  /** Pieces that too few subjects hold, signs left out. */
  readonly rare: ReadonlySet<string>;
}

const MOST_COMMON = 8000;

/** Splits the pieces of all texts by whether they may leave. */
export function readWords(
  corpus: TextCorpus,
  splits: readonly SplitText[],
  mayLeave: (value: string, subjects: number) => boolean,
): TextWords {
  const counter = new TextCounter();
  const idsOf = new Map<Segment, Int32Array>();
  const idsIn = (segment: Segment) => {
    const known = idsOf.get(segment);
    if (known !== undefined) return known;
    const pieces = segment.tokens.filter((one) => one.slot !== '');
    const ids = Int32Array.from(pieces, (one) => counter.idOf(one.text));
    idsOf.set(segment, ids);
    return ids;
  };
  eachHolder(corpus, (text, subject) => {
    for (const segment of splits[text]?.segments ?? []) {
      for (const id of idsIn(segment)) counter.addId(id, subject);
    }
  });
  const [common, rare] = [new Set<string>(), new Set<string>()];
  for (const { text, subjects } of counter.ranked()) {
    if (!mayLeave(text, subjects)) rare.add(text);
    else if (common.size < MOST_COMMON) common.add(text);
  }
  return { common, rare };
}
