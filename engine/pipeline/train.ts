import type { EncoderForm } from '../core/encoder-form.ts';
import { ScenarioError } from '../core/errors.ts';
import { MODEL_FAMILIES, type ModelFamily } from '../core/model-family.ts';
import type { Progress } from '../core/progress.ts';
import { chooseFamily, familyNamed } from '../models/families.ts';
import type { SequenceModel } from '../models/sequence-model.ts';
import { StoryEncoder } from '../sampler/encode-story.ts';
import { learnStory } from '../sampler/learn-story.ts';
import type { Story } from '../sampler/story.ts';
import type { DatabaseSchema } from '../schema/database-schema.ts';
import { type GenerationLayout, layoutOf } from '../sequences/generation-layout.ts';
import { type DatabaseStore, loadTables, loadUpTo } from '../sequences/table-store.ts';
import type { TableReader } from './ports.ts';
import { sampleSubjects } from './training-sample.ts';

/** How to train. */
export interface TrainingOptions {
  readonly seed: number;
  /** A value leaves only if at least k subjects share it; default 5. */
  readonly k?: number;
  /** Default `auto`, which is the one that was measured as best. */
  readonly family?: ModelFamily;
  /** Values that are no secret, by column kind or by `table.column`, beside the built-in lists. */
  readonly publicValues?: Readonly<Record<string, readonly string[]>>;
  /** Rows that a law needs before it is believed; default 10. */
  readonly leastRows?: number;
  /** By `table.column`: how its values are coded, where the choice by the data is wrong. */
  readonly encoders?: Readonly<Record<string, EncoderForm>>;
  /** Rows of subjects that are learned from at most, in whole subjects; default 2,000,000. */
  readonly maxRows?: number;
  /** Threads, default 1; they never change the generator. */
  readonly workers?: number;
}

/** What `trainGenerator` reads. */
export interface TrainingInput {
  /** Training subjects only, rows by (subject_key, time, primary key); reference tables by key. */
  readonly reader: TableReader;
  readonly options: TrainingOptions;
  readonly progress: Progress;
}

/** What stood for captures that are not read again. */
export interface ReplayRecord {
  /** SHA-256 of the older generator's `generator.json`. */
  readonly digest: string;
  /** Subjects drawn from it. */
  readonly subjects: number;
}

/** What was learned from where the training data were too many to hold. */
export interface SampleRecord {
  /** Share of the rows that was kept, in whole subjects. */
  readonly share: number;
  readonly subjects: number;
  readonly rows: number;
}

/** How a generator came to be. */
export interface TrainingRecord {
  readonly seed: number;
  readonly k: number;
  readonly family: string;
  /** Why it was this family. */
  readonly familyReason: string;
  readonly leastRows: number;
  readonly subjects: number;
  readonly rows: Readonly<Record<string, number>>;
  /** Links whose component was too large or too rare a form, so that they are not generated. */
  readonly lostLinks: number;
  /** Absent where all rows were learned from. */
  readonly sample?: SampleRecord;
  /** The older generator that it learned on from, absent without one. */
  readonly replayed?: ReplayRecord;
}

/** A trained generator, independent of the data it came from. */
export interface Generator {
  readonly schema: DatabaseSchema;
  readonly layout: GenerationLayout;
  readonly record: TrainingRecord;
  readonly story: Story;
  readonly model: SequenceModel;
}

const STEPS = 1000;
const MAX_ROWS = 2_000_000;

/**
 * Learns a generator from the training subjects.
 *
 * @throws SchemaError if the schema has not exactly one subject table
 * @throws DataError if rows are out of order or name rows that are not there
 */
export async function trainGenerator(input: TrainingInput): Promise<Generator> {
  const { reader, options, progress } = input;
  const { schema } = reader;
  const settings = settingsOf(options);
  const layout = layoutOf(schema);

  const { database, sample } = await loadTraining(layout, input, settings.maxRows);

  progress.start('analyze and encode', database.subjects, 'subjects');
  const { seed, publicValues = {}, encoders = {} } = options;
  const learned = learnStory(layout, database, { seed, k: settings.k, publicValues, encoders });
  const codes = new StoryEncoder(layout, learned, database).encode(progress.advance);
  progress.finish();

  progress.start('train', STEPS, 'steps');
  let done = 0;
  const onProgress = (share: number) => {
    const now = Math.floor(share * STEPS);
    if (now > done) progress.advance(now - done);
    done = Math.max(done, now);
  };
  const { k, leastRows, family: familyName, familyReason } = settings;
  const workers = options.workers ?? 1;
  const modelOptions = {
    seed,
    leastRows,
    leastSubjects: k,
    workers,
    onProgress,
  };
  const family = familyNamed(familyName);
  const model = await family.train(learned.story.space, codes, modelOptions);
  progress.finish();

  const rows = Object.fromEntries([...database.tables].map(([name, one]) => [name, one.rows]));
  const lostLinks = learned.activities.reduce((sum, one) => sum + one.lostLinks, 0);
  const record = {
    ...{ seed, k, leastRows, family: familyName, familyReason },
    ...{ subjects: database.subjects, rows, lostLinks },
    ...(sample === null ? {} : { sample }),
  };
  return { schema, layout, record, story: learned.story, model };
}

/** All rows where they can be held; else whole subjects, chosen in a second reading. */
async function loadTraining(
  layout: GenerationLayout,
  { reader, options, progress }: TrainingInput,
  maxRows: number,
): Promise<{ readonly database: DatabaseStore; readonly sample: SampleRecord | null }> {
  const { advance } = progress;
  progress.start('read', null, 'rows');
  const whole = await loadUpTo(layout, reader.rows, { advance, maxRows });
  progress.finish();
  if (whole !== null) return { database: whole, sample: null };

  progress.start('read a sample', null, 'rows');
  const { reader: sampled, ...sample } = await sampleSubjects(reader, {
    maxRows,
    seed: options.seed,
  });
  // NOTE: a single subject may be larger than the bound; then it is learned from all the same.
  const database = await loadTables(layout, sampled.rows, advance);
  progress.finish();
  return { database, sample };
}

function settingsOf(options: TrainingOptions) {
  const { family = 'auto', k = 5, leastRows = 10, maxRows = MAX_ROWS } = options;
  if (!MODEL_FAMILIES.includes(family)) {
    throw new ScenarioError(
      `model.family: no such family: ${family}; use one of ${MODEL_FAMILIES.join(', ')}`,
    );
  }
  if (!Number.isInteger(k) || k < 1) {
    throw new ScenarioError(`model.k: not a whole number of subjects: ${k}; use 1 or more`);
  }
  if (!Number.isInteger(leastRows) || leastRows < 1) {
    throw new ScenarioError(`model.leaf: not a whole number of rows: ${leastRows}; use 1 or more`);
  }
  if (!Number.isInteger(maxRows) || maxRows < 1) {
    throw new ScenarioError(`model.maxRows: not a whole number of rows: ${maxRows}; use 1 or more`);
  }
  return { ...chooseFamily(family), k, leastRows, maxRows };
}
