import type { TableFigure } from '../findings.ts';
import type { Detection } from './aggregate-detection.ts';
import type { TwoSampleResult } from './two-sample-test.ts';

const SIGNIFICANT = 0.05;

export const VERDICTS = ['told apart', 'not told apart', 'closer than chance'] as const;

/** What the two one-sided tests say. */
export type Verdict = (typeof VERDICTS)[number];

/** Told apart, or guessed so badly that the side may be a copy, each at 5 %. */
export function verdictOf({ pDetected, pCopied }: TwoSampleResult): Verdict {
  if (pDetected < SIGNIFICANT) return 'told apart';
  return pCopied < SIGNIFICANT ? 'closer than chance' : 'not told apart';
}

/** How well each parent table's rows were told apart. */
export function detectionTable(detections: readonly Detection[]): TableFigure {
  return {
    kind: 'table',
    title: 'Rows told apart with what hangs on them',
    subtitle:
      'boosted trees guess the side of each row of a parent table, subjects held out whole; 0.5 is ' +
      'chance; with rows held out one by one subjects’ own habits add to it',
    head: [
      ...['table', 'rows a side', 'features', 'accuracy', 'standard error', 'AUC'],
      ...['real halves', 'columns shuffled', 'accuracy by rows', 'verdict'],
    ],
    rows: detections.map(({ table, result, byRows, score }) => {
      if (!result.ok || !score.ok) return [table, ...Array(8).fill(null), 'not computable'];
      const { rows, features, accuracy, error, auc } = result.value;
      const { ceiling, floor } = score.value;
      const alone = byRows.ok ? byRows.value.accuracy : null;
      const verdict = verdictOf(result.value);
      return [table, rows, features, accuracy, error, auc, ceiling, floor, alone, verdict];
    }),
  };
}
