import type { RepeatShare } from './slot-repeats.ts';

/** What may stand in a slot. */
export interface SlotLaw extends RepeatShare {
  /** Texts that at least k subjects have there, with their weights. */
  readonly common?: readonly (readonly [string, number])[];
  /** Weight of all others. */
  readonly others?: number;
  /** Edges of bins of equal weight, rounded: numbers, or days since 1970 for dates. */
  readonly edges?: readonly number[];
  /** Lengths at evenly spaced quantiles: letters, or segments of a rest. */
  readonly lengths?: readonly number[];
}

/** A text in a slot, and who holds it. */
export interface SlotHold {
  readonly text: string;
  readonly subject: number;
}

const MOST_COMMON = 16;
const MOST_OFFSETS = 48;
const ENOUGH_OFFSETS = 2;
const MOST_BINS = 8;
const DAY_MS = 86_400_000;
const LARGEST_HEX = 12;

/**
 * Learns the law of a slot; each text counts once a subject.
 *
 * Bins stand for at least k holds each and their edges keep two digits, so that none is a value.
 */
export function learnSlot(type: string, holds: readonly SlotHold[], k: number): SlotLaw {
  const common = commonOf(type, holds, k);
  const known = new Set(common.map(([text]) => text));
  const others = holds.filter(({ text }) => !known.has(text)).map(({ text }) => text);
  // NOTE: a module has but few places from which it calls, so that made-up ones would stand out.
  if (type.startsWith('x') && common.length >= ENOUGH_OFFSETS) return { common, others: 0 };
  const law = common.length === 0 ? {} : { common, others: others.length };
  return { ...law, ...formOf(type, others, k) };
}

/** Texts that at least k subjects have there; words and rests have none. */
function commonOf(type: string, holds: readonly SlotHold[], k: number): [string, number][] {
  if (/^[wmr]/.test(type)) return [];
  const counts = new Map<string, number>();
  for (const { text } of holds) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count >= k)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, type.startsWith('x') ? MOST_OFFSETS : MOST_COMMON);
}

function formOf(type: string, texts: readonly string[], k: number): Partial<SlotLaw> {
  if (texts.length < k) return {};
  if (type.startsWith('r')) {
    const counts = texts.map((text) => text.split(type.charAt(1)).length);
    return { lengths: quantiles(counts, k).map(Math.round) };
  }
  const numbers = texts.map((text) => numberOf(type, text));
  if (numbers.every((one) => one !== null)) {
    return { edges: edgesOf(numbers, k) };
  }
  if ('wmbelox'.includes(type[0] ?? '')) {
    return {
      lengths: quantiles(
        texts.map((text) => text.length),
        k,
      ).map(Math.round),
    };
  }
  return {};
}

/** The number that a piece stands for; null where its type has none. */
export function numberOf(type: string, text: string): number | null {
  switch (type[0]) {
    case 'n':
      return Number(text);
    case 'p':
      return text.length - 2 > LARGEST_HEX ? null : Number.parseInt(text.slice(2), 16);
    case 'x':
    case 'i':
      return text.length > LARGEST_HEX ? null : Number.parseInt(text, 16);
    case 'd':
      return Math.floor(Date.parse(`${text}T00:00:00Z`) / DAY_MS) || 0;
    default:
      return null;
  }
}

/** A date of that day since 1970. */
export function dateOf(day: number): string {
  return new Date(Math.round(day) * DAY_MS).toISOString().slice(0, 10);
}

function edgesOf(numbers: readonly number[], k: number): number[] {
  const edges = quantiles(numbers, k);
  const last = edges.length - 1;
  const blurred = edges.map((one, at) => blur(one, at === last ? Math.ceil : Math.floor));
  return blurred.filter((one, at) => at === 0 || at === last || one !== blurred[at - 1]);
}

/** The least, the largest, and what lies between at even distances; at least k values a bin. */
function quantiles(values: readonly number[], k: number): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const bins = Math.max(1, Math.min(MOST_BINS, Math.floor(sorted.length / k)));
  return Array.from({ length: bins + 1 }, (_, bin) => {
    const at = Math.round((bin * (sorted.length - 1)) / bins);
    return sorted[at] as number;
  });
}

/** Keeps two digits. */
function blur(value: number, round: (value: number) => number): number {
  if (value < 10) return value;
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return round(value / unit) * unit;
}

/** Collects what stands in slots, once a subject. */
export class HoldBook {
  readonly #holds = new Map<string, SlotHold[]>();
  readonly #seen = new Map<string, number>();

  /** A subject's additions stand together. */
  add(slot: string, text: string, subject: number): void {
    const key = `${slot} ${text}`;
    if (this.#seen.get(key) === subject) return;
    this.#seen.set(key, subject);
    const list = this.#holds.get(slot);
    if (list === undefined) this.#holds.set(slot, [{ text, subject }]);
    else list.push({ text, subject });
  }

  of(slot: string): readonly SlotHold[] {
    return this.#holds.get(slot) ?? [];
  }

  names(): string[] {
    return [...this.#holds.keys()].sort();
  }
}
