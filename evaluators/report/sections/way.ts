import { normalisedScore } from '../../metric.ts';
import type { ScoreReport } from '../report-data.ts';

/** A likeness's share of the way from floor to ceiling; null where they do not lie apart. */
export function wayOf({ value, ceiling, floor }: ScoreReport): number | null {
  if (value === null) return null;
  const score = { value, ceiling, floor, interval: null, breakdown: {} };
  return normalisedScore(score, { goal: 'maximize', range: [0, 1] });
}
