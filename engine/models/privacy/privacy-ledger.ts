import { invariant } from '../../core/invariant.ts';
import type { PrivacyBudget, PrivacySpent } from '../sequence-model.ts';
import { noiseFor } from './noise-for.ts';
import { composeSteps, epsilonOf } from './renyi-accountant.ts';

/** How networks are trained within a budget: the same noise and the same chance in each step. */
export interface PrivacyPlan {
  readonly budget: PrivacyBudget;
  readonly noiseMultiplier: number;
  /** Largest norm of what a subject adds to a step. */
  readonly clipNorm: number;
  readonly samplingRate: number;
  /** Steps of all networks together that the budget allows. */
  readonly steps: number;
}

/**
 * Finds the noise with which so many steps keep within a budget.
 *
 * Several networks share it: each step of each network counts as one, as divergences add up.
 *
 * @throws ScenarioError for a budget that no noise keeps
 */
export function planPrivacy(wanted: Omit<PrivacyPlan, 'noiseMultiplier'>): PrivacyPlan {
  const { budget, samplingRate, steps } = wanted;
  return { ...wanted, noiseMultiplier: noiseFor({ ...budget, samplingRate, steps }) };
}

/** Counts the steps that networks take, and says what was spent. */
export class PrivacyLedger {
  readonly plan: PrivacyPlan;
  #taken: number;

  /** @param taken steps that were taken before training was resumed */
  constructor(plan: PrivacyPlan, taken = 0) {
    this.plan = plan;
    this.#taken = taken;
  }

  /** Steps so far, of all networks. */
  get taken(): number {
    return this.#taken;
  }

  /** True as long as one more step is paid for. */
  get isOpen(): boolean {
    return this.#taken < this.plan.steps;
  }

  /** Charges a step, before it is taken. */
  charge(): void {
    invariant(this.isOpen, `privacy: more steps than planned: ${this.plan.steps}`);
    this.#taken += 1;
  }

  /** What the steps so far cost: no more than the budget, less where training ended early. */
  spent(): PrivacySpent {
    const { budget, noiseMultiplier, clipNorm, samplingRate } = this.plan;
    const curve = composeSteps([{ noiseMultiplier, samplingRate, steps: this.#taken }]);
    const { epsilon } = epsilonOf(curve, budget.delta);
    const steps = this.#taken;
    return { epsilon, delta: budget.delta, noiseMultiplier, clipNorm, samplingRate, steps };
  }
}
