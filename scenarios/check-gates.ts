import { REPORT_CHAPTERS, type ReportChapter } from '../engine/core/report-chapters.ts';
import { suggestion } from './explain-issue.ts';
import type { ScenarioDraft } from './scenario.ts';
import type { ScenarioPath, ScenarioProblem } from './scenario-problem.ts';

type Report = ScenarioDraft['report'];
type Gate = Report['gates'][number];

/** First words of the places in report.json that a gate can look at. */
const GATED_PARTS: readonly string[] = [
  'overall',
  'rows',
  'tables',
  'links',
  'integrity',
  'domainRules',
  'utility',
  'privacy',
  'detections',
  'training',
  'scores',
];

/** Which chapter writes a place of report.json, besides `scores.<chapter>`. */
const WRITTEN_BY: readonly (readonly [place: RegExp, chapter: ReportChapter])[] = [
  [/^domainRules\./, 'rules'],
  [/^utility\./, 'utility'],
  [/^privacy\./, 'privacy'],
  [/^detections\./, 'detections'],
  [/^training\./, 'training'],
  [/^links\.relink\./, 'relink'],
  [/^tables\.[^.]+\.(similarity|distances)\./, 'similarity'],
];

/** Chapters named twice, and gates that could never pass. */
export function reportProblems(report: Report | undefined): readonly ScenarioProblem[] {
  if (report === undefined) return [];
  return [
    ...doubledChapters(report),
    ...report.gates.flatMap((gate, index) => gateProblems(gate, index, report.chapters)),
  ];
}

function doubledChapters({ chapters }: Report): readonly ScenarioProblem[] {
  return chapters.flatMap((value, index) => {
    if (chapters.indexOf(value) === index) return [];
    const path = ['report', 'chapters', index];
    return [{ path, what: 'a chapter that stands twice', value, remedy: 'name it once' }];
  });
}

function gateProblems(
  { metric, atLeast, atMost }: Gate,
  index: number,
  chapters: readonly ReportChapter[],
): readonly ScenarioProblem[] {
  const path = ['report', 'gates', index];
  const problem = metricProblem(metric, [...path, 'metric'], chapters);
  const problems = problem === null ? [] : [problem];
  if (atLeast === undefined || atMost === undefined || atLeast <= atMost) return problems;
  const what = 'a gate that nothing passes: atLeast is above atMost';
  const remedy = 'give it an atLeast up to its atMost';
  return [...problems, { path, what, value: { atLeast, atMost }, remedy }];
}

function metricProblem(
  metric: string,
  path: ScenarioPath,
  chapters: readonly ReportChapter[],
): ScenarioProblem | null {
  const [part = '', second = ''] = metric.split('.');
  if (!GATED_PARTS.includes(part)) {
    const remedy = `${suggestion(part, GATED_PARTS)}start with one of ${GATED_PARTS.join(', ')}`;
    return { path, what: 'no part of the report', value: metric, remedy };
  }
  if (second === '') {
    const remedy = 'name a figure in it, as in overall.accuracy';
    return { path, what: 'no figure of the report', value: metric, remedy };
  }
  const chapter = part === 'scores' ? second : writerOf(metric);
  if (chapter === null) return null;
  const known = REPORT_CHAPTERS.find((one) => one === chapter);
  if (known === undefined) {
    const remedy = `${suggestion(chapter, REPORT_CHAPTERS)}use one of ${REPORT_CHAPTERS.join(', ')}`;
    return { path, what: 'no chapter of the report', value: metric, remedy };
  }
  if (chapters.includes(known)) return null;
  const remedy = `add ${known} to report.chapters, or remove the gate`;
  return { path, what: 'a figure of a chapter that is left out', value: metric, remedy };
}

function writerOf(metric: string): ReportChapter | null {
  return WRITTEN_BY.find(([place]) => place.test(`${metric}.`))?.[1] ?? null;
}
