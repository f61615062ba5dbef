import { IncomputableMetricError } from '../../engine/core/errors.ts';
import { withCompanions } from '../ceiling/companions.ts';
import type { Halves } from '../ceiling/halves.ts';
import { halfSizes, likenessAtSizes } from '../ceiling/size-correction.ts';
import type { Score } from '../metric.ts';
import { type Comparison, wholeOf } from './comparison.ts';
import type { FlatSample } from './flat-sample.ts';

/** The sides as flat samples, and what they need for companions. */
export interface FlatSides {
  readonly original: FlatSample;
  readonly synthetic: FlatSample;
  /** Of the original's subjects; marked 1 in the first half, 0 in the second. */
  readonly halves: Halves;
}

/** A comparison's outcomes. */
export interface Tried {
  readonly name: string;
  readonly group: string;
  readonly value: number;
  /** One half of the original against the other, by draw; NaN where a half has nothing. */
  readonly halves: Float64Array;
  /** The original against naive rows; null where none are defined or computable. */
  readonly floor: number | null;
}

/** Runs a comparison over the sides, the halves and the naive rows; null where it has no value. */
export function tryComparison(
  comparison: Comparison,
  { original, synthetic, halves }: FlatSides,
  naive: FlatSample | null,
): Tried | null {
  const { name, group } = comparison;
  const value = comparison.compare(wholeOf(original), wholeOf(synthetic));
  if (Number.isNaN(value)) return null;
  const drawn = halves.map((mask) =>
    comparison.compare({ side: original, mask, half: 1 }, { side: original, mask, half: 0 }),
  );
  const floor = naive === null ? Number.NaN : comparison.compare(wholeOf(original), wholeOf(naive));
  return {
    name,
    group,
    value,
    halves: Float64Array.from(drawn),
    floor: Number.isNaN(floor) ? null : floor,
  };
}

/**
 * The mean over comparisons, with its ceiling and floor; the breakdown has the mean by group.
 *
 * @param what names the score in a refusal
 * @throws IncomputableMetricError if there is no comparison
 */
export function scoreTried(what: string, tried: readonly Tried[], sides: FlatSides): Score {
  if (tried.length === 0) {
    throw new IncomputableMetricError(`${what}: nothing to average: 0 values; give more data`, {
      what,
    });
  }
  const sizes = { halves: halfSizes(sides.original.subjects), wanted: sidesOf(sides) };
  const draws = sides.halves.flatMap((_, draw) => {
    const values = tried
      .map((one) => one.halves[draw] as number)
      .filter((value) => !Number.isNaN(value));
    if (values.length === 0 || sizes.halves.original === 0) return [];
    return [likenessAtSizes(meanOfList(values), sizes)];
  });
  const floors = tried.flatMap(({ floor }) => (floor === null ? [] : [floor]));
  const floor = floors.length === 0 ? null : meanOfList(floors);
  const score = withCompanions(meanOfList(tried.map(({ value }) => value)), {
    ceiling: draws,
    floor,
  });
  return { ...score, breakdown: meansByGroup(tried) };
}

function sidesOf({ original, synthetic }: FlatSides) {
  return { original: original.subjects, synthetic: synthetic.subjects };
}

/** Mean value of the comparisons of each group, groups in the order first met. */
function meansByGroup(tried: readonly Tried[]): Record<string, number> {
  const groups = [...new Set(tried.map(({ group }) => group))];
  const meanOf = (group: string) =>
    meanOfList(tried.filter((one) => one.group === group).map(({ value }) => value));
  return Object.fromEntries(groups.map((group) => [group, meanOf(group)]));
}

function meanOfList(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
