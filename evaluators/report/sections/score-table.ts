import type { ScoreCard } from '../../findings.ts';
import { isBlind, isInsideCeiling, normalisedScore, type Score } from '../../metric.ts';
import { type Cell, type Html, html, htmlTable } from '../html.ts';
import { writeScore, writeWay } from '../number-format.ts';
import { withoutName } from '../own-notes.ts';
import { type Place, scoreMeter } from './score-meter.ts';

const HEAD = [
  'Score',
  'Synthetic',
  'Ceiling',
  'Its interval',
  'Floor',
  'Floor to ceiling',
  'Inside',
];

/** More scores than this are listed with the worst first, as nobody reads them all. */
const LONG_TABLE = 30;

/** A card that has a score. */
interface Scored {
  readonly card: ScoreCard;
  readonly score: Score;
}

/** The scores of a chapter: the computed ones as a table, the refused ones with their reasons. */
export function scoreTable(cards: readonly ScoreCard[], chapter: string): Html {
  const scored = cards.flatMap((card) =>
    card.outcome.ok ? [{ card, score: card.outcome.value }] : [],
  );
  const rows = (scored.length > LONG_TABLE ? worstFirst(scored) : scored).map(scoreRow);
  const refused = cards.flatMap(({ label, outcome }) =>
    outcome.ok
      ? []
      : [html`<li>${label}: not computed: ${withoutName(outcome.reason, chapter)}</li>`],
  );
  const table = rows.length === 0 ? html`` : htmlTable(HEAD, rows);
  if (refused.length === 0) return table;
  const list = html`<ul class="refused">${refused}</ul>`;
  return refused.length <= 4
    ? html`${table}${list}`
    : html`${table}<details data-fold open class="inner"><summary>${refused.length} scores were not computed</summary>${list}</details>`;
}

/** By the way from floor to ceiling; scores without one come after, by their values. */
function worstFirst(scored: readonly Scored[]): readonly Scored[] {
  const way = ({ card, score }: Scored) => normalisedScore(score, card) ?? Number.POSITIVE_INFINITY;
  const merit = ({ card, score }: Scored) =>
    card.goal === 'maximize' ? score.value : -score.value;
  return scored
    .map((one) => ({ one, keys: [way(one), merit(one)] as const }))
    .sort(({ keys: [a, b] }, { keys: [c, d] }) => (a === c ? b - d : a - c))
    .map(({ one }) => one);
}

function scoreRow({ card, score }: Scored): readonly Cell[] {
  const { value, ceiling, interval, floor } = score;
  const { label, goal } = card;
  const place = placeOf(score, card);
  const hint =
    goal === 'minimize' ? html`${label} <span class="sub">(less is better)</span>` : label;
  return [
    hint,
    number(value),
    number(ceiling),
    {
      shown: interval === null ? '–' : `${writeScore(interval[0])} to ${writeScore(interval[1])}`,
      order: interval?.[0] ?? null,
    },
    number(floor),
    {
      shown:
        place === null
          ? '–'
          : html`<span class="metered">${scoreMeter(place)}<span>${writeWay(place.at)}</span></span>`,
      order: place?.at ?? null,
    },
    insideMark(score, goal),
  ];
}

function number(value: number | null): Cell {
  return { shown: writeScore(value), order: value };
}

function placeOf(score: Score, card: ScoreCard): Place | null {
  const at = normalisedScore(score, card);
  if (at === null) return null;
  const { interval } = score;
  const on = (value: number) => normalisedScore({ ...score, value }, card) ?? 0;
  return { at, interval: interval === null ? null : [on(interval[0]), on(interval[1])] };
}

/** Whether the value lies where real data would, and on which side if not. */
function insideMark(score: Score, goal: ScoreCard['goal']): Cell {
  const inside = isInsideCeiling(score);
  if (inside === null || score.interval === null) return { shown: '–', order: null };
  if (inside && isBlind(score)) return { shown: 'cannot tell', order: 0.5 };
  if (inside) return { shown: html`<span class="ok">✓ yes</span>`, order: 1 };
  const side = score.value < score.interval[0] ? 'below' : 'above';
  const isWorse = (side === 'below') === (goal === 'maximize');
  const shown = isWorse ? html`<span class="no">✕ no, ${side}</span>` : `no, ${side}`;
  return { shown, order: 0 };
}
