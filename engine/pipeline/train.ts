import { ScenarioError } from '../core/errors.ts';
import { isNetworkFamily } from '../core/model-family.ts';
import type { Progress } from '../core/progress.ts';
import type { CodeSpace } from '../models/code-space.ts';
import { chooseFamilies, type FamilyChoices } from '../models/families.ts';
import { trainModel } from '../models/mixed-model.ts';
import type { TableSize } from '../models/pick-family.ts';
import { familiesByRecord } from '../models/record-families.ts';
import type { NetworkOptions, SequenceModel } from '../models/sequence-model.ts';
import { StoryEncoder } from '../sampler/encode-story.ts';
import { learnStory } from '../sampler/learn-story.ts';
import type { Story } from '../sampler/story.ts';
import type { DatabaseSchema } from '../schema/database-schema.ts';
import { type GenerationLayout, layoutOf } from '../sequences/generation-layout.ts';
import { type DatabaseStore, loadTables, loadUpTo } from '../sequences/table-store.ts';
import type { TableReader } from './ports.ts';
import { checkedOptions, type TrainingOptions } from './training-options.ts';
import {
  type NetworkRecord,
  networkRecord,
  type SampleRecord,
  type TrainingRecord,
} from './training-record.ts';
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

const STEPS = 1000;

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
  const layout = layoutOf(schema);

  const { database, sample } = await loadTraining(layout, input, options.maxRows);

  progress.start('analyze and encode', database.subjects, 'subjects');
  const { seed, k, leastRows, workers } = options;
  const learned = learnStory(layout, database, options);
  const codes = new StoryEncoder(layout, learned, database).encode(progress.advance);
  progress.finish();

  const { space } = learned.story;
  const sizes = sizesOf(layout, { space, database });
  const isPrivate = options.privacy !== null;
  const choices = chooseFamilies({ wanted: options.family, isPrivate, tables: sizes });
  const families = familiesByRecord(space, { choices, sizes, scopes: layout.scopes });
  const network = await openNetwork(choices, options);

  progress.start('train', STEPS, 'steps');
  const { family, model } = await trainModel({
    ...{ space, data: codes, families },
    options: {
      ...{ seed, leastRows, leastSubjects: k, workers },
      onProgress: inSteps(progress),
      ...(network === null ? {} : { network: network.options }),
    },
  });
  progress.finish();

  const rows = Object.fromEntries([...database.tables].map(([name, one]) => [name, one.rows]));
  const lostLinks = learned.activities.reduce((sum, one) => sum + one.lostLinks, 0);
  const account = network?.record() ?? null;
  const record: TrainingRecord = {
    ...{ seed, k, leastRows, family, families: choices },
    ...{ subjects: database.subjects, rows, lostLinks },
    ...(account === null ? {} : { network: account }),
    ...(sample === null ? {} : { sample }),
  };
  return { schema, layout, record, story: learned.story, model };
}

/** Tells steps of a share, each once, and the loss beside them. */
function inSteps(progress: Progress): (share: number, loss?: number) => void {
  let done = 0;
  return (share, loss) => {
    const steps = Math.max(0, Math.floor(share * STEPS) - done);
    done += steps;
    if (loss !== undefined) progress.advance(steps, `loss ${loss.toFixed(3)}`);
    else if (steps > 0) progress.advance(steps);
  };
}

/** By table that is learned: what its family is chosen by. */
function sizesOf(
  layout: GenerationLayout,
  { space, database }: { readonly space: CodeSpace; readonly database: DatabaseStore },
): Readonly<Record<string, TableSize>> {
  const { subjects } = database;
  const sizes = space.flatMap(({ name }) => {
    const role = layout.tables.get(name)?.table.role;
    const rows = database.tables.get(name)?.rows ?? 0;
    return role === undefined ? [] : [[name, { role, rows, subjects }] as const];
  });
  return Object.fromEntries(sizes);
}

/** What a network trains with, and what it says of it; null where no table's family has one. */
async function openNetwork(
  choices: FamilyChoices,
  { openNetwork: open, privacy = null }: TrainingOptions,
): Promise<{ readonly options: NetworkOptions; record(): NetworkRecord | null } | null> {
  const family = Object.values(choices).find((one) => isNetworkFamily(one.family))?.family;
  if (family === undefined) return null;
  if (open === undefined) {
    throw new ScenarioError(`model.family: no engine to train it on: ${family}; use trees`);
  }
  const { engineReason, ...outside } = await open();
  let record: NetworkRecord | null = null;
  const onAccount: NetworkOptions['onAccount'] = (account) => {
    record = networkRecord(account, engineReason);
    outside.onAccount(account);
  };
  return { options: { ...outside, privacy, onAccount }, record: () => record };
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
