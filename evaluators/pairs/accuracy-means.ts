import { meanOf } from '../metric.ts';
import type { SequenceLikeness } from '../sequences/coherence.ts';
import type { Likeness } from './distribution-accuracy.ts';
import { type FrameAccuracy, meanLikeness } from './table-accuracy.ts';

export const ACCURACY_PARTS = ['univariate', 'bivariate', 'trivariate', 'coherence'] as const;

export type AccuracyPart = (typeof ACCURACY_PARTS)[number];

/** Mean by part and over the parts that exist; null where a part has nothing to average. */
export type AccuracyMeans = Readonly<Record<AccuracyPart | 'overall', number | null>>;

/** Means of a table that could not be judged. */
export const NO_MEANS: AccuracyMeans = Object.freeze({
  overall: null,
  univariate: null,
  bivariate: null,
  trivariate: null,
  coherence: null,
});

/** The figures of one table: what was reached, and what noise alone would leave. */
export interface TableAccuracy {
  readonly accuracy: AccuracyMeans;
  readonly max: AccuracyMeans;
}

/**
 * Aggregates the likenesses of a table.
 *
 * @param sequence the sequence parts of coherence, empty for a flat table
 * @see docs/methods/quality-report.md, aggregates
 */
export function accuracyMeans(
  frame: FrameAccuracy,
  sequence: readonly SequenceLikeness[],
): TableAccuracy {
  const parts: Readonly<Record<AccuracyPart, Likeness | null>> = {
    univariate: meanLikeness(frame.univariate),
    bivariate: meanLikeness(frame.bivariate),
    trivariate: meanLikeness(frame.trivariate),
    coherence: coherenceOf(frame, sequence),
  };
  return { accuracy: meansOf(parts, 'value'), max: meansOf(parts, 'max') };
}

function coherenceOf(frame: FrameAccuracy, sequence: readonly SequenceLikeness[]): Likeness | null {
  if (sequence.length < 2) return null;
  const parts = [
    meanLikeness(frame.next),
    meanLikeness(sequence.map((one) => one.categoriesPerSequence)),
    meanLikeness(sequence.map((one) => one.sequencesPerCategory)),
  ];
  return meanLikeness(parts.filter((part) => part !== null));
}

function meansOf(
  parts: Readonly<Record<AccuracyPart, Likeness | null>>,
  side: 'value' | 'max',
): AccuracyMeans {
  const figureOf = (part: AccuracyPart) => parts[part]?.[side] ?? null;
  const present = ACCURACY_PARTS.map(figureOf).filter((value) => value !== null);
  return {
    univariate: figureOf('univariate'),
    bivariate: figureOf('bivariate'),
    trivariate: figureOf('trivariate'),
    coherence: figureOf('coherence'),
    overall: present.length === 0 ? null : meanOf(present, 'accuracy'),
  };
}
