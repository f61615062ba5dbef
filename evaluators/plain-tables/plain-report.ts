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
import { plainNotes } from './plain-notes.ts';
import type { SubjectFrames } from './subject-frames.ts';

/** What `evaluate-files` prints; names as in report.json of a run. */
export interface PlainReport {
  readonly setup: '1:1' | '1:N';
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
 * @throws DataError if a part lacks a column of the training part or a key, or a context has a key
 *   twice
 * @throws ScenarioError if a type is given for a column that the training part lacks
 */
export function judgePlainParts(parts: PlainParts, options: PlainOptions): PlainReport {
  const frames = framePlainParts(parts, options);
  const accuracy = judged(() => plainAccuracy(frames, options.random.split('accuracy')));
  const embeddings = accuracy.ok
    ? comparePlain(frames, options.random.split('embeddings'))
    : { similarity: accuracy, distances: accuracy, notes: [] };
  return {
    ...describeParts(frames),
    ...(accuracy.ok ? describeAccuracy(accuracy.value) : NO_ACCURACY),
    similarity: figuresOf(embeddings.similarity, SIMILARITY),
    distances: figuresOf(embeddings.distances, DISTANCES),
    notes: [
      ...plainNotes(parts, frames, WITH_HOLDOUT),
      ...embeddings.notes,
      ...refusal('accuracy', accuracy),
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

/** Figures that need a holdout. */
const WITH_HOLDOUT = [
  'ceiling',
  ...[...SIMILARITY, ...DISTANCES].filter(
    (name) => name.endsWith('Holdout') || name === 'dcrShare',
  ),
];

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

type AccuracyReport = Pick<PlainReport, 'accuracy' | 'max' | 'ceiling' | 'columns'>;

const NO_ACCURACY: AccuracyReport = {
  accuracy: NO_MEANS,
  max: NO_MEANS,
  ceiling: null,
  columns: {},
};

function describeParts({
  setup,
  training,
  holdout,
  synthetic,
}: PlainFrames): Pick<PlainReport, 'setup' | 'rows' | 'subjects'> {
  const parts = { training, ...(holdout === null ? {} : { holdout }), synthetic };
  const counts = (count: (part: SubjectFrames) => number) =>
    Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, count(part)]));
  return {
    setup,
    rows: counts(({ rows }) => rows.rows),
    subjects: counts(({ frame }) => frame.rows),
  };
}

/** Accuracies to 7 decimals. */
function describeAccuracy({ accuracy, max, ceiling, sets }: PlainAccuracy): AccuracyReport {
  return {
    accuracy: rounded(accuracy),
    max: rounded(max),
    ceiling: ceiling === null ? null : rounded(ceiling),
    columns: Object.fromEntries(
      sets.univariate.map(({ columns, value, max: bound }) => [
        (columns[0] ?? '').replace('tgt::', ''),
        { value, max: bound },
      ]),
    ),
  };
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
