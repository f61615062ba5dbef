import { silentProgress } from '../../engine/core/progress.ts';
import type { ReportChapter } from '../../engine/core/report-chapters.ts';
import { evaluate } from '../../evaluators/report/evaluate.ts';
import type { ReportData, ReportFacts } from '../../evaluators/report/report-data.ts';
import { fixtureDatabase } from './report-fixture.ts';

/** Facts of a run that never was. */
export const FIXTURE_FACTS: ReportFacts = {
  entwine: '0.1.0',
  scenario: 'fixture',
  seed: 42,
  engine: 'trees',
  timings: { ingest: 3.2, train: 41.3, generate: 8.8 },
  integrity: { orphans: 0, duplicateKeys: 0, orderViolations: 0, linksOutsideWindow: 0 },
  integrityBreakdown: { 'events → processes: orphans': 0, 'flows: duplicate keys': 0 },
  gates: [
    { metric: 'overall.accuracy', atLeast: 0.5 },
    { metric: 'links.lagAccuracy', atLeast: 0.99 },
  ],
};

/** The judgement over two made-up databases. */
export async function fixtureReport(
  subjects: number,
  facts: ReportFacts = FIXTURE_FACTS,
  chapters: readonly ReportChapter[] = [],
): Promise<ReportData> {
  const original = fixtureDatabase({ seed: 1, subjects, drift: 0 });
  return evaluate({
    original: { ...original, part: (key) => (key % 5 === 0 ? 'holdout' : 'training') },
    synthetic: fixtureDatabase({ seed: 2, subjects, drift: 0.5 }),
    facts,
    progress: silentProgress,
    chapters,
  });
}
