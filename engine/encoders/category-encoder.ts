import type { Value } from '../core/row.ts';
import { FIRST, MISSING } from '../sequences/codes.ts';
import { type Encoder, type Sample, tallyOf } from './encoder.ts';

type Label = Exclude<Value, null>;

/** What a categorical column keeps of its data. */
export interface CategoryStats {
  readonly type: 'category';
  /** Values that may leave, most frequent first. */
  readonly values: readonly Label[];
  readonly weights: readonly number[];
}

/** Code of a value that may not leave. */
export const RARE = FIRST;
const MAX_VALUES = 500;

/** Keeps the values that at least k subjects share or that are no secret. */
export function analyzeCategory(
  sample: Sample<Label>,
  mayLeave: (value: Label, subjects: number) => boolean,
): CategoryStats {
  const kept = tallyOf(sample)
    .filter((one) => mayLeave(one.value, one.subjects))
    .sort((a, b) => b.rows - a.rows || (String(a.value) < String(b.value) ? -1 : 1))
    .slice(0, MAX_VALUES);
  return {
    type: 'category',
    values: kept.map((one) => one.value),
    weights: kept.map((one) => one.rows),
  };
}

/** Opens the encoder; a rare value is drawn as one of the others by their frequency. */
export function categoryEncoder(stats: CategoryStats): Encoder<Label> {
  const codes = new Map(stats.values.map((value, index) => [value, RARE + 1 + index]));
  const total = stats.weights.reduce((sum, one) => sum + one, 0);
  return {
    cardinality: RARE + 1 + stats.values.length,
    encode: (value) => (value === null ? MISSING : (codes.get(value) ?? RARE)),
    decode: (code, random) => {
      if (code < FIRST) return null;
      if (code > RARE) return stats.values[code - RARE - 1] ?? null;
      let left = random.next() * total;
      for (const [index, weight] of stats.weights.entries()) {
        left -= weight;
        if (left < 0) return stats.values[index] ?? null;
      }
      return stats.values[0] ?? 'other';
    },
  };
}
