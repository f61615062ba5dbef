import type { Guard } from '../guards.ts';
import type { NetworkPlan, NetworkWeights } from './network-plan.ts';

/** The network of one record, and the pairs of codes that go together. */
export interface TrainedRecord {
  readonly plan: NetworkPlan;
  readonly weights: NetworkWeights;
  /** By variable. */
  readonly guards: readonly (readonly Guard[])[];
}
