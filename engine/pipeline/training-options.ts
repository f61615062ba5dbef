import type { EncoderForm } from '../core/encoder-form.ts';
import { ScenarioError } from '../core/errors.ts';
import { MODEL_FAMILIES, type ModelFamily } from '../core/model-family.ts';
import type { Random } from '../core/random.ts';
import type { TextModel } from '../core/text-model.ts';
import type { NetworkOptions, PrivacyBudget, TrainingAccount } from '../models/sequence-model.ts';

/** How to train. */
export interface TrainingOptions {
  readonly seed: number;
  /** A value leaves only if at least k subjects share it; default 5. */
  readonly k?: number;
  /** Default `auto`, which is by table the one that was measured as best. */
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
  /** Default null: protection by k alone. */
  readonly privacy?: PrivateTraining | null;
  /** What texts are made of; default `auto`. */
  readonly text?: TextModel;
  /** Opens what a network needs; called once, and only where one is to be trained. */
  readonly openNetwork?: () => Promise<TrainingNetwork>;
  /** Told once how all networks trained, where there are any. */
  readonly onAccount?: (account: TrainingAccount) => void;
}

/** A privacy budget, and what its noise is drawn from. */
export interface PrivateTraining {
  readonly budget: PrivacyBudget;
  /** Secret: whoever knows the stream can take the noise away. It is written nowhere. */
  readonly noise: Random;
}

/** What a network needs of the outside. */
export interface TrainingNetwork extends Omit<NetworkOptions, 'privacy' | 'noise' | 'onAccount'> {
  /** Why it is this engine. */
  readonly engineReason: string;
}

const MAX_ROWS = 2_000_000;

/** The options with their defaults. @throws ScenarioError that names the key of the scenario */
export function checkedOptions(options: TrainingOptions) {
  const { family = 'auto', k = 5, leastRows = 10, maxRows = MAX_ROWS } = options;
  const { privacy = null, workers = 1, publicValues = {}, encoders = {}, text = 'auto' } = options;
  if (!MODEL_FAMILIES.includes(family)) {
    throw new ScenarioError(
      `model.family: no such family: ${family}; use one of ${MODEL_FAMILIES.join(', ')}`,
    );
  }
  checkCount('model.k', k, 'subjects');
  checkCount('model.leaf', leastRows, 'rows');
  checkCount('model.maxRows', maxRows, 'rows');
  if (privacy !== null && text === 'language') {
    throw new ScenarioError(
      `model.text: keeps no privacy budget: ${text}; use templates, or leave the budget out`,
    );
  }
  return {
    ...{ ...options, family, k, leastRows, maxRows, privacy, text },
    ...{ workers, publicValues, encoders },
  };
}

function checkCount(place: string, count: number, unit: string): void {
  if (Number.isInteger(count) && count >= 1) return;
  throw new ScenarioError(`${place}: not a whole number of ${unit}: ${count}; use 1 or more`);
}
