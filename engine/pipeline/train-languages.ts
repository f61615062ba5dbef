import type { Progress } from '../core/progress.ts';
import {
  type LearnedLanguages,
  languageColumns,
  learnLanguages,
} from '../sampler/learn-languages.ts';
import type { Story } from '../sampler/story.ts';
import type { DatabaseStore } from '../sequences/table-store.ts';
import type { NetworkOutcome } from './train-models.ts';
import type { checkedOptions, TrainingNetwork } from './training-options.ts';

/** What languages of texts learn from, and how. */
export interface LanguageTraining {
  readonly story: Story;
  readonly database: DatabaseStore;
  readonly options: ReturnType<typeof checkedOptions>;
  readonly openNetwork: () => Promise<TrainingNetwork>;
  readonly progress: Progress;
}

/** Share of the minutes that languages may take; models have all of them besides. */
const SHARE = 0.25;

/** Teaches texts to be written where the options ask for it; else the story stays as it is. */
export async function trainLanguages(task: LanguageTraining): Promise<LearnedLanguages> {
  const { story, database, options, progress } = task;
  const columns = options.text === 'language' ? languageColumns(story, database) : 0;
  if (columns === 0) return { story, curve: [] };
  const { maxMinutes, ...network } = await task.openNetwork();
  progress.start('learn texts', columns, 'columns');
  const { k, seed } = options;
  const { advance } = progress;
  const own = { ...network, maxMinutes: SHARE * maxMinutes };
  const learned = await learnLanguages({ story, database, k, seed, network: own, advance });
  progress.finish();
  return learned;
}

/** How all networks trained: models, where they are some, and languages. */
export async function withLanguages(
  models: NetworkOutcome | null,
  { curve }: LearnedLanguages,
  openNetwork: () => Promise<TrainingNetwork>,
): Promise<NetworkOutcome | null> {
  if (curve.length === 0) return models;
  const { engine, threads, engineReason } = await openNetwork();
  const none = { engine: engine.name, threads, curve: [], stopped: {}, privacy: null };
  const account = models?.account ?? none;
  return { engineReason, account: { ...account, curve: [...account.curve, ...curve] } };
}
