import type { ScoreCard } from '../findings.ts';
import { judged, meanOf, type Score } from '../metric.ts';
import { judgedCard } from './likeness-card.ts';

/** Whose companions make up those of a mean: of every score or none, or of those that have them. */
export type CompanionRule = 'every' | 'known';

/**
 * The card of a chapter's mean over all its likenesses that could be judged.
 *
 * @param chapter what was judged, e.g. `rules`; names the card and its refusal
 */
export function overallCard(
  chapter: string,
  cards: readonly ScoreCard[],
  companions: CompanionRule,
): ScoreCard {
  const outcome = judged(() => meanScore(chapter, cards, companions));
  return judgedCard('overall', `${chapter}, mean of all`, outcome);
}

/**
 * The mean of the scores there are; ceiling and floor are the means of theirs.
 *
 * @throws IncomputableMetricError if no card has a score
 */
export function meanScore(
  what: string,
  cards: readonly ScoreCard[],
  companions: CompanionRule,
): Score {
  const scores = cards.flatMap(({ outcome }) => (outcome.ok ? [outcome.value] : []));
  const companion = (of: 'ceiling' | 'floor') => {
    const known = scores.flatMap((score) => score[of] ?? []);
    const least = companions === 'every' ? scores.length : 1;
    return known.length < least ? null : meanOf(known, `${what} ${of}`);
  };
  const value = meanOf(
    scores.map((score) => score.value),
    what,
  );
  return {
    value,
    ceiling: companion('ceiling'),
    interval: null,
    floor: companion('floor'),
    breakdown: {},
  };
}
