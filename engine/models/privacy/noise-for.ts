import { ScenarioError } from '../../core/errors.ts';
import type { PrivacyBudget } from '../sequence-model.ts';
import { composeSteps, epsilonOf } from './renyi-accountant.ts';

/** What the noise has to suffice for. */
export interface NoiseTask extends PrivacyBudget {
  readonly samplingRate: number;
  /** Steps of all networks together. */
  readonly steps: number;
}

const MOST_NOISE = 1e6;
/** Relative width at which the search ends. */
const CLOSE = 1e-6;

/**
 * The least noise multiplier that keeps so many steps within a budget, to six digits; what is
 * spent with it is never above the budget.
 *
 * @throws ScenarioError for a budget that no noise keeps
 */
export function noiseFor(task: NoiseTask): number {
  if (task.steps === 0 || task.samplingRate === 0) return 0;
  const epsilonAt = (noiseMultiplier: number) =>
    epsilonOf(composeSteps([{ ...task, noiseMultiplier }]), task.delta).epsilon;
  let high = 1;
  while (epsilonAt(high) > task.epsilon) {
    high *= 2;
    if (high > MOST_NOISE) throw tooSmall(task);
  }
  let low = high / 2;
  while (low > CLOSE && epsilonAt(low) <= task.epsilon) [low, high] = [low / 2, low];
  while (high - low > CLOSE * high) {
    const middle = (low + high) / 2;
    if (epsilonAt(middle) <= task.epsilon) high = middle;
    else low = middle;
  }
  return high;
}

function tooSmall({ epsilon, delta, steps }: NoiseTask): ScenarioError {
  return new ScenarioError(
    `model.privacy: no noise keeps ${steps} steps within: epsilon ${epsilon} at delta ${delta}; use a larger epsilon or fewer epochs`,
    { epsilon, delta, steps },
  );
}
