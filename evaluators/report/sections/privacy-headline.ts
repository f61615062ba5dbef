import type { ScoreCard } from '../../findings.ts';
import { writeScore } from '../number-format.ts';
import type { ReportData } from '../report-data.ts';
import { cardOf, contractAt, member, noteOn, numberOf } from './chapter-values.ts';
import type { Headline } from './headline.ts';
import type { State } from './state.ts';

/** AUC of the strongest membership attack from which one should look closer, and worry. */
export const WATCH_AUC = 0.55;
export const BAD_AUC = 0.6;

/** Attacks whose success above what strangers allow says that something came out. */
const LEAKS = ['recovered-identities', 'memorised-texts'] as const;

/** Whether anybody is given away: the strongest attack, planted records, recovered values. */
export function privacyHeadline(data: ReportData): Headline {
  const question = 'Do they give anyone away?';
  const auc = numberOf(contractAt(data.chapters, 'privacy.membershipAuc'));
  const canaries = contractAt(data.chapters, 'privacy.canaries');
  const [planted, emitted] = [
    numberOf(member(canaries, 'planted')),
    numberOf(member(canaries, 'emitted')),
  ];
  const found =
    planted === null || planted === 0 || emitted === null
      ? 'No canaries were planted.'
      : `${emitted} of ${planted} planted records were found.`;
  const leaks = LEAKS.flatMap((id) => leakOf(cardOf(data.chapters, 'privacy', id)));
  const membership = cardOf(data.chapters, 'privacy', 'membership');
  const state = privacyState({ auc, emitted: emitted ?? 0, leaks, membership });
  const rest = [found, ...leaks.map((leak) => `Above what strangers allow: ${leak}.`)].join(' ');
  if (auc === null) {
    const reading = `Attack not computed: ${privacyReason(data)}. ${rest}`;
    return { question, figure: '–', state, score: null, reading };
  }
  const reading = `Strongest membership attack, AUC; 0.5 is guessing, 1 finds everyone.${chance(membership)} ${rest}`;
  return { question, figure: writeScore(auc), state, score: null, reading };
}

interface Evidence {
  readonly auc: number | null;
  readonly emitted: number;
  readonly leaks: readonly string[];
  readonly membership: ScoreCard | undefined;
}

/** An attack that does no better on the release than on innocent real subjects proves nothing. */
function privacyState({ auc, emitted, leaks, membership }: Evidence): State {
  if (emitted > 0 || leaks.length > 0) return 'bad';
  if (auc === null) return 'open';
  if (auc < WATCH_AUC || isByChance(membership)) return 'good';
  return auc >= BAD_AUC ? 'bad' : 'watch';
}

function isByChance(card: ScoreCard | undefined): boolean {
  if (card === undefined || !card.outcome.ok) return false;
  const { value, interval } = card.outcome.value;
  return interval !== null && value <= interval[1];
}

function chance(card: ScoreCard | undefined): string {
  if (card === undefined || !card.outcome.ok || card.outcome.value.interval === null) return '';
  const [low, high] = card.outcome.value.interval;
  return ` On real subjects in the release’s place it reaches ${writeScore(low)} to ${writeScore(high)}.`;
}

/** The card's label where its value lies above its interval. */
function leakOf(card: ScoreCard | undefined): readonly string[] {
  if (card === undefined || !card.outcome.ok) return [];
  const { value, interval } = card.outcome.value;
  return interval !== null && value > interval[1] ? [card.label] : [];
}

function privacyReason({ chapters, notes }: ReportData): string {
  const card = cardOf(chapters, 'privacy', 'membership');
  if (card !== undefined && !card.outcome.ok) return card.outcome.reason;
  return noteOn(notes, 'privacy') ?? 'the report has no chapter on privacy';
}
