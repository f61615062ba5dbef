import type { Chapter, Json, ScoreCard } from '../../findings.ts';
import { type Html, html } from '../html.ts';
import { writeScore, writeShare } from '../number-format.ts';
import type { ReportData, ScoreReport } from '../report-data.ts';
import { scoreMeter } from './score-meter.ts';
import { likenessState, type State, stateMark } from './state.ts';

/** AUC of the strongest membership attack from which one should look closer, and worry. */
export const WATCH_AUC = 0.55;
export const BAD_AUC = 0.6;

/** One of the three figures that matter. */
export interface Headline {
  readonly question: string;
  readonly figure: string;
  readonly state: State;
  /** One line in plain words, or why there is no figure. */
  readonly reading: string;
  readonly score: ScoreReport | null;
}

/** Likeness, joins (or use), privacy. */
export function headlinesOf(data: ReportData): readonly Headline[] {
  return [likenessHeadline(data), joinHeadline(data), privacyHeadline(data)];
}

/** The figure as a card. */
export function headlineCard({ question, figure, state, reading, score }: Headline): Html {
  const place = score === null ? null : placeOf(score);
  const companions =
    score === null || score.ceiling === null
      ? ''
      : html`<span class="companions">${place === null ? '' : scoreMeter({ at: place, interval: null })} ceiling ${writeShare(score.ceiling)}${score.floor === null ? '' : `, floor ${writeShare(score.floor)}`}</span>`;
  return html`<section class="headline"><h2>${question}</h2><p class="figure"><b>${figure}</b>${stateMark(state)}</p>${companions}<p>${reading}</p></section>\n`;
}

function placeOf({ value, ceiling, floor }: ScoreReport): number | null {
  if (value === null || ceiling === null || floor === null || ceiling <= floor) return null;
  return (value - floor) / (ceiling - floor);
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
  const place = placeOf(score);
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

function privacyHeadline(data: ReportData): Headline {
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
  const state = privacyState(auc, emitted ?? 0);
  if (auc === null) {
    return {
      question,
      figure: '–',
      state,
      score: null,
      reading: `Attack not computed: ${privacyReason(data)}. ${found}`,
    };
  }
  const reading = `Strongest membership attack, AUC; 0.5 is guessing, 1 finds everyone. ${found}`;
  return { question, figure: writeScore(auc), state, score: null, reading };
}

function privacyState(auc: number | null, emitted: number): State {
  if (emitted > 0) return 'bad';
  if (auc === null) return 'open';
  if (auc >= BAD_AUC) return 'bad';
  return auc >= WATCH_AUC ? 'watch' : 'good';
}

function privacyReason({ chapters, notes }: ReportData): string {
  const card = cardOf(chapters, 'privacy', 'membership');
  if (card !== undefined && !card.outcome.ok) return card.outcome.reason;
  return noteOn(notes, 'privacy') ?? 'the report has no chapter on privacy';
}

function cardOf(chapters: readonly Chapter[], chapter: string, id: string): ScoreCard | undefined {
  return chapters.find((one) => one.id === chapter)?.scores.find((card) => card.id === id);
}

/** A value that a chapter promises at a dotted place, as such or inside a shorter place. */
function contractAt(chapters: readonly Chapter[], place: string): Json | undefined {
  const [room = '', name = ''] = place.split('.');
  for (const { contract } of chapters) {
    const found = contract[place] ?? member(contract[room], name);
    if (found !== undefined) return found;
  }
  return undefined;
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

function member(holder: Json | undefined, name: string): Json | undefined {
  if (typeof holder !== 'object' || holder === null || Array.isArray(holder)) return undefined;
  return (holder as Readonly<Record<string, Json>>)[name];
}

/** A number as it is, or a score's value. */
function numberOf(value: Json | undefined): number | null {
  const figure = typeof value === 'number' ? value : member(value, 'value');
  return typeof figure === 'number' ? figure : null;
}

function noteOn(notes: readonly string[], word: string): string | undefined {
  return notes.find((note) => note.split(':')[0]?.includes(word));
}
