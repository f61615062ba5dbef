import { ScenarioError } from '../core/errors.ts';
import { defined } from '../core/invariant.ts';
import type { Progress } from '../core/progress.ts';
import {
  type PrivacyRecord,
  recordPrivacy,
  splitBudget,
  type ValuesSpent,
} from '../models/privacy/split-budget.ts';
import type { PrivacyBudget, SequenceModel } from '../models/sequence-model.ts';
import { StoryEncoder } from '../sampler/encode-story.ts';
import { learnStory } from '../sampler/learn-story.ts';
import type { Story } from '../sampler/story.ts';
import type { DatabaseSchema } from '../schema/database-schema.ts';
import { type GenerationLayout, layoutOf } from '../sequences/generation-layout.ts';
import { type DatabaseStore, loadTables, loadUpTo } from '../sequences/table-store.ts';
import type { TableReader } from './ports.ts';
import { trainLanguages, withLanguages } from './train-languages.ts';
import { type NetworkOutcome, trainModels } from './train-models.ts';
import { checkedOptions, type TrainingNetwork, type TrainingOptions } from './training-options.ts';
import { networkRecord, type SampleRecord, type TrainingRecord } from './training-record.ts';
import { sampleSubjects } from './training-sample.ts';

/** What `trainGenerator` reads. */
export interface TrainingInput {
  /** Training subjects only, rows by (subject_key, time, primary key); reference tables by key. */
  readonly reader: TableReader;
  readonly options: TrainingOptions;
  readonly progress: Progress;
}

/** A trained generator, independent of the data it came from. */
export interface Generator {
  readonly schema: DatabaseSchema;
  readonly layout: GenerationLayout;
  readonly record: TrainingRecord;
  readonly story: Story;
  readonly model: SequenceModel;
}

/**
 * Learns a generator from the training subjects.
 *
 * @throws SchemaError if the schema has not exactly one subject table
 * @throws DataError if rows are out of order or name rows that are not there
 * @throws ScenarioError for options that cannot be, alone or together
 */
export async function trainGenerator(input: TrainingInput): Promise<Generator> {
  const { reader, progress } = input;
  const { schema } = reader;
  const options = checkedOptions(input.options);
  const { privacy } = options;
  const budget = privacy === null ? null : splitBudget(privacy.budget);
  const layout = layoutOf(schema);

  const { database, sample } = await loadTraining(layout, input, options.maxRows);

  progress.start('analyze and encode', database.subjects, 'subjects');
  const { seed, k, leastRows, publicValues, encoders } = options;
  const valuePrivacy = privacy && budget && { ...budget.values, random: privacy.noise };
  const learned = learnStory(layout, database, {
    ...{ seed, k, publicValues, encoders },
    ...(valuePrivacy === null ? {} : { valuePrivacy }),
  });
  const codes = new StoryEncoder(layout, learned, database).encode(progress.advance);
  progress.finish();

  const openNetwork = networkOf(options);
  const own = { database, options, openNetwork, progress };
  const texts = await trainLanguages({ ...own, story: learned.story });
  const { activities, valuesSpent } = learned;
  const { model, family, families, ...models } = await trainModels({
    ...{ ...own, layout, space: learned.story.space, codes },
    budget: budget?.training ?? null,
  });
  const network = await withLanguages(models.network, texts, openNetwork);
  if (network !== null) options.onAccount?.(network.account);

  const record: TrainingRecord = {
    ...{ seed, k, leastRows, family, families, ...rowsOf(database) },
    lostLinks: activities.reduce((sum, one) => sum + one.lostLinks, 0),
    texts: texts.texts,
    ...(network === null ? {} : { network: networkRecord(network) }),
    ...(privacy === null ? {} : { privacy: spentOf(privacy.budget, valuesSpent, network) }),
    ...(sample === null ? {} : { sample }),
  };
  return { schema, layout, record, story: texts.story, model };
}

/** Opens what networks need at the first call. */
function networkOf({ openNetwork: open }: TrainingOptions): () => Promise<TrainingNetwork> {
  let opened: Promise<TrainingNetwork> | undefined;
  return () => {
    if (open === undefined) {
      throw new ScenarioError('model: no engine to train a network on: none; give one');
    }
    opened ??= open();
    return opened;
  };
}

function rowsOf({ subjects, tables }: DatabaseStore) {
  return { subjects, rows: Object.fromEntries([...tables].map(([name, one]) => [name, one.rows])) };
}

/** What was spent of a budget: that nothing is said to be private which was not made so. */
function spentOf(
  budget: PrivacyBudget,
  valuesSpent: ValuesSpent | null,
  network: NetworkOutcome | null,
): PrivacyRecord {
  const values = defined(valuesSpent, 'values say what of the privacy budget they spent');
  const training = network?.account.privacy;
  return recordPrivacy(
    budget,
    values,
    defined(training ?? undefined, 'networks say what of the privacy budget they spent'),
  );
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
