import type { Random } from '../core/random.ts';
import type { Value } from '../core/row.ts';
import { FIRST, MISSING } from '../sequences/codes.ts';
import { aliasOf, aliasTable } from './alias-table.ts';
import { type Encoder, type Sample, type Tally, tallyOf } from './encoder.ts';
import { areFlagSets, drawFlagSet, type FlagLetters, learnFlagLetters } from './flag-letters.ts';
import { openOnce } from './open-once.ts';

type Label = Exclude<Value, null>;

/** What stands for a value that may not leave: one of the others by frequency, or the first. */
export const RARE_HANDLINGS = ['sample', 'common'] as const;

export type RareHandling = (typeof RARE_HANDLINGS)[number];

/** What a categorical column keeps of its data. */
export interface CategoryStats {
  readonly type: 'category';
  /** Values that may leave, most frequent first. */
  readonly values: readonly Label[];
  readonly weights: readonly number[];
  /** Default `sample`. */
  readonly rare?: RareHandling;
  /** Where the column holds sets of flags: rare sets are drawn letter by letter. */
  readonly flags?: FlagLetters;
}

/** How to treat what may not leave. */
export interface CategoryOptions {
  readonly rare?: RareHandling;
}

/** Whether a value may leave, given the subjects that hold it. */
export type MayLeave = (value: Label, subjects: number) => boolean;

/** Code of every value that may not leave. */
export const RARE = FIRST;
const MAX_VALUES = 500;

/** Keeps the values that at least k subjects share or that are no secret. */
export function analyzeCategory(
  sample: Sample<Label>,
  mayLeave: MayLeave,
  options: CategoryOptions = {},
): CategoryStats {
  return settleCategory(tallyOf(sample), mayLeave, options);
}

/** The same from counts, e.g. of merged partitions; their order does not matter. */
export function settleCategory(
  tallies: readonly Tally<Label>[],
  mayLeave: MayLeave,
  options: CategoryOptions = {},
): CategoryStats {
  const leaving = tallies.filter((one) => mayLeave(one.value, one.subjects)).sort(byRows);
  const kept = leaving.slice(0, MAX_VALUES);
  const flags = flagsOf(tallies, kept);
  return {
    type: 'category',
    values: kept.map((one) => one.value),
    weights: kept.map((one) => one.rows),
    ...(options.rare === undefined ? {} : { rare: options.rare }),
    ...(flags === null ? {} : { flags }),
  };
}

function byRows(a: Tally<Label>, b: Tally<Label>): number {
  return b.rows - a.rows || compare(typeof a.value, typeof b.value) || compare(a.value, b.value);
}

function compare(a: Label, b: Label): number {
  const [left, right] = [String(a), String(b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function flagsOf(
  tallies: readonly Tally<Label>[],
  kept: readonly Tally<Label>[],
): FlagLetters | null {
  if (!areFlagSets(tallies.map((one) => one.value))) return null;
  const own = new Set(kept.map((one) => one.value));
  const rare = tallies.filter((one) => !own.has(one.value));
  return learnFlagLetters(kept as readonly Tally<string>[], rare as readonly Tally<string>[]);
}

/** Opens the encoder; a rare value is drawn as one of the others. */
export const categoryEncoder: (stats: CategoryStats) => Encoder<Label> = openOnce(openCategory);

function openCategory(stats: CategoryStats): Encoder<Label> {
  const codes = new Map(stats.values.map((value, index) => [value, RARE + 1 + index]));
  const rare = rareDrawer(stats);
  return {
    cardinality: RARE + 1 + stats.values.length,
    encode: (value) => (value === null ? MISSING : (codes.get(value) ?? RARE)),
    decode: (code, random) => {
      if (code < FIRST) return null;
      return code > RARE ? (stats.values[code - RARE - 1] ?? null) : rare(random);
    },
  };
}

function rareDrawer(stats: CategoryStats): (random: Random) => Label {
  const { values, weights, flags } = stats;
  if (flags !== undefined) return (random) => drawFlagSet(flags, random);
  if (values.length === 0) return () => 'other';
  if (stats.rare === 'common') return () => values[0] as Label;
  const table = aliasTable(weights);
  return (random) => values[aliasOf(table, random.next())] as Label;
}
