import type { Random } from '../../engine/core/random.ts';
import type { KeyedFrame } from '../embeddings/equal-samples.ts';
import { type Judged, judged } from '../metric.ts';
import { type AccuracyMeans, NO_MEANS } from '../pairs/accuracy-means.ts';
import { compareEmbeddings } from '../similarity/compare-embeddings.ts';
import {
  framePlainParts,
  type PlainAccuracy,
  type PlainFrames,
  type PlainOptions,
  type PlainParts,
  plainAccuracy,
} from './judge-plain-tables.ts';
import type { SubjectFrames } from './subject-frames.ts';

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
  const embeddings = comparePlain(frames.value, options.random.split('embeddings'));
  const report = describePlain(frames.value, accuracy);
  return {
    ...report,
    similarity: figuresOf(embeddings.similarity, SIMILARITY),
    distances: figuresOf(embeddings.distances, DISTANCES),
    notes: [
      ...report.notes,
      ...embeddings.notes,
      ...refusal('similarity', embeddings.similarity),
      ...refusal('distances', embeddings.distances),
    ],
  };
}

const SIMILARITY = ['cosineTraining', 'cosineHoldout', 'aucTraining', 'aucHoldout'] as const;
const DISTANCES = [
  'ims',
  'dcr',
  'dcrShare',
  'nndr',
  'imsHoldout',
  'dcrHoldout',
  'nndrHoldout',
  'imsTrainingHoldout',
  'dcrTrainingHoldout',
  'nndrTrainingHoldout',
] as const;

/** Embeddings of all rows; of sequences, the subject's number of rows is a column of its own. */
function comparePlain({ setup, training, holdout, synthetic }: PlainFrames, random: Random) {
  const keyed = ({ rows, subject }: SubjectFrames): KeyedFrame =>
    setup === '1:1' ? { frame: rows } : { frame: rows, subject };
  return compareEmbeddings(
    {
      training: keyed(training),
      holdout: holdout === null ? null : keyed(holdout),
      synthetic: keyed(synthetic),
    },
    { random },
  );
}

function figuresOf<Name extends string>(
  figures: Judged<Readonly<Record<Name, number | null>>>,
  names: readonly Name[],
): Readonly<Record<string, number | null>> {
  const entries = names.map((name) => [name, figures.ok ? round7(figures.value[name]) : null]);
  return Object.fromEntries(entries);
}

function refusal(name: string, outcome: Judged<unknown>): readonly string[] {
  return outcome.ok ? [] : [`${name} is null: ${outcome.reason}`];
}

function round7(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1e7) / 1e7;
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

/** Accuracies to 7 decimals, without what the embeddings say. */
function describePlain(
  frames: PlainFrames,
  judged: PlainAccuracy,
): Omit<PlainReport, 'similarity' | 'distances'> {
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
  return {
    overall: round7(means.overall),
    univariate: round7(means.univariate),
    bivariate: round7(means.bivariate),
    trivariate: round7(means.trivariate),
    coherence: round7(means.coherence),
  };
}
