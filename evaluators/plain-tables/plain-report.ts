import { judged } from '../metric.ts';
import { type AccuracyMeans, NO_MEANS } from '../pairs/accuracy-means.ts';
import {
  framePlainParts,
  type PlainAccuracy,
  type PlainFrames,
  type PlainOptions,
  type PlainParts,
  plainAccuracy,
} from './judge-plain-tables.ts';

/** What `evaluate-files` prints; names as in report.json of a run. */
export interface PlainReport {
  readonly setup: '1:1' | '1:N' | null;
  readonly rows: Readonly<Record<string, number>>;
  readonly subjects: Readonly<Record<string, number>>;
  readonly accuracy: AccuracyMeans;
  readonly max: AccuracyMeans;
  readonly ceiling: AccuracyMeans | null;
  readonly similarity: Readonly<Record<string, number | null>>;
  readonly distances: Readonly<Record<string, number | null>>;
  /** By column: accuracy and its noise bound. */
  readonly columns: Readonly<Record<string, { readonly value: number; readonly max: number }>>;
  readonly notes: readonly string[];
}

/**
 * Judges one table that no schema describes.
 *
 * A figure that the parts cannot carry is null, with the reason in `notes`.
 *
 * @throws DataError if a part lacks a column of the training part or a key
 */
export function judgePlainParts(parts: PlainParts, options: PlainOptions): PlainReport {
  const frames = judged(() => framePlainParts(parts, options));
  if (!frames.ok) return { ...NO_REPORT, notes: [frames.reason] };
  const accuracy = plainAccuracy(frames.value, options.random.split('accuracy'));
  return describePlain(frames.value, accuracy);
}

const NO_REPORT: PlainReport = {
  setup: null,
  rows: {},
  subjects: {},
  accuracy: NO_MEANS,
  max: NO_MEANS,
  ceiling: null,
  similarity: {},
  distances: {},
  columns: {},
  notes: [],
};

/** Accuracies to 7 decimals. */
function describePlain(frames: PlainFrames, judged: PlainAccuracy): PlainReport {
  const { training, holdout, synthetic } = frames;
  const parts = { training, ...(holdout === null ? {} : { holdout }), synthetic };
  const counts = (count: (part: typeof training) => number) =>
    Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, count(part)]));
  return {
    setup: frames.setup,
    rows: counts(({ rows }) => rows.rows),
    subjects: counts(({ frame }) => frame.rows),
    accuracy: rounded(judged.accuracy),
    max: rounded(judged.max),
    ceiling: judged.ceiling === null ? null : rounded(judged.ceiling),
    similarity: {},
    distances: {},
    columns: Object.fromEntries(
      judged.sets.univariate.map(({ columns, value, max }) => [
        (columns[0] ?? '').replace('tgt::', ''),
        { value, max },
      ]),
    ),
    notes: textNotes(parts),
  };
}

/** Says which columns each part's text rule replaced: the parts may disagree. */
function textNotes(
  parts: Readonly<Record<string, { readonly textColumns: readonly string[] }>>,
): readonly string[] {
  return Object.entries(parts)
    .filter(([, { textColumns }]) => textColumns.length > 0)
    .map(
      ([part, { textColumns }]) =>
        `${part}: ${textColumns.join(', ')} judged by one drawn word piece a cell, as over 5 % ` +
        'of the values occur once',
    );
}

function rounded(means: AccuracyMeans): AccuracyMeans {
  const round = (value: number | null) => (value === null ? null : Math.round(value * 1e7) / 1e7);
  return {
    overall: round(means.overall),
    univariate: round(means.univariate),
    bivariate: round(means.bivariate),
    trivariate: round(means.trivariate),
    coherence: round(means.coherence),
  };
}
