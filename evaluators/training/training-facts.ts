/** How a generator was trained, as its maker tells it; a judge cannot find it out. */
export interface TrainingFacts {
  /** By table: the family of models that learned it, and why it was this one. */
  readonly families: Readonly<Record<string, FamilyFact>>;
  /** Null where no family trains in steps. */
  readonly account: AccountFacts | null;
  /** Null without differential privacy. */
  readonly privacy: PrivacyFacts | null;
}

export interface FamilyFact {
  readonly family: string;
  readonly reason: string;
}

/** How networks trained. */
export interface AccountFacts {
  /** What computed them. */
  readonly engine: string;
  readonly threads: number;
  /** Epochs of all networks. */
  readonly curve: readonly EpochFact[];
  /** By network. */
  readonly stopped: Readonly<Record<string, StopReason>>;
}

/** Why a network's training ended. */
export type StopReason = 'early' | 'epochs' | 'time' | 'budget';

/** One epoch of a network; losses in nats a row. */
export interface EpochFact {
  readonly network: string;
  readonly epoch: number;
  readonly training: number;
  readonly validation: number;
  /** Learning rate. */
  readonly rate: number;
  readonly seconds: number;
}

/** An epsilon and the chance that it does not hold. */
export interface BudgetFacts {
  readonly epsilon: number;
  readonly delta: number;
}

/** What was spent of a privacy budget, by subject. */
export interface PrivacyFacts {
  /** Of lists of values and their bounds; null where these keep to k subjects instead. */
  readonly values: ValuesSpentFacts | null;
  /** Of all networks together. */
  readonly training: TrainingSpentFacts;
  readonly total: BudgetFacts;
  /** What is learned without noise, in words. */
  readonly notCovered: readonly string[];
}

export interface ValuesSpentFacts extends BudgetFacts {
  /** Standard deviation of the noise in each count, in subjects. */
  readonly deviation: number;
  /** Noisy count of subjects that a value must reach to be kept. */
  readonly threshold: number;
}

export interface TrainingSpentFacts extends BudgetFacts {
  /** Standard deviation of the noise, in clip norms. */
  readonly noiseMultiplier: number;
  readonly clipNorm: number;
  /** Chance of each subject to be in a step. */
  readonly samplingRate: number;
  readonly steps: number;
}
