import type { Progress } from '../core/progress.ts';
import { chooseTextModel, type TextChoice } from '../models/language/choose-text-model.ts';
import type { CurvePoint } from '../models/sequence-model.ts';
import { learnLanguages, type TextColumn, textColumns } from '../sampler/learn-languages.ts';
import type { Story } from '../sampler/story.ts';
import type { DatabaseStore } from '../sequences/table-store.ts';
import type { NetworkOutcome } from './train-models.ts';
import type { checkedOptions, TrainingNetwork } from './training-options.ts';
import type { TextChoices } from './training-record.ts';

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

/** A story with its texts taught, and by `table.column` what makes them and why. */
export interface TrainedLanguages {
  readonly story: Story;
  readonly curve: readonly CurvePoint[];
  readonly texts: TextChoices;
}

/** Teaches texts to be written where that is chosen; else the story stays as it is. */
export async function trainLanguages(task: LanguageTraining): Promise<TrainedLanguages> {
  const { story, database, options, progress } = task;
  const all = textColumns(story, database);
  const choices = new Map(all.map((one) => [one, chooseText(one, options)]));
  const columns = all.filter((one) => choices.get(one)?.model === 'language');
  if (columns.length === 0) return { story, curve: [], texts: namedTexts(choices) };
  const { maxMinutes, ...network } = await task.openNetwork();
  progress.start('learn texts', columns.length, 'columns');
  const { k, seed } = options;
  const { advance } = progress;
  const own = { ...network, maxMinutes: SHARE * maxMinutes };
  const learned = await learnLanguages({ story, columns, k, seed, network: own, advance });
  progress.finish();
  for (const one of learned.poor) choices.set(one, TOO_LITTLE);
  return { story: learned.story, curve: learned.curve, texts: namedTexts(choices) };
}

const TOO_LITTLE: TextChoice = { model: 'templates', reason: 'too little to write is left' };
const BUDGET: TextChoice = { model: 'templates', reason: 'a privacy budget is kept' };
const NO_ENGINE: TextChoice = { model: 'templates', reason: 'no engine was given' };

/** What `auto` may not choose, it leaves to templates. */
function chooseText(
  { column }: TextColumn,
  { text, privacy, openNetwork }: LanguageTraining['options'],
): TextChoice {
  if (text === 'auto' && privacy !== null) return BUDGET;
  if (text === 'auto' && openNetwork === undefined) return NO_ENGINE;
  return chooseTextModel(text, column);
}

function namedTexts(choices: ReadonlyMap<TextColumn, TextChoice>): TextChoices {
  return Object.fromEntries(
    [...choices].map(([{ table, column }, choice]) => [`${table}.${column}`, choice]),
  );
}

/** How all networks trained: models, where they are some, and languages. */
export async function withLanguages(
  models: NetworkOutcome | null,
  { curve }: TrainedLanguages,
  openNetwork: () => Promise<TrainingNetwork>,
): Promise<NetworkOutcome | null> {
  if (curve.length === 0) return models;
  const { engine, threads, engineReason } = await openNetwork();
  const none = { engine: engine.name, threads, curve: [], stopped: {}, privacy: null };
  const account = models?.account ?? none;
  return { engineReason, account: { ...account, curve: [...account.curve, ...curve] } };
}
