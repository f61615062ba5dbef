import type { ScoreCard } from '../findings.ts';
import { type Judged, judged, type Score } from '../metric.ts';

/** A card of a likeness in [0, 1]; a refusal becomes its reason. */
export function likenessCard(id: string, label: string, compute: () => Score): ScoreCard {
  return judgedCard(id, label, judged(compute));
}

/** A card of a likeness in [0, 1] that was judged before. */
export function judgedCard(id: string, label: string, outcome: Judged<Score>): ScoreCard {
  return { id, label, goal: 'maximize', range: [0, 1], outcome };
}
