import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { Random } from '../../engine/core/random.ts';
import { withCompanions } from '../ceiling/score-samples.ts';
import { atSizes } from '../ceiling/size-correction.ts';
import type { Score } from '../metric.ts';
import { type Comparison, wholeOf } from './comparison.ts';
import type { FlatSample } from './flat-sample.ts';

/** The sides as flat samples, and what they need for companions. */
export interface FlatSides {
  readonly original: FlatSample;
  readonly synthetic: FlatSample;
  /** Marks of the original's subjects, one mask a draw: 0 in one half, 1 in the other. */
  readonly halves: readonly Uint8Array[];
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

/** Disjoint halves of some subjects at random, as marks. */
export function drawHalves(subjects: number, draws: number, random: Random): Uint8Array[] {
  return Array.from({ length: draws }, (_, draw) => {
    const order = random.split('halves', draw).shuffle([...Array(subjects).keys()]);
    const marks = new Uint8Array(subjects);
    for (const position of order.slice(subjects >> 1)) marks[position] = 1;
    return marks;
  });
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
    comparison.compare({ side: original, mask, half: 0 }, { side: original, mask, half: 1 }),
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
  const [half, wanted] = [sides.original.subjects >> 1, sidesOf(sides)];
  const halves = { original: half, synthetic: sides.original.subjects - half };
  const draws = sides.halves.flatMap((_, draw) => {
    const values = tried
      .map((one) => one.halves[draw] as number)
      .filter((value) => !Number.isNaN(value));
    if (values.length === 0 || half === 0) return [];
    return [Math.max(0, atSizes(meanOfList(values), { ideal: 1, halves, wanted }))];
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
