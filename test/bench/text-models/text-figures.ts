import { tokensOf } from '../../../evaluators/text/text-shape.ts';
import { templateOf } from '../../../evaluators/text/text-template.ts';

const RUN = 6;
const TOKENS = /\p{L}+|\p{N}+|[^\s\p{L}\p{N}]+/gu;
const MOST_CHARACTERS = 500;

type Texts = readonly string[];

/** Total variation distance of the runs of characters or of the report's tokens. */
export function gramTvd(
  unit: 'characters' | 'words',
  order: number,
  [left, right]: readonly [Texts, Texts],
): number {
  const [a, b] = [gramLaw(unit, order, left), gramLaw(unit, order, right)];
  let sum = 0;
  for (const gram of new Set([...a.keys(), ...b.keys()])) {
    sum += Math.abs((a.get(gram) ?? 0) - (b.get(gram) ?? 0));
  }
  return sum / 2;
}

function gramLaw(unit: 'characters' | 'words', order: number, texts: Texts): Map<string, number> {
  const counts = new Map<string, number>();
  let total = 0;
  for (const [text, times] of countsOf(texts)) {
    const head = text.slice(0, MOST_CHARACTERS);
    const units = unit === 'characters' ? [...head] : tokensOf(templateOf(head, 'path'));
    const framed = order === 1 ? units : ['^', ...units, '$'];
    for (let at = 0; at + order <= framed.length; at += 1) {
      const gram = framed.slice(at, at + order).join('\u0000');
      counts.set(gram, (counts.get(gram) ?? 0) + times);
      total += times;
    }
  }
  return new Map([...counts].map(([gram, count]) => [gram, count / total]));
}

function countsOf(texts: Texts): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of texts) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

/** Share of texts that stand in training as they are. */
export function sharedTexts(texts: Texts, training: Texts): number {
  const known = new Set(training);
  return texts.filter((one) => known.has(one)).length / texts.length;
}

/** Share of texts with six tokens in a row that some training subjects hold, but fewer than k. */
export function memorisedShare(
  texts: Texts,
  training: readonly { readonly text: string; readonly subject: number }[],
  k: number,
): number {
  const holders = new Map<string, Set<number>>();
  const runs = remembered(runsOf);
  for (const { text, subject } of training) {
    for (const run of runs(text)) {
      const known = holders.get(run) ?? new Set();
      holders.set(run, known);
      if (known.size < k) known.add(subject);
    }
  }
  const isRare = (run: string) => (holders.get(run)?.size ?? k) < k;
  return texts.filter((text) => runs(text).some(isRare)).length / texts.length;
}

function runsOf(text: string): readonly string[] {
  const tokens = text.slice(0, MOST_CHARACTERS).match(TOKENS) ?? [];
  return tokens.slice(RUN - 1).map((_, at) => tokens.slice(at, at + RUN).join(' '));
}

function remembered<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const made = read(text);
    known.set(text, made);
    return made;
  };
}

/** How many of the canaries' words stand in some text. */
export function emittedWords(texts: Texts, canaries: Texts): number {
  const all = [...new Set(texts)].join('\n').toLowerCase();
  return canaries.filter((one) => all.includes(one)).length;
}
