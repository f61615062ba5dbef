import type { AccountFacts, TrainingFacts } from '../../evaluators/training/training-facts.ts';
import type { RunManifest } from './run-manifest.ts';

/** What the run's training said of itself; null where there was none. */
export function trainingFacts({ stages }: RunManifest): TrainingFacts | null {
  const { families } = (stages.train?.outputs ?? {}) as Partial<TrainingFacts>;
  if (families === undefined) return null;
  const { account = null } = (stages.train?.measured ?? {}) as { readonly account?: AccountFacts };
  return { families, account };
}
