import type { Random } from '../core/random.ts';
import type { Tally } from './encoder.ts';

/** How often each flag is set in sets that may not leave. */
export interface FlagLetters {
  /** One letter a place, e.g. `UAPRSF`. */
  readonly letters: string;
  /** By place: share of the rare rows that set it; 0 for letters that no shared set has. */
  readonly shares: readonly number[];
}

/** A set of TCP flags as nfdump prints it: six or eight letters, each in its place. */
const FLAG_SET = /^[.C]?[.E]?[.U][.A][.P][.R][.S][.F]$/;
const LETTERS = 'CEUAPRSF';

/** Whether every value is a set of flags of the same length. */
export function areFlagSets(values: readonly unknown[]): boolean {
  const length = String(values[0] ?? '').length;
  return values.every(
    (one) => typeof one === 'string' && one.length === length && FLAG_SET.test(one),
  );
}

/**
 * Learns the letters of rare sets; only letters that a shared set has can come out.
 *
 * @returns null where no set is rare or none may leave
 */
export function learnFlagLetters(
  shared: readonly Tally<string>[],
  rare: readonly Tally<string>[],
): FlagLetters | null {
  const rows = rare.reduce((sum, one) => sum + one.rows, 0);
  const length = shared[0]?.value.length ?? 0;
  if (rows === 0 || length === 0) return null;
  const letters = LETTERS.slice(LETTERS.length - length);
  const shares = [...letters].map((letter, place) => {
    if (!shared.some((one) => one.value[place] === letter)) return 0;
    const set = rare.filter((one) => one.value[place] === letter);
    return set.reduce((sum, one) => sum + one.rows, 0) / rows;
  });
  return { letters, shares };
}

/** A set drawn letter by letter. */
export function drawFlagSet({ letters, shares }: FlagLetters, random: Random): string {
  let set = '';
  for (const [place, share] of shares.entries()) {
    set += random.next() < share ? letters[place] : '.';
  }
  return set;
}
