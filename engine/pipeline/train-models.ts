import { defined } from '../core/invariant.ts';
import { isNetworkFamily } from '../core/model-family.ts';
import type { Progress } from '../core/progress.ts';
import type { CodeSpace, RecordCodes } from '../models/code-space.ts';
import { chooseFamilies, type FamilyChoices } from '../models/families.ts';
import { trainModel } from '../models/mixed-model.ts';
import type { TableSize } from '../models/pick-family.ts';
import { familiesByRecord } from '../models/record-families.ts';
import type {
  NetworkOptions,
  PrivacyBudget,
  SequenceModel,
  TrainingAccount,
} from '../models/sequence-model.ts';
import type { GenerationLayout } from '../sequences/generation-layout.ts';
import type { DatabaseStore } from '../sequences/table-store.ts';
import type { checkedOptions, TrainingNetwork } from './training-options.ts';

/** What models learn from, and how. */
export interface ModelTask {
  readonly layout: GenerationLayout;
  readonly database: DatabaseStore;
  readonly space: CodeSpace;
  readonly codes: readonly RecordCodes[];
  readonly options: ReturnType<typeof checkedOptions>;
  /** What networks may spend, null without differential privacy. */
  readonly budget: PrivacyBudget | null;
  /** Opened for networks of any sort, once. */
  readonly openNetwork: () => Promise<TrainingNetwork>;
  readonly progress: Progress;
}

/** A trained model, and how it came to be. */
export interface TrainedModels {
  readonly model: SequenceModel;
  /** The name under which the model is opened again. */
  readonly family: string;
  readonly families: FamilyChoices;
  /** Null where no family trains a network. */
  readonly network: NetworkOutcome | null;
}

/** How networks trained. */
export interface NetworkOutcome {
  readonly account: TrainingAccount;
  readonly engineReason: string;
}

const STEPS = 1000;

/**
 * Chooses a family for each table and trains it, a network on the engine that is opened for it.
 *
 * @throws ScenarioError for a family that cannot be trained as the options ask
 */
export async function trainModels(task: ModelTask): Promise<TrainedModels> {
  const { layout, space, codes, options, budget, progress } = task;
  const sizes = sizesOf(task);
  const choices = { wanted: options.family, isPrivate: budget !== null, tables: sizes };
  const families = chooseFamilies(choices);
  const opened = await openNetwork(families, task);

  progress.start('train', STEPS, 'steps');
  const { seed, leastRows, k: leastSubjects, workers } = options;
  const onProgress = inSteps(progress);
  const { family, model } = await trainModel({
    ...{ space, data: codes },
    families: familiesByRecord(space, { choices: families, sizes, scopes: layout.scopes }),
    options: {
      ...{ seed, leastRows, leastSubjects, workers, onProgress },
      ...(opened === null ? {} : { network: opened.options }),
    },
  });
  progress.finish();

  return { model, family, families, network: opened?.outcome() ?? null };
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
function sizesOf({ layout, database, space }: ModelTask): Readonly<Record<string, TableSize>> {
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
  families: FamilyChoices,
  { options, budget, openNetwork: open }: ModelTask,
): Promise<{ readonly options: NetworkOptions; outcome(): NetworkOutcome } | null> {
  const family = Object.values(families).find((one) => isNetworkFamily(one.family))?.family;
  if (family === undefined) return null;
  const network = await open();
  let account: TrainingAccount | null = null;
  const onAccount: NetworkOptions['onAccount'] = (one) => {
    account = one;
  };
  const spend = { privacy: budget, noise: options.privacy?.noise.split('networks') ?? null };
  return {
    options: { ...network, ...spend, onAccount },
    outcome: () => ({
      account: defined(account, `${family} tells how it trained`),
      engineReason: network.engineReason,
    }),
  };
}
