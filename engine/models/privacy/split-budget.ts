import { ScenarioError } from '../../core/errors.ts';
import type { PrivacyBudget, PrivacySpent } from '../sequence-model.ts';

/** Share of epsilon and of delta that protects values and bounds; networks have the rest. */
export const VALUE_SHARE = 0.2;

/** What values and networks may spend. */
export interface SplitBudget {
  readonly values: PrivacyBudget;
  readonly training: PrivacyBudget;
}

/** What protecting values has cost. */
export interface ValuesSpent extends PrivacyBudget {
  /** Histograms that the budget was divided among. */
  readonly histograms: number;
  /** Standard deviation of the noise in each count, in subjects. */
  readonly deviation: number;
  /** Noisy counts that a value must reach to be kept, in subjects. */
  readonly threshold: number;
}

/** What manifest and report say of a generator's differential privacy. */
export interface PrivacyRecord {
  readonly wanted: PrivacyBudget;
  readonly values: ValuesSpent;
  readonly training: PrivacySpent;
  /** Sums of both: basic composition. */
  readonly total: PrivacyBudget;
}

/**
 * Divides a budget.
 *
 * @throws ScenarioError for a budget that means nothing
 */
export function splitBudget({ epsilon, delta }: PrivacyBudget): SplitBudget {
  if (!(epsilon > 0 && Number.isFinite(epsilon))) {
    throw new ScenarioError(
      `model.privacy.epsilon: not above 0: ${epsilon}; use one of about 1 to 10`,
      { epsilon },
    );
  }
  if (!(delta > 0 && delta < 1)) {
    throw new ScenarioError(
      `model.privacy.delta: not between 0 and 1: ${delta}; use less than one in the number of subjects`,
      { delta },
    );
  }
  const values = { epsilon: VALUE_SHARE * epsilon, delta: VALUE_SHARE * delta };
  return { values, training: { epsilon: epsilon - values.epsilon, delta: delta - values.delta } };
}

/** Adds up what values and networks have spent. */
export function recordPrivacy(
  wanted: PrivacyBudget,
  values: ValuesSpent,
  training: PrivacySpent,
): PrivacyRecord {
  const total = {
    epsilon: values.epsilon + training.epsilon,
    delta: values.delta + training.delta,
  };
  return { wanted, values, training, total };
}
