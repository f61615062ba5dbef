import type { Chapter } from '../../findings.ts';
import { type Html, html } from '../html.ts';
import { writeScore, writeShare } from '../number-format.ts';
import type { ReportData, ScoreReport } from '../report-data.ts';
import { cardOf, member, noteOn, numberOf } from './chapter-values.ts';
import type { Headline } from './headline.ts';
import { privacyHeadline } from './privacy-headline.ts';
import { scoreMeter } from './score-meter.ts';
import { likenessState, stateMark } from './state.ts';
import { wayOf } from './way.ts';

/** Likeness, joins (or use), privacy. */
export function headlinesOf(data: ReportData): readonly Headline[] {
  return [likenessHeadline(data), joinHeadline(data), privacyHeadline(data)];
}

/** The figure as a card. */
export function headlineCard({ question, figure, state, reading, score }: Headline): Html {
  const place = score === null ? null : wayOf(score);
  const companions =
    score === null || score.ceiling === null
      ? ''
      : html`<span class="companions">${place === null ? '' : scoreMeter({ at: place, interval: null })} ceiling ${writeShare(score.ceiling)}${score.floor === null ? '' : `, floor ${writeShare(score.floor)}`}</span>`;
  return html`<section class="headline"><h2>${question}</h2><p class="figure"><b>${figure}</b>${stateMark(state)}</p>${companions}<p>${reading}</p></section>\n`;
}

function likenessHeadline({ overall, tables, notes }: ReportData): Headline {
  const question = 'Are the tables alike?';
  const floors = tables.map(({ floor }) => floor.overall).filter((floor) => floor !== null);
  const floor =
    floors.length === 0 ? null : floors.reduce((sum, one) => sum + one, 0) / floors.length;
  const reason = noteOn(notes, '.accuracy') ?? 'no table has subjects enough';
  const score = { value: overall.accuracy, ceiling: overall.ceiling, floor };
  return likenessCard({ question, score, reason, ignorance: 'shuffled columns' });
}

function joinHeadline(data: ReportData): Headline {
  const question = 'Do the joins hold?';
  const { links } = data;
  if (links !== null && links.joint.value !== null) {
    return likenessCard({
      question,
      score: links.joint,
      reason: '',
      ignorance: 'links dealt at will',
    });
  }
  const card = cardOf(data.chapters, 'relations', 'quality');
  if (card?.outcome.ok) {
    const score = card.outcome.value;
    return likenessCard({ question, score, reason: '', ignorance: 'keys drawn at will' });
  }
  const task = taskOf(data.chapters);
  if (task !== null) return utilityHeadline(task);
  const reason =
    (card === undefined || card.outcome.ok ? undefined : card.outcome.reason) ??
    noteOn(data.notes, 'links') ??
    'the report has neither links, nor relations, nor utility';
  return likenessCard({
    question,
    score: { value: null, ceiling: null, floor: null },
    reason,
    ignorance: '',
  });
}

interface LikenessOptions {
  readonly question: string;
  readonly score: ScoreReport;
  readonly reason: string;
  readonly ignorance: string;
}

function likenessCard({ question, score, reason, ignorance }: LikenessOptions): Headline {
  const { value, ceiling, floor } = score;
  if (value === null) {
    return {
      question,
      figure: '–',
      state: 'open',
      score: null,
      reading: `Not computed: ${reason}`,
    };
  }
  const state = likenessState(value, ceiling, floor);
  return {
    question,
    figure: writeShare(value),
    state,
    score,
    reading: likenessReading(score, ignorance),
  };
}

function likenessReading(score: ScoreReport, ignorance: string): string {
  const { value, ceiling } = score;
  if (value === null || ceiling === null) return 'What real data reach could not be measured.';
  if (value >= ceiling) return 'As alike as two samples of real data.';
  const place = wayOf(score);
  if (place === null) return `Real data reach ${writeShare(ceiling)}.`;
  if (place <= 0)
    return `No better than ${ignorance}; two samples of real data reach ${writeShare(ceiling)}.`;
  return `${(place * 100).toFixed(0)} % of the way from ${ignorance} to what two samples of real data reach.`;
}

interface Task {
  readonly name: string;
  readonly trtr: number;
  readonly tstr: number;
}

function utilityHeadline({ name, trtr, tstr }: Task): Headline {
  const loss = trtr - tstr;
  const state = loss <= 0.02 ? 'good' : loss <= 0.1 ? 'watch' : 'bad';
  return {
    question: 'Can models learn from them?',
    figure: writeScore(tstr),
    state,
    score: null,
    reading: `Task ${name}, learned from synthetic rows; learned from real ones ${writeScore(trtr)}.`,
  };
}

function taskOf(chapters: readonly Chapter[]): Task | null {
  const contracts = chapters.flatMap(({ contract }) => Object.entries(contract));
  for (const [place, value] of contracts) {
    const [trtr, tstr] = [numberOf(member(value, 'trtr')), numberOf(member(value, 'tstr'))];
    if (place.startsWith('utility.') && trtr !== null && tstr !== null) {
      return { name: place.slice('utility.'.length), trtr, tstr };
    }
  }
  return null;
}
